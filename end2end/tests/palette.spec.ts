import type { Page } from "@playwright/test";
import { manyOrganizations } from "../support/many.ts";
import { createOrganization, join, signUp, slugOf, unique } from "../support/people.ts";
import { become, expect, hydrated, open, row, sameDocument, side, test } from "../support/test.ts";

const palette = (page: Page) => page.getByRole("dialog", { name: "Go to or do" });
const field = (page: Page) => palette(page).getByRole("combobox");
const options = (page: Page) => palette(page).getByRole("option");
const marked = (page: Page) => palette(page).getByRole("option", { selected: true });
const invite = (page: Page) => page.getByRole("dialog", { name: "Invite people" });
const shortcuts = (page: Page) => page.getByRole("dialog", { name: "Keyboard shortcuts" });

async function openPalette(page: Page) {
  await page.keyboard.press("Control+k");
  await expect(field(page)).toBeFocused();
}

/** Types a few letters and takes what is marked then. */
async function pick(page: Page, typed: string, name: string) {
  await openPalette(page);
  await page.keyboard.type(typed);
  await expect(marked(page)).toContainText(name);
  await page.keyboard.press("Enter");
}

test("every screen and action is three keys away", async ({ page }) => {
  const { admin, slug } = await signUp();
  await become(page, admin.client);
  await open(page, `/t/${slug}`);
  const same = await sameDocument(page);
  await pick(page, "mem", "Members");
  await expect(page).toHaveURL(`/t/${slug}/members`);
  await expect(palette(page)).toBeHidden();
  await expect(row(page, admin)).toBeVisible();

  await pick(page, "inv", "Invite people");
  await expect(invite(page).getByLabel("E-mail addresses")).toBeFocused();
  await expect(page).toHaveURL(`/t/${slug}/members`);
  await page.keyboard.press("Escape");
  await expect(invite(page)).toBeHidden();

  await pick(page, "hom", "Home");
  await expect(page).toHaveURL(`/t/${slug}`);
  await pick(page, "swi", "Switch organization");
  await expect(page.getByRole("combobox", { name: "Find an organization" })).toBeFocused();
  await page.keyboard.press("Escape");
  await pick(page, "key", "Keyboard shortcuts");
  await expect(shortcuts(page)).toBeVisible();
  await page.keyboard.press("Escape");
  await same();
  await pick(page, "new", "New organization");
  await expect(page.getByRole("heading", { name: "New organization" })).toBeVisible();
});

test("it opens by its button and closes by the keys that opened it", async ({ page }) => {
  const { admin, slug } = await signUp();
  await become(page, admin.client);
  await open(page, `/t/${slug}`);
  await page.getByRole("button", { name: "Go to or do" }).click();
  await expect(field(page)).toBeFocused();
  await field(page).fill("nothing of the kind");
  await expect(palette(page).getByRole("status")).toHaveText("Nothing found");
  await page.keyboard.press("Control+k");
  await expect(palette(page)).toBeHidden();
  await openPalette(page);
  await expect(field(page)).toHaveValue("");
});

test("nothing is in it that somebody may not use", async ({ openAs }) => {
  const office = await signUp();
  const viewer = await join(office, "Viewer");
  const word = slugOf(unique("guest")).replaceAll("-", "");
  await manyOrganizations({ person: viewer, word, count: 1, allowed: false });

  const page = await openAs(viewer, `/t/${office.slug}`);
  await openPalette(page);
  await expect(options(page).filter({ hasText: "Members" })).toHaveCount(1);
  await expect(options(page).filter({ hasText: "Invite people" })).toHaveCount(0);
  await page.keyboard.press("Escape");
  // Nor do the keys do it.
  await page.keyboard.press("i");
  await page.keyboard.press("g");
  await page.keyboard.press("m");
  await expect(row(page, viewer)).toBeVisible();
  await expect(invite(page)).toBeHidden();
  // Nor an address that somebody has sent.
  await open(page, `/t/${office.slug}/members?invite`);
  await expect(page).toHaveURL(`/t/${office.slug}/members`);
  await expect(invite(page)).toBeHidden();

  const calls: string[] = [];
  page.on("request", (request) => calls.push(new URL(request.url()).pathname));
  await open(page, `/t/${word}-001`);
  await openPalette(page);
  await expect(options(page).filter({ hasText: "Home" })).toHaveCount(1);
  await expect(options(page).filter({ hasText: "Members" })).toHaveCount(0);
  await field(page).fill(office.title);
  await expect(options(page).filter({ hasText: office.title })).toHaveCount(1);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(`/t/${office.slug}`);
  await expect(side(page).getByRole("button", { name: office.title })).toBeVisible();
  const before = calls.slice(0, calls.indexOf("/api/organizations/enter"));
  expect(before, "nobody is looked for where members are not to be seen").not.toContain("/api/members/list");
});

test("people are found by their names, by those who may see them", async ({ page }) => {
  const office = await signUp();
  const grace = await join(office, "Viewer", unique("Grace"));
  await become(page, office.admin.client);
  await open(page, `/t/${office.slug}`);
  await openPalette(page);
  await page.keyboard.type(grace.name);
  await expect(marked(page)).toContainText(grace.email);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`/t/${office.slug}/members\\?search=`));
  await expect(page.locator(".person__name")).toHaveText([grace.name]);
});

