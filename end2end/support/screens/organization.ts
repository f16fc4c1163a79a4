/** Choosing an organization, its home, its settings, and what its shell opens. */

import type { Page } from "@playwright/test";
import { slugOf, type Organization } from "../people.ts";
import type { Stage } from "../stage.ts";
import { expect } from "../test.ts";
import { FAILURE, home, openDrawer, openSwitcher, type Screen } from "./screen.ts";

const settings = { who: (stage: Stage) => stage.admin, path: ({ office }: Stage) => `/t/${office.slug}/settings` };
/** Why the server closes a socket. */
const SIGNED_OUT = 4401;
const NOT_A_MEMBER = 4404;

/** The page's line opens as ever, and is closed with this code as soon as the server has said something. */
async function closeLine(page: Page, code: number) {
  await page.routeWebSocket(/\/ws/, (socket) => {
    socket.connectToServer().onMessage(() => socket.close({ code }));
  });
}

/** Goes to another organization, without loading a document. */
async function switchFrom(page: Page, { slug }: Organization) {
  await openSwitcher(page);
  await page.locator(`#switcher-list a:not([href="/t/${slug}"])`).first().click();
  await expect(page).not.toHaveURL(new RegExp(`/t/${slug}$`));
}

export const ORGANIZATION: Screen[] = [
  { name: "organizations and an invitation", who: ({ admin }) => admin, path: () => "/organizations" },
  { name: "organizations, address not confirmed", who: ({ alone }) => alone.admin, path: () => "/organizations?choose" },
  { name: "organizations, none", who: ({ former }) => former, path: () => "/organizations" },
  { name: "organizations, cookie refused", path: () => "/organizations?signed-in", status: [401] },
  { name: "new organization", who: ({ admin }) => admin, path: () => "/organizations/new" },
  { name: "organization that is not there", who: ({ admin }) => admin, path: () => `/t/${slugOf("not-there-at-all")}`, status: [404] },
  { name: "home of an administrator", who: ({ admin }) => admin, path: ({ office }) => `/t/${office.slug}` },
  { name: "home of somebody alone", who: ({ alone }) => alone.admin, path: ({ alone }) => `/t/${alone.slug}` },
  { name: "home of a viewer", who: ({ viewer }) => viewer, path: ({ office }) => `/t/${office.slug}` },
  { name: "home with long names", who: ({ long }) => long.admin, path: ({ long }) => `/t/${long.slug}` },
  { name: "organizations with long names", who: ({ long }) => long.admin, path: () => "/organizations?choose" },
  {
    name: "switcher with long names",
    who: ({ long }) => long.admin,
    path: ({ long }) => `/t/${long.slug}`,
    then: async ({ page }) => {
      await openSwitcher(page);
      await expect(page.getByRole("option").first()).toBeVisible();
    },
  },
  {
    ...home,
    name: "home of somebody who was removed",
    before: (page) => closeLine(page, NOT_A_MEMBER),
    then: async ({ page }) => expect(page.getByRole("main").getByRole("alert")).toBeVisible(),
  },
  {
    ...home,
    name: "home of somebody who was signed out",
    before: (page) => closeLine(page, SIGNED_OUT),
    then: async ({ page }) => expect(page.getByRole("main").getByRole("alert")).toBeVisible(),
  },
  {
    ...home,
    name: "switcher",
    then: async ({ page }) => {
      await openSwitcher(page);
      await expect(page.getByRole("option").nth(1)).toBeVisible();
    },
  },
  {
    ...home,
    name: "switcher, nothing found",
    then: async ({ page }) => {
      await openSwitcher(page);
      await expect(page.getByRole("option").nth(1)).toBeVisible();
      await page.locator("#switcher-field").fill("nothing-like-this");
      await expect(page.getByRole("option")).toHaveCount(0);
    },
  },
  {
    ...home,
    name: "switcher, loading",
    before: async (page) => page.route("**/api/organizations/list", () => undefined),
    then: async ({ page }) => {
      await openSwitcher(page);
      await expect(page.locator(".switcher-panel").getByRole("status")).not.toBeEmpty();
    },
  },
  {
    ...home,
    name: "switcher, failed",
    status: [500],
    before: async (page) => page.route("**/api/organizations/list", (route) => route.fulfill(FAILURE)),
    then: async ({ page }) => {
      await openSwitcher(page);
      await expect(page.locator(".switcher-panel").getByRole("alert").getByRole("button")).toBeVisible();
    },
  },
  {
    ...home,
    name: "palette",
    then: async ({ page }) => {
      await page.locator(".palette-button").click();
      await expect(page.getByRole("dialog").getByRole("option").nth(4)).toBeVisible();
    },
  },
  {
    ...home,
    name: "palette, nothing found",
    then: async ({ page }) => {
      await page.locator(".palette-button").click();
      await page.getByRole("dialog").getByRole("combobox").fill("nothing-like-this");
      await expect(page.getByRole("dialog").getByRole("option")).toHaveCount(0);
    },
  },
  {
    ...home,
    name: "shortcuts",
    then: async ({ page }) => {
      await page.keyboard.press("?");
      await expect(page.getByRole("dialog").getByRole("checkbox")).toBeVisible();
    },
  },
  {
    ...home,
    name: "organization that could not be opened",
    status: [500],
    before: async (page) => page.route("**/api/organizations/enter", (route) => route.fulfill(FAILURE)),
    then: async ({ page }, { office }) => {
      await switchFrom(page, office);
      await expect(page.getByRole("alert").filter({ hasText: "01TESTREQUEST" })).toBeVisible();
    },
  },
  {
    ...home,
    name: "account menu",
    then: async ({ page }, { admin }) => {
      await openDrawer(page);
      await page.getByRole("complementary").getByRole("button", { name: admin.name }).click();
      await expect(page.getByRole("menuitem").first()).toBeVisible();
    },
  },
  { ...settings, name: "settings" },
  { ...settings, name: "settings, as a viewer", who: ({ viewer }) => viewer, status: [403] },
  { name: "settings with long names", who: ({ long }) => long.admin, path: ({ long }) => `/t/${long.slug}/settings` },
  {
    ...settings,
    name: "settings, refused",
    then: async ({ page }) => {
      await page.locator("#field-title").fill("");
      await page.locator("#field-metadata").fill("{");
      await page.locator("form.settings button[type=submit]").click();
      await expect(page.locator("#field-metadata-error")).not.toBeEmpty();
    },
  },
  {
    ...settings,
    name: "settings, archiving",
    then: async ({ page }) => {
      await page.locator(".settings__end button").click();
      await expect(page.locator("#field-confirmation")).toBeVisible();
    },
  },
  { name: "suspended organization", who: ({ suspended }) => suspended.admin, path: ({ suspended }) => `/t/${suspended.slug}`, status: [403] },
];
