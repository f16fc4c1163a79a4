/** What a screen is, and the steps that several of them take. */

import type { Locator, Page } from "@playwright/test";
import type { Operator, Person } from "../people.ts";
import type { Stage } from "../stage.ts";
import { row } from "../test.ts";
import { WORDS, type Language, type Word } from "../words.ts";

/** A page that speaks a language, operated by the words of that language. */
export class Spoken {
  readonly page: Page;
  readonly language: Language;

  constructor(page: Page, language: Language) {
    this.page = page;
    this.language = language;
  }

  word(word: Word): string {
    return WORDS[word][this.language];
  }

  button(word: Word): Locator {
    return this.page.getByRole("button", { name: this.word(word), exact: true }).first();
  }

  async act(who: Person, word: Word) {
    await row(this.page, who).getByRole("button").click();
    await this.page.getByRole("menuitem", { name: this.word(word) }).click();
  }
}

export interface Screen {
  name: string;
  who?: (stage: Stage) => Person | Operator;
  path: (stage: Stage) => string;
  /** Before it is opened. */
  before?: (page: Page) => Promise<unknown>;
  /** From the open page to the state that is meant. */
  then?: (spoken: Spoken, stage: Stage) => Promise<void>;
  /** The answer's status, and that of calls, where it is no success. */
  status?: number[];
  /** What Chromium says of the state that is meant. */
  complaints?: RegExp[];
}

export async function submitEmpty({ page, button }: { page: Page; button: Locator }) {
  // Without the browser's own checks, to see the server's answer.
  await page.locator("form.form").evaluate((form: HTMLFormElement) => (form.noValidate = true));
  await Promise.all([page.waitForResponse((answer) => answer.request().method() === "POST"), button.click()]);
  await page.locator("html[data-hydrated]").waitFor({ state: "attached" });
}

/** As the server answers what it did not expect. */
export const FAILURE = {
  status: 500,
  json: { code: "INTERNAL", message: "Something went wrong.", request_id: "01TESTREQUEST" },
};
export const FORBIDDEN = { status: 403, json: { code: "PERMISSION_DENIED", message: "No.", required: "member:list", request_id: "" } };
export const TOO_MANY = { status: 429, json: { code: "RATE_LIMITED", message: "Later.", retry_after: 30, request_id: "" } };

/** An organization's first screen, as its administrator. */
export const home = { who: (stage: Stage) => stage.admin, path: ({ office }: Stage) => `/t/${office.slug}` };

/** Follows a link of the side menu, without loading a document. */
export async function go(page: Page, path: string) {
  await openDrawer(page);
  await page.getByRole("complementary").locator(`a[href="${path}"]`).click();
}

export async function openSwitcher(page: Page) {
  await openDrawer(page);
  await page.locator(".switcher").click();
}

/** On a narrow screen the side menu is a drawer. */
export async function openDrawer(page: Page) {
  const button = page.locator(".topbar__menu");
  if (await button.isVisible()) await button.click();
}
