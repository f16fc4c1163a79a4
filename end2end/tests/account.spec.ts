import { join, mailTo, newEmail, operator, signIn, signUp, slugOf, unique } from "../support/people.ts";
import { Client, PASSWORD } from "../support/server.ts";
import { become, expect, expectRefused, hydrated, live, open, row, side, test } from "../support/test.ts";
import type { Page } from "@playwright/test";

async function fillSignUp(page: Page, { title = unique("Office"), slug = "", email = newEmail("ada") } = {}) {
  await page.getByLabel("Organization's name").fill(title);
  if (slug) await page.getByLabel("Address", { exact: true }).fill(slug);
  await page.getByLabel("Your name").fill("Ada Lovelace");
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  return { title, slug: slug || slugOf(title), email };
}

async function fillSignIn(page: Page, email: string, password = PASSWORD) {
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

test.describe("signing up", () => {
  test("makes an organization and leads its administrator into it", async ({ page }) => {
    await open(page, "/sign-in");
    await page.getByRole("link", { name: "Sign up for free" }).click();
    await expect(page.getByRole("heading", { name: "Sign up your organization" })).toBeVisible();
    const { title, slug, email } = await fillSignUp(page);
    await page.getByRole("button", { name: "Create organization" }).click();
    await expect(page).toHaveURL(`/t/${slug}`);
    await expect(page).toHaveTitle(new RegExp(title));
    await expect(side(page).getByRole("button", { name: title })).toBeVisible();
    await expect(side(page).getByText(email).first()).toBeVisible();
    await expect(side(page).getByRole("link", { name: "Members" })).toBeVisible();
  });

  test("suggests an address that follows the name until somebody types one", async ({ page }) => {
    await open(page, "/sign-up");
    const name = page.getByLabel("Organization's name");
    const address = page.getByLabel("Address", { exact: true });
    await name.fill("Café Zürich & Söhne");
    await expect(address).toHaveValue("cafe-zurich-sohne");
    await name.fill("Café");
    await expect(address).toHaveValue("cafe");
    await address.fill("our-own");
    await name.fill("Something else");
    await expect(name).toHaveValue("Something else");
    await expect(address).toHaveValue("our-own");
  });

  test("names every wrong field at the field and keeps what was typed", async ({ page, complaints }) => {
    complaints.allowStatus(422);
    await open(page, "/sign-up");
    // Each passes the browser's own checks, so that the server's answer is seen.
    const wrong = { "Organization's name": "   ", Address: "a--b", "Your name": "Ada\u202Eecalevol", "E-mail address": "ada@localhost", Password: "too short" };
    for (const [label, value] of Object.entries(wrong)) await page.getByLabel(label, { exact: true }).fill(value);
    await page.getByRole("button", { name: "Create organization" }).click();
    const sentences = {
      "Organization's name": "Please fill this in.",
      Address: "This does not have the right form.",
      "Your name": "This has characters that cannot be seen or that reorder the text. Type it anew.",
      "E-mail address": "This does not have the right form.",
      Password: "At least 15 characters.",
    };
    for (const [label, sentence] of Object.entries(sentences)) {
      await expectRefused(page.getByLabel(label, { exact: true }), sentence);
    }
    await hydrated(page);
    await expect(page.getByLabel("Address", { exact: true })).toHaveValue("a--b");
    await expect(page.getByLabel("E-mail address")).toHaveValue("ada@localhost");
    await expect(page.getByLabel("Password", { exact: true })).toHaveValue("");
  });

  test("refuses an address that another organization has", async ({ page, complaints }) => {
    complaints.allowStatus(422);
    const { slug } = await signUp();
    await open(page, "/sign-up");
    await fillSignUp(page, { slug: slug.toUpperCase() });
    await page.getByRole("button", { name: "Create organization" }).click();
    await expectRefused(page.getByLabel("Address", { exact: true }), "This is taken already.");
  });

  test("takes an e-mail address in another case for the same", async ({ page, complaints }) => {
    complaints.allowStatus(422);
    const { admin, slug } = await signUp();
    await open(page, "/sign-up");
    await fillSignUp(page, { email: admin.email.toUpperCase() });
    await page.getByRole("button", { name: "Create organization" }).click();
    await expectRefused(page.getByLabel("E-mail address"), "This is taken already.");

    await open(page, "/sign-in");
    await fillSignIn(page, admin.email.toUpperCase());
    await expect(page).toHaveURL(`/t/${slug}`);
  });

  test("makes one organization of a double click", async ({ page }) => {
    await open(page, "/sign-up");
    const { title, slug } = await fillSignUp(page);
    await page.getByRole("button", { name: "Create organization" }).dblclick();
    await expect(page).toHaveURL(`/t/${slug}`);
    const found = await (await operator()).client.call<{ total: number }>("admin/tenants", { query: { search: title, after: null } });
    expect(found.total).toBe(1);
  });

  test("gives the same answer to a form that was sent twice", async () => {
    const title = unique("Twice");
    const fields = { organization: title, slug: slugOf(title), name: "Ada", email: newEmail("ada"), password: PASSWORD, key: crypto.randomUUID() };
    const places = await Promise.all([1, 2, 3].map(() => new Client().submit("/sign-up", fields)));
    expect(places).toEqual(places.map(() => `/t/${slugOf(title)}`));
  });
});

test.describe("signing in", () => {
  test("says the same of a wrong password and of an unknown address", async ({ page, complaints }) => {
    complaints.allowStatus(401, 422);
    const { admin } = await signUp();
    for (const [email, password] of [[admin.email, "not the right password"], [newEmail("nobody"), PASSWORD]] as const) {
      await open(page, "/sign-in");
      await fillSignIn(page, email, password);
      await expect(page.getByRole("alert")).toHaveText("E-mail address and password do not match.");
      await expect(page.getByLabel("E-mail address")).toHaveValue(email);
      await expect(page.getByLabel("Password", { exact: true })).toHaveValue("");
    }
  });

  test("leads on to where somebody wanted to go", async ({ page }) => {
    const { admin, slug } = await signUp();
    await page.goto(`/t/${slug}/members?search=ada`);
    await expect(page).toHaveURL(/\/sign-in\?next=/);
    await hydrated(page);
    await fillSignIn(page, admin.email);
    await expect(page).toHaveURL(`/t/${slug}/members?search=ada`);
    await expect(page.getByRole("heading", { name: "Members", exact: true })).toBeVisible();
  });

  test("leads nowhere outside this site", async ({ page }) => {
    const { admin, slug } = await signUp();
    await open(page, "/sign-in?next=//example.com/");
    await fillSignIn(page, admin.email);
    await expect(page).toHaveURL(`/t/${slug}`);
  });

  test("can show the password that is being typed", async ({ page }) => {
    await open(page, "/sign-in");
    const password = page.getByLabel("Password", { exact: true });
    await password.fill("visible to me");
    await page.getByRole("button", { name: "Show password" }).click();
    await expect(password).toHaveAttribute("type", "text");
    await page.getByRole("button", { name: "Hide password" }).click();
    await expect(password).toHaveAttribute("type", "password");
    await expect(password).toHaveValue("visible to me");
  });
});

test("a form that another page answers leaves a page that is alive, at its own address", async ({ page, complaints }) => {
  complaints.allowStatus(429);
  const { admin } = await signUp();
  for (let mails = 0; mails < 10; mails += 1) await admin.client.submit("/verify-email");
  await become(page, admin.client);
  await open(page, "/organizations?choose");
  await page.getByRole("button", { name: "Send the link again" }).click();
  await expect(page.getByRole("alert")).toContainText("That was often enough for one day.");
  await hydrated(page);
  await expect(page).toHaveURL("/organizations?choose");
  await page.reload();
  await expect(page.getByRole("alert")).toBeHidden();
});

test("signing out in one tab is said in the other", async ({ page, complaints }) => {
  complaints.allow(/WebSocket/, /status of 401/);
  const { admin, slug } = await signUp();
  await become(page, admin.client);
  await open(page, `/t/${slug}/members`);
  const other = await page.context().newPage();
  await open(other, `/t/${slug}`);
  await live(page);

  await side(other).getByRole("button", { name: admin.name }).click();
  await other.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(other.getByRole("heading", { name: "Sign in" })).toBeVisible();

  await expect(page.getByRole("alert")).toContainText("You are signed out");
  await page.getByRole("link", { name: "Sign in" }).click();
  await expect(page).toHaveURL(`/sign-in?next=/t/${slug}/members`);
  await hydrated(page);
  await fillSignIn(page, admin.email);
  await expect(page.getByRole("heading", { name: "Members", exact: true })).toBeVisible();
});

test.describe("a forgotten password", () => {
  const NEW = "a bicycle for the moon";

  test("is replaced by a mailed link, which signs in here and out everywhere else", async ({ page, openAs, complaints }) => {
    complaints.allow(/WebSocket/, /status of 401/);
    const { admin, slug } = await signUp();
    const other = await openAs(admin, `/t/${slug}/members`);
    await live(other);
    await open(page, "/reset-password");
    await page.getByLabel("E-mail address").fill(admin.email.toUpperCase());
    await page.getByRole("button", { name: "Send me a link" }).click();
    await expect(page.getByText("If there is an account with this address")).toBeVisible();
    await open(page, await mailTo(admin.email, "/reset-password/"));
    await page.getByLabel("New password", { exact: true }).fill(NEW);
    await page.getByRole("button", { name: "Set password" }).click();
    await expect(page).toHaveURL(`/t/${slug}`);
    await expect(other.getByRole("alert")).toContainText("You are signed out");

    await page.context().clearCookies();
    await open(page, "/sign-in");
    await fillSignIn(page, admin.email, NEW);
    await expect(page).toHaveURL(`/t/${slug}`);
  });

  test("is asked about with the same answer for an address that nobody has", async ({ page }) => {
    await open(page, "/reset-password");
    await page.getByLabel("E-mail address").fill(newEmail("nobody"));
    await page.getByRole("button", { name: "Send me a link" }).click();
    await expect(page).toHaveURL("/reset-password?sent");
    await expect(page.getByText("If there is an account with this address")).toBeVisible();
  });
});

test.describe("one's own account", () => {
  test("is in the account menu, and a new name is seen by colleagues at once", async ({ page, openAs }) => {
    const organization = await signUp();
    const grace = await join(organization, "Viewer");
    const colleague = await openAs(organization.admin, `/t/${organization.slug}/members`);
    await live(colleague);
    await become(page, grace.client);
    await open(page, `/t/${organization.slug}`);
    await side(page).getByRole("button", { name: grace.name }).click();
    await page.getByRole("menuitem", { name: "Your account" }).click();
    await expect(page.getByRole("heading", { name: "Your account" })).toBeVisible();
    const name = unique("Renamed");
    await page.getByLabel("Your name").fill(name);
    await page.getByRole("button", { name: "Change name" }).click();
    await expect(page.getByText("Your colleagues see your new name")).toBeVisible();
    await expect(row(colleague, { name })).toBeVisible();
  });

  test("lists sessions, and ending one closes its pages", async ({ page, openAs, complaints }) => {
    complaints.allow(/WebSocket/, /status of 401/);
    const { admin, slug } = await signUp();
    const phone = await signIn(admin.email);
    const desk = await signIn(admin.email);
    const onPhone = await openAs(phone, `/t/${slug}`);
    const onDesk = await openAs(desk, `/t/${slug}`);
    await live(onPhone);
    await live(onDesk);
    await become(page, admin.client);
    await open(page, "/account");
    const sessions = page.getByRole("region", { name: "Where you are signed in" });
    await expect(sessions.getByRole("listitem")).toHaveCount(3);
    await expect(sessions.getByText("This one")).toHaveCount(1);
    await sessions.getByRole("listitem").getByRole("button").first().click();
    await expect(page.getByText("The session was ended.")).toBeVisible();
    await expect(sessions.getByRole("listitem")).toHaveCount(2);
    await sessions.getByRole("button", { name: "Sign out everywhere else" }).click();
    await expect(sessions.getByRole("listitem")).toHaveCount(1);
    await expect(onPhone.getByRole("alert")).toContainText("You are signed out");
    await expect(onDesk.getByRole("alert")).toContainText("You are signed out");
    await open(page, `/t/${slug}`);
    await live(page);
  });

  test("has another password, and this browser's open pages stay", async ({ page, openAs, complaints }) => {
    complaints.allow(/WebSocket/, /status of 401/);
    complaints.allowStatus(422);
    const { admin, slug } = await signUp();
    const other = await openAs(await signIn(admin.email), `/t/${slug}`);
    await live(other);
    await become(page, admin.client);
    const here = await page.context().newPage();
    await open(here, `/t/${slug}`);
    await live(here);
    await open(page, "/account");
    const form = page.getByRole("form", { name: "Password" });
    const present = form.getByLabel("Present password", { exact: true });
    const next = form.getByLabel("New password", { exact: true });
    await present.fill("not the password");
    await next.fill("a bicycle for the moon");
    await form.getByRole("button", { name: "Change password" }).click();
    await expectRefused(present, "This is not your present password.");
    await hydrated(page);
    await present.fill(PASSWORD);
    await next.fill("a bicycle for the moon");
    await form.getByRole("button", { name: "Change password" }).click();
    await expect(page.getByText("Your password was changed.")).toBeVisible();
    await expect(other.getByRole("alert")).toContainText("You are signed out");
    await live(here);
    await here.reload();
    await live(here);
  });

  test("leads whoever is not signed in to do that first", async ({ page }) => {
    const { admin } = await signUp();
    await page.goto("/account");
    await expect(page).toHaveURL("/sign-in?next=/account");
    await hydrated(page);
    await fillSignIn(page, admin.email);
    await expect(page).toHaveURL("/account");
    await expect(page.getByText(admin.email).first()).toBeVisible();
  });
});

test.describe("preferences", () => {
  test("keep the page, its query and each other", async ({ page }) => {
    await open(page, "/sign-in?next=/organizations");
    const root = page.locator("html");
    await page.getByRole("button", { name: "العربية" }).click();
    await expect(root).toHaveAttribute("lang", "ar");
    await expect(root).toHaveAttribute("dir", "rtl");
    await expect(page.getByRole("heading", { name: "تسجيل الدخول" })).toBeVisible();
    await expect(page).toHaveURL("/sign-in?next=/organizations");
    await page.getByRole("button", { name: "داكن" }).click();
    await expect(root).toHaveAttribute("data-theme", "dark");
    await expect(root).toHaveAttribute("lang", "ar");
    await expect(page.getByRole("button", { name: "داكن" })).toHaveAttribute("aria-pressed", "true");
    await expect(page).toHaveURL("/sign-in?next=/organizations");
    await page.reload();
    await expect(root).toHaveAttribute("data-theme", "dark");
    await page.getByRole("button", { name: "Deutsch" }).click();
    await expect(root).toHaveAttribute("lang", "de");
    await expect(root).toHaveAttribute("dir", "ltr");
    await expect(page.getByRole("heading", { name: "Anmelden" })).toBeVisible();
    await page.getByRole("button", { name: "English" }).click();
    await expect(root).toHaveAttribute("lang", "en");
  });

  test("keep the page inside an organization", async ({ page }) => {
    const { admin, slug } = await signUp();
    await become(page, admin.client);
    await open(page, `/t/${slug}/members?search=ada&sort=-email`);
    await page.getByRole("button", { name: "العربية" }).click();
    await expect(page.locator("html")).toHaveAttribute("lang", "ar");
    await expect(page).toHaveURL(`/t/${slug}/members?search=ada&sort=-email`);
    await expect(page.getByRole("heading", { name: "الأعضاء", exact: true })).toBeVisible();
  });

  test("follow the browser's language at first", async ({ openAs }) => {
    const page = await openAs(null, "/sign-in", { locale: "ar-EG" });
    await expect(page.locator("html")).toHaveAttribute("dir", "rtl");
  });

  test("draw an organization in German, from the first byte to what the browser adds", async ({ openAs }) => {
    const { admin, slug } = await signUp();
    const page = await openAs(admin, `/t/${slug}/members`, { locale: "de-AT" });
    await expect(page.locator("html")).toHaveAttribute("lang", "de");
    await expect(page.getByRole("heading", { name: "Mitglieder", exact: true })).toBeVisible();
    await expect(row(page, admin).locator("time")).toHaveText(/^\d{2}\.\d{2}\.\d{4}$/);
    await page.getByRole("button", { name: "Einladen" }).first().click();
    await page.getByRole("dialog").getByRole("button", { name: "Einladung senden" }).click();
    await expectRefused(page.getByRole("dialog").getByLabel("E-Mail-Adresse"), "Bitte füllen Sie dieses Feld aus.");
  });
});
