import type { Page } from "@playwright/test";
import { act, names, openMembers, toast } from "../support/members.ts";
import { changeRole, join, newEmail, signUp, unique } from "../support/people.ts";
import { expect, expectRefused, hydrated, live, row, side, test } from "../support/test.ts";

const search = (page: Page) => page.getByRole("searchbox", { name: "Search by name or e-mail" });

test.describe("the list", () => {
  test("is searched, sorted, and looks the same after a reload", async ({ page }) => {
    const office = await signUp({ name: "Mia Middle" });
    await join(office, "Viewer", "Zoe Last");
    await join(office, "Editor", "Abe First");
    await openMembers(page, office);
    await expect(names(page)).toHaveText(["Abe First", "Mia Middle", "Zoe Last"]);
    await expect(page.getByText("In total: 3")).toBeVisible();

    const byName = page.getByRole("columnheader", { name: "Name" });
    await expect(byName).toHaveAttribute("aria-sort", "ascending");
    await byName.getByRole("button").click();
    await expect(byName).toHaveAttribute("aria-sort", "descending");
    await expect(names(page)).toHaveText(["Zoe Last", "Mia Middle", "Abe First"]);
    await expect(page).toHaveURL(/\?sort=-name$/);

    await page.getByRole("columnheader", { name: "Joined" }).getByRole("button").click();
    await expect(names(page)).toHaveText(["Mia Middle", "Zoe Last", "Abe First"]);

    await search(page).fill("zOe");
    await expect(names(page)).toHaveText(["Zoe Last"]);
    await expect(page.getByText("Found: 1")).toBeVisible();
    await expect(page).toHaveURL(/search=zOe/);

    await page.reload();
    await hydrated(page);
    await expect(search(page)).toHaveValue("zOe");
    await expect(names(page)).toHaveText(["Zoe Last"]);
    await expect(page.getByRole("columnheader", { name: "Joined" })).toHaveAttribute("aria-sort", "ascending");

    await search(page).fill("nobody of this name");
    await expect(page.getByText("Nobody found")).toBeVisible();
    await page.getByRole("button", { name: "Show everybody" }).click();
    await expect(names(page)).toHaveCount(3);
    await expect(search(page)).toHaveValue("");
  });

  test("takes the signs of patterns as they are", async ({ page }) => {
    const office = await signUp({ name: "Ada 100% Lovelace" });
    await join(office, "Viewer", "Grace Hopper");
    await openMembers(page, office);
    await search(page).fill("100%");
    await expect(names(page)).toHaveText(["Ada 100% Lovelace"]);
    await search(page).fill("%");
    await expect(names(page)).toHaveText(["Ada 100% Lovelace"]);
    await search(page).fill("_");
    await expect(page.getByText("Nobody found")).toBeVisible();
  });

  test("offers somebody who is alone to invite others", async ({ page }) => {
    const office = await signUp();
    await openMembers(page, office);
    await expect(page.getByText("You are the only member so far")).toBeVisible();
    await page.getByRole("main").getByRole("button", { name: "Invite" }).last().click();
    await expect(page.getByRole("dialog", { name: "Invite people" })).toBeVisible();
  });

  test("shows a viewer no actions", async ({ openAs }) => {
    const office = await signUp();
    const viewer = await join(office, "Viewer");
    const page = await openAs(viewer, `/t/${office.slug}/members`);
    await expect(row(page, office.admin)).toContainText("Admin");
    await expect(row(page, viewer)).toContainText("You");
    await expect(page.getByRole("button", { name: /^Actions for/ })).toHaveCount(0);
    await expect(page.getByRole("button", { name: "Invite" })).toHaveCount(0);
  });
});

