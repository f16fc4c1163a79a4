/** The list of screens.md that must work without JavaScript; each as somebody without it does it. */

import { createOrganization, invite, mailTo, newEmail, signUp, slugOf, unique } from "../support/people.ts";
import { PASSWORD } from "../support/server.ts";
import { become, expect, expectRefused, test } from "../support/test.ts";

test.use({ javaScriptEnabled: false });

test("somebody signs up, after a first try that is refused", async ({ page, complaints }) => {
  complaints.allowStatus(422);
  const title = unique("Plain");
  await page.goto("/sign-up");
  await page.getByLabel("Organization's name").fill(title);
  await page.getByLabel("Address", { exact: true }).fill("a--b");
  await page.getByLabel("Your name").fill("Ada Lovelace");
  await page.getByLabel("E-mail address").fill(newEmail("ada"));
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Create organization" }).click();
  await expectRefused(page.getByLabel("Address", { exact: true }), "This does not have the right form.");
  await expect(page.getByLabel("Organization's name")).toHaveValue(title);

  await page.getByLabel("Address", { exact: true }).fill(slugOf(title));
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Create organization" }).click();
  await expect(page).toHaveURL(`/t/${slugOf(title)}`);

  await expect(page).toHaveTitle(`Home · ${title} · Borough`);
  await expect(page.getByRole("heading", { name: "Welcome, Ada Lovelace" })).toBeVisible();
  await expect(page.getByRole("complementary").getByText("Ada Lovelace")).toBeVisible();
  await page.getByRole("complementary").getByRole("link", { name: "Members" }).click();
  await expect(page.getByRole("row").filter({ hasText: "Ada Lovelace" })).toContainText("Admin");
});

test("somebody signs in, chooses an organization and signs out", async ({ page, complaints }) => {
  complaints.allowStatus(401, 422);
  const first = await signUp();
  const second = await createOrganization(first.admin);
  await page.goto("/sign-in");
  const email = page.getByLabel("E-mail address");
  const password = page.getByLabel("Password", { exact: true });
  await email.fill(first.admin.email);
  await password.fill("not the right password");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("alert")).toHaveText("E-mail address and password do not match.");
  await expect(email).toHaveValue(first.admin.email);
  await password.fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();

  await expect(page.getByRole("heading", { name: "Your organizations" })).toBeVisible();
  await expect(page.getByRole("link", { name: first.title })).toBeVisible();
  await page.getByRole("link", { name: second.title }).click();
  await expect(page).toHaveURL(`/t/${second.slug}`);

  await page.goto("/organizations");
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  await page.goto("/organizations");
  await expect(page).toHaveURL(/\/sign-in/);
});

test("somebody accepts an invitation with a new account", async ({ page, complaints }) => {
  complaints.allowStatus(422);
  const organization = await signUp();
  const email = newEmail("grace");
  await page.goto(await invite(organization, email, "Editor"));
  await expect(page.getByRole("heading", { name: "You are invited" })).toBeVisible();
  await expect(page.getByText(organization.title)).toBeVisible();
  await expect(page.getByLabel("E-mail address")).toHaveValue(email);
  await page.getByLabel("Your name").fill("Grace Hopper");
  await page.getByLabel("Password", { exact: true }).fill("too short");
  await page.getByRole("button", { name: "Create account and accept" }).click();
  await expectRefused(page.getByLabel("Password", { exact: true }), "At least 15 characters.");
  await expect(page.getByLabel("Your name")).toHaveValue("Grace Hopper");
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Create account and accept" }).click();
  await expect(page).toHaveURL(`/t/${organization.slug}`);
});

test("somebody confirms an e-mail address, asked for once more", async ({ page, complaints }) => {
  complaints.allowStatus(409, 422);
  const { admin } = await signUp();
  await become(page, admin.client);
  await page.goto("/organizations?choose");
  await expect(page.getByText(`Please confirm that ${admin.email} is yours`)).toBeVisible();
  await page.getByRole("button", { name: "Send the link again" }).click();
  await expect(page).toHaveURL(/\/organizations/);

  const link = await mailTo(admin.email, "/verify-email/");
  await page.goto(link);
  await page.getByRole("button", { name: "This is my address" }).click();
  await expect(page.getByText(`${admin.email} is confirmed.`)).toBeVisible();
  await expect(page.getByText("Please confirm")).toBeHidden();

  await page.goto(link);
  await page.getByRole("button", { name: "This is my address" }).click();
  await expect(page.getByRole("alert")).toContainText("This link has been used, was revoked, or is too old.");
});

