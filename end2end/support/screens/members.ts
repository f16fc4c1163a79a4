/** Members and pending invitations. */

import type { Stage } from "../stage.ts";
import { expect, row } from "../test.ts";
import { FAILURE, FORBIDDEN, TOO_MANY, go, home, type Screen } from "./screen.ts";

const members = { who: (stage: Stage) => stage.admin, path: ({ office }: Stage) => `/t/${office.slug}/members` };

export const MEMBERS: Screen[] = [
  { name: "members with long names", who: ({ long }) => long.admin, path: ({ long }) => `/t/${long.slug}/members` },
  { ...members, name: "members", then: async ({ page }) => expect(page.locator(".status__dot")).toBeVisible() },
  { ...members, name: "members, as a viewer", who: ({ viewer }) => viewer },
  { name: "members, alone", who: ({ alone }) => alone.admin, path: ({ alone }) => `/t/${alone.slug}/members` },
  { ...members, name: "members, nobody found", path: ({ office }) => `/t/${office.slug}/members?search=nobody-like-this` },
  {
    ...members,
    name: "members, some of them selected",
    then: async ({ page }) => {
      await page.getByRole("columnheader").getByRole("checkbox").check();
      await expect(page.locator(".selection")).toBeVisible();
    },
  },
  {
    ...members,
    name: "a member",
    then: async ({ page }, { viewer }) => {
      await row(page, viewer).getByRole("link").click();
      await expect(page.getByRole("heading", { name: viewer.name })).toBeVisible();
    },
  },
  {
    ...home,
    name: "member who is not there",
    path: ({ office }) => `/t/${office.slug}/members/00000000-0000-0000-0000-000000000007`,
    status: [404],
  },
  {
    ...home,
    name: "members, loading",
    // The list was asked for from another screen, and never comes.
    before: async (page) => page.route("**/api/members/list", () => undefined),
    then: async ({ page }, { office }) => {
      await go(page, `/t/${office.slug}/members`);
      await expect(page.locator(".skeleton").first()).toBeVisible();
    },
  },
  {
    ...home,
    name: "members, failed",
    status: [500],
    before: async (page) => page.route("**/api/members/list", (route) => route.fulfill(FAILURE)),
    then: async ({ page }, { office }) => {
      await go(page, `/t/${office.slug}/members`);
      await expect(page.getByRole("alert").filter({ hasText: "01TESTREQUEST" })).toBeVisible();
    },
  },
  {
    ...home,
    name: "members, forbidden",
    status: [403],
    before: async (page) => page.route("**/api/members/list", (route) => route.fulfill(FORBIDDEN)),
    then: async ({ page }, { office }) => {
      await go(page, `/t/${office.slug}/members`);
      await expect(page.locator(".state--forbidden")).toBeVisible();
    },
  },
  {
    ...members,
    name: "members, out of date",
    status: [429],
    before: async (page) => page.route("**/api/members/list", (route) => route.fulfill(TOO_MANY)),
    then: async ({ page }) => {
      await page.getByRole("columnheader").getByRole("button").first().click();
      await expect(page.locator(".notice--warning")).toBeVisible();
    },
  },
  {
    ...members,
    name: "removal that can be undone",
    before: async (page) => page.route("**/api/members/remove", (route) => route.fulfill({ json: null })),
    then: async (spoken, { viewer }) => {
      await spoken.act(viewer, "remove");
      await expect(spoken.button("undo")).toBeVisible();
    },
  },
  {
    ...members,
    name: "member's menu",
    then: async ({ page }, { viewer }) => {
      await row(page, viewer).getByRole("button").click();
      await expect(page.getByRole("menuitem").first()).toBeVisible();
    },
  },
  {
    ...members,
    name: "roles dialog",
    then: async (spoken, { viewer }) => {
      await spoken.act(viewer, "changeRoles");
      await expect(spoken.page.getByRole("checkbox").first()).toBeVisible();
    },
  },
  {
    ...members,
    name: "invite dialog",
    then: async (spoken) => {
      await spoken.button("invite").click();
      await expect(spoken.page.getByRole("checkbox").first()).toBeVisible();
    },
  },
  {
    ...members,
    name: "invite dialog, refused",
    then: async (spoken) => {
      await spoken.button("invite").click();
      await spoken.button("sendInvitation").click();
      await expect(spoken.page.getByRole("dialog").locator("[aria-invalid=true]").first()).toBeVisible();
    },
  },
  {
    ...members,
    name: "revoke dialog",
    then: async (spoken, { invited }) => {
      await spoken.page.getByRole("main").getByRole("listitem").filter({ hasText: invited.email }).getByRole("button").last().click();
      await expect(spoken.page.getByRole("alertdialog")).toBeVisible();
    },
  },
  {
    ...members,
    name: "members, offline",
    complaints: [/WebSocket/, /ERR_INTERNET_DISCONNECTED/],
    then: async ({ page }) => {
      await expect(page.locator(".status--online")).toBeVisible();
      await page.context().setOffline(true);
      await expect(page.locator(".status--offline")).toBeVisible();
    },
  },
];
