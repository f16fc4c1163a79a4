import type { Page, WebSocket } from "@playwright/test";
import { manyOrganizations } from "../support/many.ts";
import { createOrganization, joinAs, signUp, slugOf, unique } from "../support/people.ts";
import { PASSWORD } from "../support/server.ts";
import { become, expect, hydrated, live, open, row, sameDocument, side, test } from "../support/test.ts";

const panel = (page: Page) => page.getByRole("dialog", { name: "Switch organization" });
const field = (page: Page) => panel(page).getByRole("combobox", { name: "Find an organization" });
const options = (page: Page) => panel(page).getByRole("option");
const found = (page: Page) => panel(page).getByRole("status");
/** What Enter would take. */
const marked = (page: Page) => panel(page).getByRole("option", { selected: true });
const titles = (page: Page) => panel(page).locator(".picker__text");

async function openSwitcher(page: Page, { title }: { title: string }) {
  await side(page).getByRole("button", { name: title }).click();
  await expect(options(page).first()).toBeVisible();
}

/** A word that only this test's organizations begin with. */
const newWord = (word: string) => slugOf(unique(word)).replaceAll("-", "");
const titled = (word: string, number: string) => `${word.slice(0, 1).toUpperCase()}${word.slice(1)} ${number}`;

test("500 organizations are gone through by keyboard alone", async ({ page }) => {
  const office = await signUp();
  const word = newWord("wide");
  await manyOrganizations({ person: office.admin, word, count: 500 });
  await become(page, office.admin.client);
  await open(page, `/t/${office.slug}/members`);
  const same = await sameDocument(page);

  await page.keyboard.press("o");
  await expect(field(page)).toBeFocused();
  await expect(found(page)).toHaveText("Organizations: 501");
  expect(await options(page).count(), "only some are drawn").toBeLessThan(100);
  // Where one is stands first; what Enter takes is somewhere else.
  await expect(options(page).first()).toHaveAttribute("aria-current", "true");
  await expect(marked(page)).toContainText(titled(word, "001"));

  await page.keyboard.press("End");
  await expect(marked(page)).toContainText(titled(word, "500"));
  await expect(marked(page)).toBeInViewport();
  await expect(marked(page)).toHaveAttribute("aria-posinset", "501");
  await expect(marked(page)).toHaveAttribute("aria-setsize", "501");
  await expect(field(page)).toHaveAttribute("aria-activedescendant", (await marked(page).getAttribute("id")) ?? "none");
  await page.keyboard.press("ArrowDown");
  await expect(marked(page)).toContainText(office.title);
  await expect(marked(page)).toBeInViewport();
  await page.keyboard.press("ArrowUp");
  await expect(marked(page)).toContainText(titled(word, "500"));
  await page.keyboard.press("Home");
  await page.keyboard.press("PageDown");
  await expect(marked(page)).toContainText(titled(word, "010"));

  await page.keyboard.type(`${word} 437`);
  await expect(found(page)).toHaveText("Organizations: 1");
  await expect(marked(page)).toContainText(titled(word, "437"));
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(`/t/${word}-437/members`);
  await expect(side(page).getByRole("button", { name: titled(word, "437") })).toBeVisible();
  await expect(row(page, office.admin)).toBeVisible();
  await same();
});

test("scrolling draws the organizations that come into sight", async ({ page }) => {
  const office = await signUp();
  const word = newWord("deep");
  await manyOrganizations({ person: office.admin, word, count: 120 });
  await become(page, office.admin.client);
  await open(page, `/t/${office.slug}`);
  await openSwitcher(page, office);
  for (const number of ["049", "099", "120"]) {
    await options(page).filter({ hasText: titled(word, number) }).scrollIntoViewIfNeeded();
  }
  await expect(options(page)).toHaveCount(121);
});