test.describe("removing", () => {
  test("is done at once and can be undone", async ({ page }) => {
    const office = await signUp();
    const grace = await join(office, "Editor");
    await openMembers(page, office);
    await act(page, grace.name, "Remove");
    await expect(toast(page, `${grace.name} was removed.`)).toBeVisible();
    await expect(row(page, grace)).toHaveCount(0);
    await page.getByRole("button", { name: "Undo" }).click();
    await expect(toast(page, `${grace.name} is a member again.`)).toBeVisible();
    await expect(row(page, grace)).toContainText("Editor");
  });

  test("can be undone from another screen", async ({ page }) => {
    const office = await signUp();
    const grace = await join(office, "Editor");
    await openMembers(page, office);
    await act(page, grace.name, "Remove");
    await expect(toast(page, `${grace.name} was removed.`)).toBeVisible();
    await side(page).getByRole("link", { name: "Home" }).click();
    await expect(page.getByRole("heading", { name: `Welcome, ${office.admin.name}` })).toBeVisible();
    await page.getByRole("button", { name: "Undo" }).click();
    await expect(toast(page, `${grace.name} is a member again.`)).toBeVisible();
    await side(page).getByRole("link", { name: "Members" }).click();
    await expect(row(page, grace)).toContainText("Editor");
  });

  test("holds after a reload", async ({ page }) => {
    const office = await signUp();
    const grace = await join(office, "Editor");
    await openMembers(page, office);
    await act(page, grace.name, "Remove");
    await expect(row(page, grace)).toHaveCount(0);
    await page.reload();
    await hydrated(page);
    await expect(row(page, office.admin)).toBeVisible();
    await expect(row(page, grace)).toHaveCount(0);
  });

  test("is not offered for oneself", async ({ page }) => {
    const office = await signUp();
    await openMembers(page, office);
    await page.getByRole("button", { name: `Actions for ${office.admin.name}` }).click();
    await expect(page.getByRole("menuitem", { name: "Change roles" })).toBeVisible();
    await expect(page.getByRole("menuitem", { name: "Remove" })).toHaveCount(0);
  });
});

test.describe("many at once", () => {
  test("are suspended and given roles, and the focus is never lost", async ({ page }) => {
    const office = await signUp();
    const zoe = await join(office, "Viewer");
    await openMembers(page, office);
    const tick = page.getByRole("checkbox", { name: `Select ${zoe.name}` });
    const selection = page.getByRole("group", { name: "Selection" });
    await tick.check();
    await selection.getByRole("button", { name: "Suspend" }).click();
    await expect(row(page, zoe)).toContainText("Suspended");
    await expect(page.getByRole("main")).toBeFocused();

    await tick.check();
    await selection.getByRole("button", { name: "Change roles" }).click();
    const dialog = page.getByRole("dialog", { name: "Change roles" });
    await dialog.getByRole("group", { name: "Give these roles" }).getByRole("checkbox", { name: "Editor" }).check();
    await dialog.getByRole("button", { name: "Save" }).click();
    await expect(dialog).toBeHidden();
    await expect(row(page, zoe)).toContainText("Editor");
    await expect(page.getByRole("main")).toBeFocused();
  });
});

test.describe("a member's page", () => {
  const activity = (page: Page) => page.getByRole("table", { name: "Activity" }).locator("tbody").getByRole("row");

  test("shows what the member did and what was done to the member, and leads to the rest", async ({ page }) => {
    const office = await signUp();
    const grace = await join(office, "Viewer");
    const other = await join(office, "Viewer");
    await changeRole(office, grace, "Editor");
    await openMembers(page, office);
    await row(page, grace).getByRole("link", { name: grace.name }).click();
    await expect(page.getByRole("heading", { name: grace.name })).toBeVisible();
    await expect(activity(page).first()).toContainText("Roles changed");
    await expect(activity(page).filter({ hasText: "Joined the organization" })).toContainText(grace.name);
    await expect(activity(page).filter({ hasText: other.name })).toHaveCount(0);

    await changeRole(office, grace, "Viewer");
    await expect(activity(page).filter({ hasText: "Roles changed" })).toHaveCount(2);
    await page.getByRole("link", { name: "All of it in the audit log" }).click();
    await expect(page).toHaveURL(/\/audit\?about=/);
    await expect(page.getByText("Only what one member did, and what was done to that member.")).toBeVisible();
  });

  test("shows no activity to who may not read the log", async ({ openAs }) => {
    const office = await signUp();
    const viewer = await join(office, "Viewer");
    const page = await openAs(viewer, `/t/${office.slug}/members`);
    await row(page, office.admin).getByRole("link", { name: office.admin.name }).click();
    await expect(page.getByRole("heading", { name: office.admin.name })).toBeVisible();
    await expect(page.getByText("Open sessions")).toBeVisible();
    await expect(page.getByRole("heading", { name: "Activity" })).toHaveCount(0);
  });

  test("follows a new name, headline and menu alike", async ({ page }) => {
    const office = await signUp();
    const grace = await join(office, "Viewer");
    await openMembers(page, office);
    await row(page, grace).getByRole("link", { name: grace.name }).click();
    await expect(page.getByRole("heading", { name: grace.name })).toBeVisible();
    await live(page);
    const name = unique("Grace Hopper");
    await grace.client.submit("/account/name", { name });
    await expect(page.getByRole("heading", { name })).toBeVisible();
    await act(page, name, "Suspend");
    await expect(toast(page, `${name} is suspended.`)).toBeVisible();
  });
});

