import { invite, join, newEmail, operator, SAMPLES, signUp } from "../support/people.ts";
import { PASSWORD } from "../support/server.ts";
import { become, expect, open, test } from "../support/test.ts";

test("an operator signs in, finds an organization and signs out", async ({ page, complaints }) => {
  complaints.allowStatus(401, 422);
  const office = await signUp();
  await join(office, "Viewer");
  await page.goto("/admin");
  await expect(page).toHaveURL("/admin/sign-in");
  const email = page.getByLabel("E-mail address");
  const password = page.getByLabel("Password", { exact: true });
  await email.fill(SAMPLES.operator);
  await password.fill("not the right password");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("alert")).toHaveText("E-mail address and password do not match.");
  await password.fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();

  await expect(page.getByRole("heading", { name: "Organizations" })).toBeVisible();
  await page.getByRole("searchbox", { name: "Search by name or address" }).fill(office.slug.toUpperCase());
  const row = page.getByRole("row").filter({ hasText: office.title });
  await expect(row).toContainText(`/t/${office.slug}`);
  await expect(row.getByRole("cell").nth(1)).toHaveText("2");
  await expect(page.getByText("Organizations: 1")).toBeVisible();
  await expect(page).toHaveURL(/search=/);
  await page.getByRole("searchbox").fill("no such organization");
  await expect(page.getByText("Nothing found")).toBeVisible();
  await page.getByRole("link", { name: "Show all" }).click();
  await expect(page.getByRole("row").filter({ has: page.getByText("/t/office-inc", { exact: true }) })).toBeVisible();

  await page.getByRole("complementary").getByRole("button", { name: "Olive Operator" }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page).toHaveURL("/admin/sign-in");
  await page.goto("/admin/mail");
  await expect(page).toHaveURL("/admin/sign-in");
});

test("an operator reads an invitation in the outbox and hands its link over", async ({ openAs }) => {
  const office = await signUp();
  const email = newEmail("grace");
  await invite(office, email);
  const page = await openAs(await operator(), "/admin");
  await page.getByRole("link", { name: "Mail" }).click();
  await expect(page.getByRole("heading", { name: "Mail" })).toBeVisible();
  await page.getByRole("searchbox", { name: "Search by recipient" }).fill(email);
  const mail = page.getByRole("listitem").filter({ hasText: email });
  await expect(page.locator(".mail")).toHaveCount(1);
  await mail.getByText(`${office.admin.name} invites you to ${office.title}`).first().click();
  const body = page.locator(".mail__body");
  await expect(body).toBeVisible();
  const link = /https?:\/\/\S+/.exec(await body.innerText())?.[0] ?? "";
  const guest = await openAs(null, new URL(link).pathname);
  await expect(guest.getByLabel("E-mail address")).toHaveValue(email);
});

test("a person's session opens nothing in the back office", async ({ page }) => {
  const { admin } = await signUp();
  await become(page, admin.client);
  for (const path of ["/admin", "/admin/tenants", "/admin/mail"]) {
    await page.goto(path);
    await expect(page).toHaveURL("/admin/sign-in");
  }
  for (const [name, input] of [["admin/me", {}], ["admin/tenants", { query: { search: "", after: null } }], ["admin/mails", { search: "" }]] as const) {
    await expect(admin.client.call(name, input)).rejects.toThrow(/: 401 /);
  }
});

test("an operator's session opens nothing in an organization", async ({ openAs }) => {
  const office = await signUp();
  const { client } = await operator();
  const page = await openAs({ client });
  for (const path of [`/t/${office.slug}`, `/t/${office.slug}/members`, "/organizations"]) {
    await page.goto(path);
    await expect(page).toHaveURL(/\/sign-in/);
  }
  await expect(client.call("organizations/enter", { slug: office.slug })).rejects.toThrow(/: 401 /);
  const query = { search: "", sort: "name", descending: false, after: null };
  await expect(client.call("members/list", { tenant: office.id, query })).rejects.toThrow(/: 401 /);
});

test("a person's password opens no operator's account and the other way round", async ({ page, complaints }) => {
  complaints.allowStatus(401, 422);
  const { admin } = await signUp();
  for (const [path, email] of [["/admin/sign-in", admin.email], ["/sign-in", SAMPLES.operator]] as const) {
    await open(page, path);
    await page.getByLabel("E-mail address").fill(email);
    await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page.getByRole("alert")).toHaveText("E-mail address and password do not match.");
  }
});
