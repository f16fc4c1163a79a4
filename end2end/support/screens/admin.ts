/** The back office, and operators who look into an organization. */

import { slugOf } from "../people.ts";
import type { Stage } from "../stage.ts";
import { expect } from "../test.ts";
import { FAILURE, go, openSwitcher, type Screen } from "./screen.ts";

const admin = { who: (stage: Stage) => stage.operator };

export const ADMIN: Screen[] = [
  { name: "back office sign-in", path: () => "/admin/sign-in" },
  { ...admin, name: "back office, organizations", path: () => "/admin/tenants" },
  { ...admin, name: "back office, none found", path: () => "/admin/tenants?search=nothing-like-this" },
  {
    ...admin,
    name: "back office, mail",
    path: () => "/admin/mail",
    then: async ({ page }) => {
      await page.locator(".mail summary").first().click();
      await expect(page.locator(".mail__body").first()).toBeVisible();
    },
  },
  { ...admin, name: "back office, no mail found", path: () => "/admin/mail?search=nobody-like-this" },
  { name: "back office, mail forbidden", who: ({ tenantManager }) => tenantManager, path: () => "/admin/mail" },
  { ...admin, name: "back office, suspended organizations", path: () => "/admin/tenants?status=suspended" },
  {
    ...admin,
    name: "back office, suspending an organization",
    path: ({ office }) => `/admin/tenants?search=${office.slug}`,
    then: async (spoken) => {
      await spoken.page.getByRole("row").getByRole("button").first().click();
      await spoken.page.getByRole("menuitem", { name: spoken.word("suspend") }).click();
      await expect(spoken.page.getByRole("dialog")).toBeVisible();
    },
  },
  { ...admin, name: "back office, people", path: () => "/admin/people" },
  { ...admin, name: "back office, nobody found", path: () => "/admin/people?search=nobody-like-this" },
  { ...admin, name: "an operator in an organization", path: ({ office }) => `/admin/t/${office.slug}` },
  { ...admin, name: "an operator among members", path: ({ office }) => `/admin/t/${office.slug}/members` },
  { ...admin, name: "an operator among long names", path: ({ long }) => `/admin/t/${long.slug}/members` },
  {
    ...admin,
    name: "an operator going on to another organization",
    path: ({ office }) => `/admin/t/${office.slug}`,
    then: async ({ page }) => {
      await openSwitcher(page);
      await expect(page.getByRole("dialog").getByRole("listitem").first()).toBeVisible();
    },
  },
  { ...admin, name: "an operator where there is nothing", path: () => `/admin/t/${slugOf("not-there-at-all")}`, status: [404] },
  { name: "an operator who may not look", who: ({ tenantManager }) => tenantManager, path: ({ office }) => `/admin/t/${office.slug}`, status: [403] },
  ...(["tenants", "people", "mail"] as const).flatMap((list): Screen[] => {
    const call = list === "mail" ? "mails" : list;
    const path = `/admin/${list}`;
    const elsewhere = list === "mail" ? "/admin/tenants" : "/admin/mail";
    return [
      {
        ...admin,
        name: `back office, ${list} loading`,
        path: () => elsewhere,
        before: async (page) => page.route(`**/api/admin/${call}`, () => undefined),
        then: async ({ page }) => {
          await go(page, path);
          await expect(page.locator(".skeleton").first()).toBeVisible();
        },
      },
      {
        ...admin,
        name: `back office, ${list} failed`,
        path: () => elsewhere,
        status: [500],
        before: async (page) => page.route(`**/api/admin/${call}`, (route) => route.fulfill(FAILURE)),
        then: async ({ page }) => {
          await go(page, path);
          await expect(page.getByRole("alert").filter({ hasText: "01TESTREQUEST" })).toBeVisible();
        },
      },
    ];
  }),
];
