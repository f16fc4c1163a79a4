/** Nothing here touches the mouse: `page.keyboard` only. */

import { createOrganization, join, newEmail, signUp } from "../support/people.ts";
import { become, expect, open, row, side, test } from "../support/test.ts";
import type { Locator, Page } from "@playwright/test";


/** Goes on with Tab until this has the focus. */
async function tabTo(page: Page, target: Locator, key: "Tab" | "Shift+Tab" = "Tab") {
  await target.waitFor();
  const isFocused = () => target.evaluate((element) => element === document.activeElement);
  for (let steps = 0; steps < 80; steps += 1) {
    if (await isFocused()) return;
    await page.keyboard.press(key);
  }
  throw new Error(`Tab never comes to ${target}`);
}

async function choose(page: Page, name: string) {
  const item = page.getByRole("menuitem", { name });
  await item.waitFor();
  for (let steps = 0; steps < 20; steps += 1) {
    if (await item.evaluate((element) => element === document.activeElement)) break;
    await page.keyboard.press("ArrowDown");
  }
  await expect(item).toBeFocused();
  await page.keyboard.press("Enter");
}

test("the skip link comes first and leads to the content", async ({ page }) => {
  const { admin, slug } = await signUp();
  await become(page, admin.client);
  await open(page, `/t/${slug}/members`);
  await page.keyboard.press("Tab");
  const skip = page.getByRole("link", { name: "Skip to content" });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("main")).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("searchbox")).toBeFocused();
});

test("somebody signs in", async ({ page }) => {
  const { admin, slug } = await signUp();
  await open(page, "/sign-in");
  await tabTo(page, page.getByLabel("E-mail address"));
  await page.keyboard.type(admin.email);
  await page.keyboard.press("Tab");
  await page.keyboard.type(process.env["BOROUGH_SAMPLE_PASSWORD"] ?? "");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(`/t/${slug}`);
});

test.describe("members", () => {
  test("are invited, and the focus returns", async ({ page }) => {
    const office = await signUp();
    await join(office, "Viewer");
    await become(page, office.admin.client);
    await open(page, `/t/${office.slug}/members`);
    const invite = page.getByRole("button", { name: "Invite", exact: true });
    const dialog = page.getByRole("dialog", { name: "Invite people" });
    await tabTo(page, invite);
    await page.keyboard.press("Enter");
    await expect(dialog.getByLabel("E-mail address")).toBeFocused();
    await page.keyboard.press("Escape");
    await expect(dialog).toBeHidden();
    await expect(invite).toBeFocused();

    await page.keyboard.press("Enter");
    const email = newEmail("grace");
    await expect(dialog.getByLabel("E-mail address")).toBeFocused();
    await page.keyboard.type(email);
    await tabTo(page, dialog.getByRole("checkbox", { name: "Editor" }));
    await page.keyboard.press("Space");
    await tabTo(page, dialog.getByRole("button", { name: "Send invitation" }));
    await page.keyboard.press("Enter");
    await expect(dialog).toBeHidden();
    await expect(page.getByRole("main").getByRole("listitem").filter({ hasText: email })).toContainText("Editor");
    await expect(invite).toBeFocused();
  });

  test("get other roles, and the focus returns", async ({ page }) => {
    const office = await signUp();
    const grace = await join(office, "Viewer");
    await become(page, office.admin.client);
    await open(page, `/t/${office.slug}/members`);
    const actions = page.getByRole("button", { name: `Actions for ${grace.name}` });
    await tabTo(page, actions);
    await page.keyboard.press("ArrowDown");
    await expect(page.getByRole("menuitem", { name: "Change roles" })).toBeFocused();
    await page.keyboard.press("Escape");
    await expect(page.getByRole("menu", { name: `Actions for ${grace.name}` })).toBeHidden();
    await expect(actions).toBeFocused();

    await page.keyboard.press("Enter");
    await choose(page, "Change roles");
    const dialog = page.getByRole("dialog", { name: "Change roles" });
    await tabTo(page, dialog.getByRole("checkbox", { name: "Editor" }));
    await page.keyboard.press("Space");
    await tabTo(page, dialog.getByRole("button", { name: "Save" }));
    await page.keyboard.press("Enter");
    await expect(dialog).toBeHidden();
    await expect(row(page, grace)).toContainText("Editor");
    await expect(actions).toBeFocused();
  });

  test("are removed, and brought back", async ({ page }) => {
    const office = await signUp();
    const grace = await join(office, "Viewer");
    await become(page, office.admin.client);
    await open(page, `/t/${office.slug}/members`);
    await tabTo(page, page.getByRole("button", { name: `Actions for ${grace.name}` }));
    await page.keyboard.press("Enter");
    await choose(page, "Remove");
    await expect(row(page, grace)).toHaveCount(0);
    await tabTo(page, page.getByRole("button", { name: "Undo" }));
    await page.keyboard.press("Enter");
    await expect(row(page, grace)).toBeVisible();
  });

  test("are sorted and searched", async ({ page }) => {
    const office = await signUp({ name: "Mia Middle" });
    await join(office, "Viewer", "Zoe Last");
    await become(page, office.admin.client);
    await open(page, `/t/${office.slug}/members`);
    const header = page.getByRole("columnheader", { name: "Name" });
    await tabTo(page, header.getByRole("button"));
    await page.keyboard.press("Enter");
    await expect(header).toHaveAttribute("aria-sort", "descending");
    await expect(header.getByRole("button")).toBeFocused();
    await tabTo(page, page.getByRole("searchbox"), "Shift+Tab");
    await page.keyboard.type("zoe");
    await expect(page.locator(".person__name")).toHaveText(["Zoe Last"]);
  });
});