test("a switch loads no document, asks for the organization once, and moves the line to it", async ({ page }) => {
  const first = await signUp();
  const second = await createOrganization(first.admin);
  await become(page, first.admin.client);
  const lines: WebSocket[] = [];
  page.on("websocket", (line) => lines.push(line));
  await open(page, `/t/${first.slug}`);
  await live(page);
  const same = await sameDocument(page);
  await openSwitcher(page, first);
  await expect(options(page).filter({ hasText: first.title })).toHaveAttribute("aria-current", "true");

  const calls: string[] = [];
  page.on("request", (request) => calls.push(new URL(request.url()).pathname));
  await options(page).filter({ hasText: second.title }).click();
  await expect(page).toHaveURL(`/t/${second.slug}`);
  await expect(side(page).getByRole("button", { name: second.title })).toBeVisible();
  await expect(page).toHaveTitle(new RegExp(second.title));
  await expect(page.locator(".brand__org")).toHaveText(second.title);
  await live(page);
  expect(calls.filter((path) => path.startsWith("/api/organizations/"))).toEqual(["/api/organizations/enter"]);
  const connected = () => lines.filter((line) => !line.isClosed()).map((line) => new URL(line.url()).searchParams.get("tenant"));
  await expect.poll(connected).toEqual([second.id]);
  await same();

  await page.goBack();
  await expect(side(page).getByRole("button", { name: first.title })).toBeVisible();
  await same();
});

test("the page stays, and what was typed on it does not", async ({ page }) => {
  const first = await signUp();
  const second = await createOrganization(first.admin);
  await become(page, first.admin.client);
  await open(page, `/t/${first.slug}/members`);
  await page.getByRole("searchbox").fill("nobody-like-this");
  await expect(page.getByText("Nobody found")).toBeVisible();
  await openSwitcher(page, first);
  await field(page).fill(second.title);
  await options(page).filter({ hasText: second.title }).click();
  await expect(page).toHaveURL(`/t/${second.slug}/members`);
  await expect(row(page, first.admin)).toBeVisible();
  await expect(page.getByRole("searchbox")).toHaveValue("");
  await openSwitcher(page, second);
  await expect(field(page)).toHaveValue("");
});

test("where the page is not there for somebody, the nearest above it is shown, and a notice says so", async ({ page }) => {
  const office = await signUp();
  const word = newWord("guest");
  await manyOrganizations({ person: office.admin, word, count: 1, allowed: false });
  await become(page, office.admin.client);
  await open(page, `/t/${office.slug}/members`);
  const same = await sameDocument(page);
  await openSwitcher(page, office);
  await options(page).filter({ hasText: titled(word, "001") }).click();
  await expect(page).toHaveURL(`/t/${word}-001`);
  await expect(page.getByText(`“Members” is not there for you in ${titled(word, "001")}. This is “Home”.`)).toBeVisible();
  await expect(page.getByRole("heading", { name: `Welcome, ${office.admin.name}` })).toBeVisible();
  await expect(page.getByRole("main")).toBeFocused();
  await same();

  await page.goBack();
  await expect(page).toHaveURL(`/t/${office.slug}/members`);
  await expect(row(page, office.admin)).toBeVisible();
});

test("another organization opens in a tab of its own, by the mouse and by the keys", async ({ page }) => {
  const first = await signUp();
  const second = await createOrganization(first.admin);
  await become(page, first.admin.client);
  await open(page, `/t/${first.slug}/members`);
  await openSwitcher(page, first);
  const inNewTab = [
    () => options(page).filter({ hasText: second.title }).click({ modifiers: ["Control"] }),
    () => options(page).filter({ hasText: second.title }).click({ button: "middle" }),
    async () => {
      await field(page).fill(second.title);
      await expect(marked(page)).toContainText(second.title);
      await field(page).press("Control+Enter");
    },
  ];
  for (const openTab of inNewTab) {
    const opened = page.context().waitForEvent("page");
    await openTab();
    const tab = await opened;
    await hydrated(tab);
    await expect(tab).toHaveURL(`/t/${second.slug}/members`);
    await expect(side(tab).getByRole("button", { name: second.title })).toBeVisible();
    await expect(page).toHaveURL(`/t/${first.slug}/members`);
    await tab.close();
  }
});

