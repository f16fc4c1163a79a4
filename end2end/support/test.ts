/**
 * What every browser test stands on: pages that fail their test when the browser complains of anything, and browsers
 * that belong to somebody.
 */

import { test as base, expect, type BrowserContext, type BrowserContextOptions, type Locator, type Page } from "@playwright/test";
import type { Operator, Person } from "./people.ts";
import { BASE_URL, type Client } from "./server.ts";
import type { Language } from "./words.ts";

/** What the browsers of a test have complained of. */
export class Complaints {
  readonly #found: string[] = [];
  readonly #allowed: RegExp[] = [];

  /** This complaint is what the test provokes. */
  allow(...patterns: RegExp[]) {
    this.#allowed.push(...patterns);
  }

  /** A refused form or an absent page: Chromium writes every such answer into its console. */
  allowStatus(...statuses: number[]) {
    this.allow(...statuses.map((status) => new RegExp(`the server responded with a status of ${status}`)));
  }

  get unexpected(): string[] {
    return this.#found.filter((text) => !this.#allowed.some((pattern) => pattern.test(text)));
  }

  async watch(context: BrowserContext) {
    await context.addInitScript(() => {
      addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI, sourceFile, lineNumber }) => {
        console.error(`CSP: ${violatedDirective} forbids ${blockedURI} at ${sourceFile}:${lineNumber}`);
      });
    });
    context.on("console", (message) => {
      // Hydration that does not fit is a warning. So is a preload that comes to use late: on a slow machine, or never
      // without JavaScript.
      const isLate = message.text().includes("was preloaded using link preload but not used");
      if (message.type() === "error" || (message.type() === "warning" && !isLate)) {
        this.#found.push(`${message.type()} at ${message.location().url}: ${message.text()}`);
      }
    });
    context.on("weberror", (error) => this.#found.push(`uncaught: ${error.error().stack}`));
  }
}

/** Opens one more browser, signed in as somebody or nobody, at an address if there is one. */
type OpenAs = (who: Person | Operator | null, path?: string, options?: BrowserContextOptions) => Promise<Page>;

export const test = base.extend<{ complaints: Complaints; openAs: OpenAs }>({
  complaints: async ({}, use) => {
    const complaints = new Complaints();
    await use(complaints);
    expect(complaints.unexpected, "nothing in the browser's console").toEqual([]);
  },

  context: async ({ context, complaints }, use) => {
    await complaints.watch(context);
    await use(context);
  },

  openAs: async ({ browser, complaints }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (who, path, options) => {
      const context = await browser.newContext(options);
      contexts.push(context);
      await complaints.watch(context);
      const page = await context.newPage();
      if (who) await become(page, who.client);
      if (path) await open(page, path);
      return page;
    });
    await Promise.all(contexts.map((context) => context.close()));
  },
});

export { expect };

/**
 * Takes over the sessions of a client. By the DevTools protocol, because Playwright's `addCookies` names a domain, and a
 * `__Host-` cookie has none.
 */
export async function become(page: Page, client: Client) {
  const devtools = await page.context().newCDPSession(page);
  for (const [name, value] of client.cookies) {
    const url = BASE_URL.replace("http:", "https:");
    await devtools.send("Network.setCookie", { name, value, url, path: "/", secure: true, httpOnly: true, sameSite: "Lax" });
  }
  await devtools.detach();
}

/** Language and theme, as somebody has chosen them before. */
export async function prefer(page: Page, choice: { language?: Language; theme?: "auto" | "light" | "dark" }) {
  const cookies = Object.entries(choice).map(([name, value]) => ({ name: `borough-${name}`, value, url: BASE_URL }));
  await page.context().addCookies(cookies);
}

/** Goes to an address and waits until the page is alive. */
export async function open(page: Page, path: string) {
  await page.goto(path);
  await hydrated(page);
}

/** Before hydration a click reaches nobody. */
export async function hydrated(page: Page) {
  await page.locator("html[data-hydrated]").waitFor({ state: "attached" });
}

/** Waits until the page hears what others do. */
export async function live(page: Page) {
  await expect(statusOf(page)).toHaveText("Live");
}

/** Whether the page is live, as its top bar says. */
export function statusOf(page: Page): Locator {
  return page.locator(".topbar").getByRole("status");
}

/** A member's row. */
export function row(page: Page, person: { name: string }): Locator {
  return page.getByRole("row").filter({ hasText: person.name });
}

/** The document was not loaded anew between calling this and calling what it answers. */
export async function sameDocument(page: Page): Promise<() => Promise<void>> {
  await page.evaluate(() => document.documentElement.setAttribute("data-test-mark", ""));
  return () => expect(page.locator("html"), "no document was loaded").toHaveAttribute("data-test-mark", "");
}

/** The side menu: the organization's name, the switcher, the screens and the account. */
export function side(page: Page): Locator {
  return page.getByRole("complementary", { name: "Navigation" });
}

/** A field that was refused, with the reason tied to it. */
export async function expectRefused(field: Locator, sentence: string) {
  const escaped = sentence.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
  await expect(field).toHaveAccessibleDescription(new RegExp(`^${escaped}`));
  await expect(field).toHaveAttribute("aria-invalid", "true");
}