test.describe("an administrator's morning", () => {
  test("goes from a filter over invitations and a suspension to roles, undo and a file", async ({ page }) => {
    const office = await signUp({ name: "Mia Middle" });
    const zoe = await join(office, "Viewer", "Zoe Last");
    const abe = await join(office, "Viewer", "Abe First");
    await openMembers(page, office);

    // Who came in by a mailed link has shown the address; the founder has not.
    await page.getByRole("checkbox", { name: "Address not confirmed" }).check();
    await expect(names(page)).toHaveText(["Mia Middle"]);
    await expect(page).toHaveURL(/unverified=yes/);
    await page.getByRole("checkbox", { name: "Address not confirmed" }).uncheck();
    await page.getByRole("combobox", { name: "Roles" }).selectOption("Viewer");
    await expect(names(page)).toHaveText(["Abe First", "Zoe Last"]);

    await page.getByRole("button", { name: "Invite", exact: true }).first().click();
    const dialog = page.getByRole("dialog", { name: "Invite people" });
    const [first, second, third] = [newEmail("first"), newEmail("second"), newEmail("third")];
    const emails = dialog.getByLabel("E-mail addresses");
    await emails.fill(`${first}\nSecond Person <${second}>\nnobody`);
    await dialog.getByRole("button", { name: "Send invitation" }).click();
    await expect(toast(page, "Invited: 2.")).toBeVisible();
    await expectRefused(emails, "This does not have the right form.");
    await expect(emails).toHaveValue("nobody");
    await emails.fill(third);
    await dialog.getByRole("button", { name: "Send invitation" }).click();
    await expect(dialog).toBeHidden();
    for (const email of [first, second, third]) {
      await expect(page.getByRole("main").getByRole("listitem").filter({ hasText: email })).toBeVisible();
    }

    await act(page, zoe.name, "Suspend");
    await expect(toast(page, "Zoe Last is suspended.")).toBeVisible();
    await expect(row(page, zoe)).toContainText("Suspended");
    await act(page, zoe.name, "End suspension");
    await expect(row(page, zoe)).not.toContainText("Suspended");

    await page.getByRole("checkbox", { name: "Select everybody on this page" }).check();
    await expect(page.getByText("Selected: 2")).toBeVisible();
    await page.getByRole("group", { name: "Selection" }).getByRole("button", { name: "Change roles" }).click();
    const roles = page.getByRole("dialog", { name: "Change roles" });
    await roles.getByRole("group", { name: "Give these roles" }).getByRole("checkbox", { name: "Editor" }).check();
    await roles.getByRole("button", { name: "Save" }).click();
    await expect(toast(page, "Changed: 2.")).toBeVisible();
    await expect(row(page, abe)).toContainText(/Editor\s*Viewer/);
    await page.getByRole("listitem").filter({ hasText: "Changed: 2." }).getByRole("button", { name: "Undo" }).click();
    await expect(toast(page, "As before: 2.")).toBeVisible();
    await expect(row(page, abe)).not.toContainText("Editor");

    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "Download as CSV" }).click(),
    ]);
    expect(download.suggestedFilename()).toBe("members.csv");

    await page.getByRole("link", { name: "Zoe Last" }).click();
    await expect(page.getByRole("heading", { name: "Zoe Last" })).toBeVisible();
    await expect(page.getByText("Open sessions")).toBeVisible();
  });
});