test("organizations are found without their accents and by their address", async ({ page }) => {
  const first = await signUp();
  const accented = unique("Zürich Straßenbau");
  const second = await createOrganization(first.admin, accented);
  await become(page, first.admin.client);
  await open(page, `/t/${first.slug}`);
  await openSwitcher(page, first);
  for (const typed of ["ZURICH strassen", second.slug]) {
    await field(page).fill(typed);
    await expect(titles(page)).toHaveText([accented]);
  }
  await field(page).fill("nothing of the kind");
  await expect(found(page)).toHaveText("Nothing found");
  await expect(options(page)).toHaveCount(0);
});

test("the organizations come first in which one was last, until one signs out", async ({ page }) => {
  const b = await signUp({ title: unique("B") });
  const a = await createOrganization(b.admin, unique("A"));
  const c = await createOrganization(b.admin, unique("C"));
  await become(page, b.admin.client);
  for (const { slug } of [b, c, a]) await open(page, `/t/${slug}`);
  await openSwitcher(page, a);
  await expect(titles(page)).toHaveText([a.title, c.title, b.title]);
  await page.keyboard.press("Escape");

  await side(page).getByRole("button", { name: b.admin.name }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await page.getByLabel("E-mail address").fill(b.admin.email);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("link", { name: b.title }).click();
  await hydrated(page);
  await openSwitcher(page, b);
  await expect(titles(page)).toHaveText([b.title, a.title, c.title]);
});

test("a list of last organizations that cannot be read is none", async ({ page }) => {
  const first = await signUp({ title: unique("A") });
  await createOrganization(first.admin, unique("B"));
  await become(page, first.admin.client);
  await open(page, `/t/${first.slug}`);
  for (const broken of ["", "{", "null", '{"person":1}', '{"person":"","organizations":["nothing"]}']) {
    await page.evaluate((text) => localStorage.setItem("borough-recent", text), broken);
    await open(page, `/t/${first.slug}`);
    await openSwitcher(page, first);
    await expect(options(page)).toHaveCount(2);
    await expect(titles(page).first()).toHaveText(first.title);
  }
});

test("one more organization is made from it, and stands in it at once", async ({ page }) => {
  const first = await signUp();
  const title = unique("Another");
  await become(page, first.admin.client);
  await open(page, `/t/${first.slug}`);
  await openSwitcher(page, first);
  await panel(page).getByRole("link", { name: "New organization" }).click();
  await page.getByLabel("Organization's name").fill(title);
  await expect(page.getByLabel("Address", { exact: true })).toHaveValue(slugOf(title));
  await page.getByRole("button", { name: "Create organization" }).click();
  await expect(page).toHaveURL(`/t/${slugOf(title)}`);
  await hydrated(page);
  await openSwitcher(page, { title });
  await expect(options(page).filter({ hasText: first.title })).toBeVisible();
});

test("roles tell organizations of one name apart", async ({ page }) => {
  const first = await signUp();
  const second = await signUp();
  await joinAs(first.admin, second, "Viewer");
  await become(page, first.admin.client);
  await open(page, `/t/${first.slug}`);
  await openSwitcher(page, first);
  await expect(options(page).filter({ hasText: first.title })).toContainText("Admin");
  await expect(options(page).filter({ hasText: second.title })).toContainText("Viewer");
});

test("on a narrow screen its key opens the drawer that it is in", async ({ page }) => {
  const { admin, slug } = await signUp();
  await page.setViewportSize({ width: 320, height: 640 });
  await become(page, admin.client);
  await open(page, `/t/${slug}`);
  await page.keyboard.press("o");
  await expect(field(page)).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(panel(page)).toBeHidden();
});
