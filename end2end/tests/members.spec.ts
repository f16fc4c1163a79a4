import { changeRole, invite, join, mailTo, newEmail, signUp, unique, type Organization } from "../support/people.ts";
import { PASSWORD } from "../support/server.ts";
import { become, expect, expectRefused, hydrated, open, row, side, test } from "../support/test.ts";
import type { Page } from "@playwright/test";

const search = (page: Page) => page.getByRole("searchbox", { name: "Search by name or e-mail" });
const names = (page: Page) => page.locator(".person__name");
const toast = (page: Page, text: string) => page.getByRole("region", { name: "Notifications" }).getByText(text);

async function openMembers(page: Page, { admin, slug }: Organization, query = "") {
  await become(page, admin.client);
  await open(page, `/t/${slug}/members${query}`);
  await expect(page.getByRole("table", { name: "Members" })).toBeVisible();
}

async function act(page: Page, who: string, action: string) {
  await page.getByRole("button", { name: `Actions for ${who}` }).click();
  await page.getByRole("menuitem", { name: action }).click();
}

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

test.describe("roles", () => {
  test("of a member are changed, several at once", async ({ page }) => {
    const office = await signUp();
    const grace = await join(office, "Viewer");
    await openMembers(page, office);
    await act(page, grace.name, "Change roles");
    const dialog = page.getByRole("dialog", { name: "Change roles" });
    await expect(dialog).toContainText(grace.email);
    await expect(dialog.getByRole("checkbox", { name: "Viewer" })).toBeChecked();
    await dialog.getByRole("checkbox", { name: "Editor" }).check();
    await dialog.getByRole("button", { name: "Save" }).click();
    await expect(dialog).toBeHidden();
    await expect(toast(page, `${grace.name} has other roles now.`)).toBeVisible();
    await expect(row(page, grace)).toContainText(/Editor\s*Viewer/);
  });

  test("cannot all be taken away", async ({ page }) => {
    const office = await signUp();
    const grace = await join(office, "Viewer");
    await openMembers(page, office);
    await act(page, grace.name, "Change roles");
    const dialog = page.getByRole("dialog", { name: "Change roles" });
    await dialog.getByRole("checkbox", { name: "Viewer" }).uncheck();
    await dialog.getByRole("button", { name: "Save" }).click();
    await expect(dialog.getByRole("group", { name: "Roles" })).toHaveAccessibleDescription(/Choose at least one role\./);
    await page.keyboard.press("Escape");
    await expect(dialog).toBeHidden();
    await expect(row(page, grace)).toContainText("Viewer");
  });

  test("of the last administrator stay", async ({ page, complaints }) => {
    complaints.allowStatus(409);
    const office = await signUp();
    await openMembers(page, office);
    await act(page, office.admin.name, "Change roles");
    const dialog = page.getByRole("dialog", { name: "Change roles" });
    await dialog.getByRole("checkbox", { name: "Admin" }).uncheck();
    await dialog.getByRole("checkbox", { name: "Viewer" }).check();
    await dialog.getByRole("button", { name: "Save" }).click();
    await expect(dialog.getByRole("alert")).toContainText(
      "The organization would be left without an administrator. Make somebody else one first.",
    );
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await expect(row(page, office.admin)).toContainText("Admin");
  });

  test("that were lost take the actions with them, in the open page", async ({ openAs, complaints }) => {
    // The page may ask for the invitations once more before it has heard what it may do now.
    complaints.allowStatus(403);
    const office = await signUp();
    const second = await join(office, "Admin");
    const page = await openAs(second, `/t/${office.slug}/members`);
    await expect(page.getByRole("button", { name: "Invite" })).toBeVisible();
    await changeRole(office, second, "Viewer");
    await expect(page.getByRole("button", { name: "Invite" })).toHaveCount(0);
    await expect(page.getByRole("button", { name: /^Actions for/ })).toHaveCount(0);
    await expect(row(page, second)).toContainText("Viewer");
  });

  test("that were lost close the dialog that needed them, and say so", async ({ openAs, complaints }) => {
    complaints.allowStatus(403);
    const office = await signUp();
    const second = await join(office, "Admin");
    const page = await openAs(second, `/t/${office.slug}/members`);
    await page.getByRole("button", { name: "Invite", exact: true }).click();
    const dialog = page.getByRole("dialog", { name: "Invite people" });
    await expect(dialog.getByLabel("E-mail address")).toBeFocused();
    await changeRole(office, second, "Viewer");
    await expect(dialog).toBeHidden();
    await expect(toast(page, "Your roles have just changed and do not allow this any more.")).toBeVisible();
    await expect(page.getByRole("main")).toBeFocused();
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

test.describe("inviting", () => {
  async function inviteByDialog(page: Page, email: string, role = "Viewer") {
    await page.getByRole("button", { name: "Invite", exact: true }).first().click();
    const dialog = page.getByRole("dialog", { name: "Invite people" });
    await dialog.getByLabel("E-mail address").fill(email);
    if (role !== "Viewer") {
      await dialog.getByRole("checkbox", { name: "Viewer" }).uncheck();
      await dialog.getByRole("checkbox", { name: role }).check();
    }
    await dialog.getByRole("button", { name: "Send invitation" }).click();
    return dialog;
  }

  test("leads from the dialog through the mail to a new member", async ({ page, openAs }) => {
    const office = await signUp();
    const email = newEmail("grace");
    await openMembers(page, office);
    await expect(await inviteByDialog(page, email, "Editor")).toBeHidden();
    await expect(toast(page, `${email} was invited.`)).toBeVisible();
    const pending = page.getByRole("main").getByRole("listitem").filter({ hasText: email });
    await expect(pending).toContainText("Editor");
    await expect(pending).toContainText(`Invited by ${office.admin.name}`);

    const guest = await openAs(null, await mailTo(email, "/invitations/"));
    await expect(guest.getByText(`${office.admin.name} invites you as Editor`)).toBeVisible();
    const name = unique("Grace");
    await guest.getByLabel("Your name").fill(name);
    await guest.getByLabel("Password", { exact: true }).fill(PASSWORD);
    await guest.getByRole("button", { name: "Create account and accept" }).click();
    await expect(guest).toHaveURL(`/t/${office.slug}`);

    await expect(row(page, { name })).toContainText("Editor");
    await expect(pending).toHaveCount(0);
  });

  test("names what is wrong in the dialog, and keeps it open", async ({ page, complaints }) => {
    complaints.allowStatus(409, 422);
    const office = await signUp();
    const grace = await join(office, "Viewer");
    const invited = newEmail("pending");
    await invite(office, invited);
    await openMembers(page, office);
    const dialog = await inviteByDialog(page, "");
    const email = dialog.getByLabel("E-mail address");
    await expectRefused(email, "Please fill this in.");
    for (const [address, sentence] of [
      ["no address", "This does not have the right form."],
      [grace.email.toUpperCase(), "This person is a member already."],
      [invited, "This address has a pending invitation."],
    ] as const) {
      await email.fill(address);
      await dialog.getByRole("button", { name: "Send invitation" }).click();
      await expect(dialog.getByText(sentence)).toBeVisible();
      await expect(email).toHaveValue(address);
    }
    await dialog.getByRole("checkbox", { name: "Viewer" }).uncheck();
    await email.fill(newEmail("other"));
    await dialog.getByRole("button", { name: "Send invitation" }).click();
    await expect(dialog.getByRole("group", { name: "Roles" })).toHaveAccessibleDescription(/Choose at least one role\./);
  });

  test("somebody who has an account leads through the sign-in", async ({ openAs }) => {
    const office = await signUp();
    const { admin: guest } = await signUp();
    const page = await openAs(null, await invite(office, guest.email));
    await expect(page.getByText(`${guest.email} has an account here. Sign in to accept.`)).toBeVisible();
    await page.getByRole("link", { name: "Sign in" }).click();
    await page.getByLabel("E-mail address").fill(guest.email);
    await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page.getByText(`You are signed in as ${guest.email}.`)).toBeVisible();
    await page.getByRole("button", { name: "Accept" }).click();
    await expect(page).toHaveURL(`/t/${office.slug}`);
  });

  test("tells somebody else who is signed in, and lets the right one in after signing out", async ({ openAs }) => {
    const office = await signUp();
    const { admin: other } = await signUp();
    const email = newEmail("grace");
    const link = await invite(office, email);
    const page = await openAs(other, link);
    await expect(page.getByText(`The invitation is for ${email}, but you are signed in as ${other.email}.`)).toBeVisible();
    await expect(page.getByRole("button", { name: /accept/i })).toHaveCount(0);
    await page.getByRole("button", { name: "Sign out and continue" }).click();
    await expect(page).toHaveURL(link);
    await expect(page.getByRole("button", { name: "Create account and accept" })).toBeVisible();
  });

  test("by a link that was used already opens nothing", async ({ openAs, complaints }) => {
    complaints.allowStatus(409);
    const office = await signUp();
    const email = newEmail("grace");
    const link = await invite(office, email);
    const late = await openAs(null, link);
    const first = await openAs(null, link);
    for (const page of [first, late]) {
      await page.getByLabel("Your name").fill("Grace Hopper");
      await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
    }
    await first.getByRole("button", { name: "Create account and accept" }).click();
    await expect(first).toHaveURL(`/t/${office.slug}`);
    await late.getByRole("button", { name: "Create account and accept" }).click();
    await expect(late.getByText("This link has been used, was revoked, or is too old.")).toBeVisible();
    await open(late, link);
    await expect(late.getByRole("heading", { name: "This invitation is not open" })).toBeVisible();
  });

  test("can be taken back", async ({ page, openAs, complaints }) => {
    complaints.allowStatus(409);
    const office = await signUp();
    const email = newEmail("grace");
    const link = await invite(office, email);
    await openMembers(page, office);
    await page.getByRole("button", { name: `Revoke the invitation of ${email}` }).click();
    const dialog = page.getByRole("alertdialog", { name: "Revoke this invitation?" });
    await expect(dialog).toContainText(email);
    await dialog.getByRole("button", { name: "Revoke" }).click();
    await expect(toast(page, `The invitation of ${email} was revoked.`)).toBeVisible();
    await expect(page.getByRole("listitem").filter({ hasText: `Invited by` })).toHaveCount(0);
    const guest = await openAs(null, link);
    await expect(guest.getByRole("heading", { name: "This invitation is not open" })).toBeVisible();
  });

  test("shows a confirmed address its invitation without the link, and an unconfirmed one nothing", async ({ page }) => {
    const office = await signUp();
    const { admin: guest } = await signUp();
    await invite(office, guest.email);
    await become(page, guest.client);
    await open(page, "/organizations?choose");
    await expect(page.getByText(office.title)).toHaveCount(0);

    await guest.client.submit(await mailTo(guest.email, "/verify-email/"));
    await open(page, "/organizations");
    const offer = page.getByRole("listitem").filter({ hasText: office.title });
    await expect(offer).toContainText(`${office.admin.name} invites you as Viewer`);
    await offer.getByRole("button", { name: "Accept" }).click();
    await expect(page).toHaveURL(`/t/${office.slug}`);
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
