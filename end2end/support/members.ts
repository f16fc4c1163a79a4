/** The list of members, for the tests of what people do with it. */

import type { Locator, Page } from "@playwright/test";
import type { Organization } from "./people.ts";
import { become, expect, open } from "./test.ts";

/** The names in the list, in its order. */
export const names = (page: Page): Locator => page.locator(".person__name");

/** What was said in passing. */
export const toast = (page: Page, text: string): Locator =>
  page.getByRole("region", { name: "Notifications" }).getByText(text);

/** The administrator looks at the list. */
export async function openMembers(page: Page, { admin, slug }: Organization, query = ""): Promise<void> {
  await become(page, admin.client);
  await open(page, `/t/${slug}/members${query}`);
  await expect(page.getByRole("table", { name: "Members" })).toBeVisible();
}

/** Chooses from somebody's menu, in a row or on the own page. */
export async function act(page: Page, who: string, action: string): Promise<void> {
  await page.getByRole("button", { name: `Actions for ${who}` }).click();
  await page.getByRole("menuitem", { name: action }).click();
}
