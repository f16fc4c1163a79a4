import type { Page } from "@playwright/test";
import { openMembers, toast } from "../support/members.ts";
import { invite, join, mailTo, newEmail, signUp, unique } from "../support/people.ts";
import { PASSWORD } from "../support/server.ts";
import { become, expect, expectRefused, open, row, test } from "../support/test.ts";

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

  test("again whom the form has invited is told so, with another role too", async ({ page }) => {
    const office = await signUp();
    const [first, second] = [newEmail("first"), newEmail("second")];
    await openMembers(page, office);
    const dialog = await inviteByDialog(page, `${first}\nnobody`);
    await expect(toast(page, `${first} was invited.`)).toBeVisible();
    const emails = dialog.getByLabel("E-mail addresses");
    await expect(emails).toHaveValue("nobody");
    await emails.fill(`${first}\n${second}`);
    await dialog.getByRole("checkbox", { name: "Viewer" }).uncheck();
    await dialog.getByRole("checkbox", { name: "Editor" }).check();
    await dialog.getByRole("button", { name: "Send invitation" }).click();
    await expect(toast(page, `${second} was invited.`)).toBeVisible();
    await expectRefused(emails, "This address has a pending invitation.");
    await expect(emails).toHaveValue(first);
  });

  test("once more makes the old link useless and the invitation last longer", async ({ page, openAs, complaints }) => {
    complaints.allowStatus(409);
    const office = await signUp();
    const email = newEmail("grace");
    const old = await invite(office, email);
    await openMembers(page, office);
    const end = page.getByRole("main").getByRole("listitem").filter({ hasText: email }).locator("time");
    const before = await end.getAttribute("datetime");
    await page.getByRole("button", { name: `Send the invitation of ${email} again` }).click();
    await expect(toast(page, `${email} gets a new link; the old one is dead.`)).toBeVisible();
    await expect(end).not.toHaveAttribute("datetime", before ?? "");
    const guest = await openAs(null, old);
    await expect(guest.getByRole("heading", { name: "This invitation is not open" })).toBeVisible();
    await open(guest, await mailTo(email, "/invitations/"));
    await expect(guest.getByRole("button", { name: "Create account and accept" })).toBeVisible();
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