test("another organization is opened at the same page", async ({ page }) => {
  const first = await signUp();
  const second = await createOrganization(first.admin);
  await become(page, first.admin.client);
  await open(page, `/t/${first.slug}/members`);
  await pick(page, second.title, second.title);
  await expect(page).toHaveURL(`/t/${second.slug}/members`);
  await expect(side(page).getByRole("button", { name: second.title })).toBeVisible();
});

test("theme, language and the way out are in it", async ({ page }) => {
  const { admin, slug } = await signUp();
  await become(page, admin.client);
  await open(page, `/t/${slug}/members?search=ada`);
  await pick(page, "dark", "Theme: Dark");
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await expect(page).toHaveURL(`/t/${slug}/members?search=ada`);
  await hydrated(page);
  await pick(page, "العربية", "العربية");
  await expect(page.locator("html")).toHaveAttribute("dir", "rtl");
  await hydrated(page);
  await page.keyboard.press("Control+k");
  await page.getByRole("dialog").getByRole("combobox").fill("خروج");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/sign-in/);
});

test.describe("shortcuts", () => {
  test("lead to screens, open what is often needed, and are listed", async ({ page }) => {
    const { admin, slug } = await signUp();
    await become(page, admin.client);
    await open(page, `/t/${slug}`);
    await page.keyboard.press("?");
    for (const name of ["Go to Members", "Go to Home", "Invite people", "Switch organization", "Go to or do"]) {
      await expect(shortcuts(page).getByText(name, { exact: true })).toBeVisible();
    }
    await page.keyboard.press("Escape");
    await expect(shortcuts(page)).toBeHidden();
    await page.keyboard.press("g");
    await page.keyboard.press("m");
    await expect(page).toHaveURL(`/t/${slug}/members`);
    await expect(row(page, admin)).toBeVisible();
    await page.keyboard.press("/");
    await expect(page.getByRole("searchbox")).toBeFocused();
    await expect(page.getByRole("searchbox")).toHaveValue("");
    await page.getByRole("main").focus();
    await page.keyboard.press("g");
    await page.keyboard.press("h");
    await expect(page).toHaveURL(`/t/${slug}`);
    await page.keyboard.press("i");
    await expect(invite(page).getByLabel("E-mail addresses")).toBeFocused();
  });

  test("are silent while one types, holds a modifier, or has a dialog open", async ({ page }) => {
    const { admin, slug } = await signUp();
    await become(page, admin.client);
    await open(page, `/t/${slug}/members`);
    await page.getByRole("searchbox").fill("");
    await page.keyboard.type("gh?io");
    await expect(page.getByRole("searchbox")).toHaveValue("gh?io");
    await page.getByRole("searchbox").fill("");
    await page.getByRole("main").focus();
    await page.keyboard.press("Alt+i");
    await openPalette(page);
    await page.keyboard.press("Escape");
    await expect(palette(page)).toBeHidden();
    await expect(invite(page)).toBeHidden();
    await page.keyboard.press("?");
    await expect(shortcuts(page)).toBeVisible();
    await shortcuts(page).getByRole("button", { name: "Close" }).focus();
    await page.keyboard.press("i");
    await page.keyboard.press("Control+k");
    await page.keyboard.press("Escape");
    await expect(shortcuts(page)).toBeHidden();
    await expect(palette(page)).toBeHidden();
    await expect(invite(page)).toBeHidden();
    await expect(page).toHaveURL(`/t/${slug}/members`);
  });

  test("of a single key can be switched off, and this browser remembers it", async ({ page }) => {
    const { admin, slug } = await signUp();
    await become(page, admin.client);
    await open(page, `/t/${slug}/members`);
    await page.keyboard.press("?");
    await shortcuts(page).getByRole("checkbox", { name: "Single-key shortcuts" }).uncheck();
    await expect(shortcuts(page).getByText("Invite people")).toBeHidden();
    await page.keyboard.press("Escape");
    await expect(shortcuts(page)).toBeHidden();
    for (const again of [false, true]) {
      if (again) await open(page, `/t/${slug}/members`);
      for (const key of ["i", "o", "?", "g", "h"]) await page.keyboard.press(key);
      // Keys are heard in their order, so the others were heard by now.
      await openPalette(page);
      await expect(palette(page).locator("kbd")).toHaveCount(0);
      await page.keyboard.press("Escape");
      await expect(palette(page)).toBeHidden();
      await expect(page.getByRole("dialog")).toHaveCount(0);
      await expect(page).toHaveURL(`/t/${slug}/members`);
    }
    await pick(page, "key", "Keyboard shortcuts");
    await shortcuts(page).getByRole("checkbox", { name: "Single-key shortcuts" }).check();
    await page.keyboard.press("Escape");
    await expect(shortcuts(page)).toBeHidden();
    await page.keyboard.press("i");
    await expect(invite(page)).toBeVisible();
  });
});