test("somebody sets a new password after forgetting the old one", async ({ page, complaints }) => {
  complaints.allowStatus(409, 422);
  const { admin, title } = await signUp();
  await page.goto("/sign-in");
  await page.getByRole("link", { name: "Forgot your password?" }).click();
  await page.getByLabel("E-mail address").fill(admin.email);
  await page.getByRole("button", { name: "Send me a link" }).click();
  await expect(page.getByText("If there is an account with this address")).toBeVisible();

  const link = await mailTo(admin.email, "/reset-password/");
  await page.goto(link);
  await expect(page.getByLabel("E-mail address")).toHaveValue(admin.email);
  await page.getByLabel("New password", { exact: true }).fill("passwordpassword");
  await page.getByRole("button", { name: "Set password" }).click();
  await expectRefused(page.getByLabel("New password", { exact: true }), "This is guessed early");
  await page.getByLabel("New password", { exact: true }).fill("a bicycle for the moon");
  await page.getByRole("button", { name: "Set password" }).click();
  await expect(page.getByRole("complementary").getByText(admin.email).first()).toBeVisible();
  await expect(page).toHaveTitle(new RegExp(title));

  await page.goto(link);
  await expect(page.getByRole("heading", { name: "This link opens nothing any more" })).toBeVisible();
  await page.getByRole("link", { name: "Send me a link" }).click();
  await expect(page).toHaveURL("/reset-password");
});

test("somebody changes name and address", async ({ page, complaints }) => {
  complaints.allowStatus(409, 422);
  const { admin } = await signUp();
  const email = newEmail("new");
  await become(page, admin.client);
  await page.goto("/organizations?choose");
  await page.getByRole("link", { name: "Your account" }).click();
  await page.getByLabel("Your name").fill("Ada Byron");
  await page.getByRole("button", { name: "Change name" }).click();
  await expect(page.getByText("Your colleagues see your new name")).toBeVisible();
  await expect(page.getByLabel("Your name")).toHaveValue("Ada Byron");

  const form = page.getByRole("form", { name: "E-mail address" });
  await form.getByLabel("New e-mail address").fill(email);
  await form.getByLabel("Present password", { exact: true }).fill("not the password");
  await form.getByRole("button", { name: "Change address" }).click();
  await expectRefused(form.getByLabel("Present password", { exact: true }), "This is not your present password.");
  await expect(form.getByLabel("New e-mail address")).toHaveValue(email);
  await form.getByLabel("Present password", { exact: true }).fill(PASSWORD);
  await form.getByRole("button", { name: "Change address" }).click();
  await expect(form.getByText(`Open the link that we sent to ${email}`)).toBeVisible();
  await expect(form.getByText(admin.email)).toBeVisible();

  await page.goto(await mailTo(email, "/account/email/"));
  await page.getByRole("button", { name: "Use this address" }).click();
  await expect(page.getByText("Your account has its new address.")).toBeVisible();
  await expect(form.getByText(email)).toBeVisible();
  await expect(form.getByText("Confirmed", { exact: true })).toBeVisible();
  await page.getByRole("link", { name: "Your organizations" }).click();
  await expect(page).toHaveURL("/organizations?choose");
});

test("somebody makes one more organization", async ({ page, complaints }) => {
  complaints.allowStatus(422);
  const { admin, slug } = await signUp();
  const title = unique("Second");
  await become(page, admin.client);
  await page.goto("/organizations?choose");
  await page.getByRole("link", { name: "New organization" }).click();
  await page.getByLabel("Organization's name").fill(title);
  await page.getByLabel("Address", { exact: true }).fill(slug);
  await page.getByRole("button", { name: "Create organization" }).click();
  await expectRefused(page.getByLabel("Address", { exact: true }), "This is taken already.");
  await page.getByLabel("Address", { exact: true }).fill(slugOf(title));
  await page.getByRole("button", { name: "Create organization" }).click();
  await expect(page).toHaveURL(`/t/${slugOf(title)}`);
  await page.goto("/organizations");
  await expect(page.getByRole("link", { name: title })).toBeVisible();
});

test("settings are read, and nothing is sent that would not be saved", async ({ page }) => {
  const { admin, slug, title } = await signUp();
  await become(page, admin.client);
  await page.goto(`/t/${slug}/settings`);
  await expect(page.getByLabel("Organization's name")).toHaveValue(title);
  await expect(page.getByRole("button", { name: "Save" })).toBeDisabled();
  await page.getByLabel("Organization's name").press("Enter");
  await expect(page).toHaveURL(`/t/${slug}/settings`);
});

test("somebody chooses language and theme", async ({ page }) => {
  await page.goto("/sign-in?next=/organizations");
  await page.getByRole("button", { name: "العربية" }).click();
  await expect(page.locator("html")).toHaveAttribute("dir", "rtl");
  await page.getByRole("button", { name: "فاتح" }).click();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "light");
  await expect(page).toHaveURL("/sign-in?next=/organizations");
});

test("an operator signs in", async ({ page }) => {
  await page.goto("/admin/sign-in");
  await page.getByLabel("E-mail address").fill("operator@borough.example");
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL("/admin");
});
