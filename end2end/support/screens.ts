/**
 * Every screen, in every state that looks different: one table, from which accessibility, narrow screens, headers and
 * pictures are tested. A new screen is a new line in the file of its kind.
 */

import type { Page } from "@playwright/test";
import { ACCOUNT } from "./screens/account.ts";
import { ADMIN } from "./screens/admin.ts";
import { AUDIT } from "./screens/audit.ts";
import { MEMBERS } from "./screens/members.ts";
import { ORGANIZATION } from "./screens/organization.ts";
import { Spoken, type Screen } from "./screens/screen.ts";
import { setStage, type Stage } from "./stage.ts";
import { become, open, prefer, test as base, type Complaints } from "./test.ts";
import type { Language } from "./words.ts";

export const SCREENS: Screen[] = [...ACCOUNT, ...ORGANIZATION, ...MEMBERS, ...AUDIT, ...ADMIN];

/** Tests that show screens share a stage, one for each worker. */
export const test = base.extend<object, { stage: Stage }>({
  stage: [async ({}, use) => use(await setStage()), { scope: "worker" }],
});

/** Brings a page to a screen and into its state. */
export async function show(screen: Screen, page: Page, stage: Stage, complaints: Complaints, language: Language = "en") {
  complaints.allowStatus(...(screen.status ?? []));
  complaints.allow(...(screen.complaints ?? []));
  await prefer(page, { language });
  const who = screen.who?.(stage);
  if (who) await become(page, who.client);
  await screen.before?.(page);
  await open(page, screen.path(stage));
  await screen.then?.(new Spoken(page, language), stage);
}