test("somebody switches to another organization, and the focus is in its content", async ({ page }) => {
  const first = await signUp();
  const second = await createOrganization(first.admin);
  await become(page, first.admin.client);
  await open(page, `/t/${first.slug}`);
  const switcher = side(page).getByRole("button", { name: first.title });
  const field = page.getByRole("combobox", { name: "Find an organization" });
  await tabTo(page, switcher);
  await page.keyboard.press("Enter");
  await expect(field).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(switcher).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(field).toBeFocused();
  await page.keyboard.type(second.title);
  await expect(page.getByRole("option", { name: second.title, selected: true })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(`/t/${second.slug}`);
  await expect(side(page).getByRole("button", { name: second.title })).toBeVisible();
  await expect(page.getByRole("main")).toBeFocused();
});

test("a menu opens at its end by the arrow up", async ({ page }) => {
  const office = await signUp();
  const grace = await join(office, "Viewer");
  await become(page, office.admin.client);
  await open(page, `/t/${office.slug}/members`);
  await tabTo(page, page.getByRole("button", { name: `Actions for ${grace.name}` }));
  await page.keyboard.press("ArrowUp");
  await expect(page.getByRole("menuitem").last()).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("menuitem").first()).toBeFocused();
});

test("a switcher that failed is tried again, and the focus goes into it", async ({ page, complaints }) => {
  complaints.allowStatus(503);
  const first = await signUp();
  const second = await createOrganization(first.admin);
  await become(page, first.admin.client);
  await open(page, `/t/${first.slug}`);
  await page.route("**/api/organizations/list", (route) => route.fulfill({ status: 503, json: { code: "UNAVAILABLE", message: "" } }));
  await tabTo(page, side(page).getByRole("button", { name: first.title }));
  await page.keyboard.press("Enter");
  const panel = page.getByRole("dialog", { name: "Switch organization" });
  const retry = panel.getByRole("button", { name: "Try again" });
  await expect(panel.getByRole("alert")).toContainText("The server cannot be reached");
  await tabTo(page, retry);
  await page.keyboard.press("Enter");
  await expect(retry).toBeFocused();
  await page.unroute("**/api/organizations/list");
  await page.keyboard.press("Enter");
  await expect(panel.getByRole("option", { name: second.title })).toBeVisible();
  await expect(panel.getByRole("combobox")).toBeFocused();
});

test("on a narrow screen the drawer opens, and Escape closes it", async ({ page }) => {
  const { admin, slug } = await signUp();
  await page.setViewportSize({ width: 320, height: 640 });
  await become(page, admin.client);
  await open(page, `/t/${slug}`);
  const button = page.getByRole("button", { name: "Open navigation" });
  await expect(side(page)).toBeHidden();
  await tabTo(page, button);
  await page.keyboard.press("Enter");
  await expect(side(page)).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(side(page)).toBeHidden();
  await expect(button).toBeFocused();
  await page.keyboard.press("Enter");
  await tabTo(page, side(page).getByRole("link", { name: "Members" }));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Members", exact: true })).toBeVisible();
  await expect(side(page)).toBeHidden();
});
