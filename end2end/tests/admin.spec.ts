import { invite, join, newEmail, operator, SAMPLES, signInOperator, signUp } from "../support/people.ts";
import { PASSWORD } from "../support/server.ts";
import { become, expect, live, open, row, sameDocument, side, test } from "../support/test.ts";

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
  await expect(row.getByRole("cell").nth(2)).toHaveText("2");
  await expect(page.getByText("Organizations: 1")).toBeVisible();
  await expect(page).toHaveURL(/search=/);
  await page.getByRole("searchbox").fill("no such organization");
  await expect(page.getByText("Nothing found")).toBeVisible();
  await page.getByRole("link", { name: "Show all" }).click();
  await expect(page).not.toHaveURL(/search=/);
  // The head, and more organizations than one: which of them come first depends on who else is there.
  await expect(page.getByRole("row").nth(2)).toBeVisible();

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
  const { admin: stranger, slug } = await signUp();
  for (const path of ["/admin", "/admin/tenants", "/admin/people", "/admin/mail", `/admin/t/${slug}`]) {
    await page.goto(path);
    await expect(page).toHaveURL("/admin/sign-in");
  }
  for (const [name, input] of [["admin/me", {}], ["admin/tenants", { query: { search: "", after: null } }], ["admin/mails", { search: "" }]] as const) {
    await expect(admin.client.call(name, input)).rejects.toThrow(/: 401 /);
  }
  await expect(stranger.client.call("admin/enter", { slug, reason: null })).rejects.toThrow(/: 401 /);
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

const lookInto = "Look into another organization";

test("an operator goes from one organization to the next and changes nothing", async ({ openAs }) => {
  const [office, bricks] = [await signUp(), await signUp()];
  await join(bricks, "Viewer");
  const page = await openAs(await operator(), "/admin/tenants");
  await page.getByRole("searchbox", { name: "Search by name or address" }).fill(office.slug);
  await page.getByRole("link", { name: office.title }).click();
  await expect(page).toHaveURL(`/admin/t/${office.slug}`);
  await expect(page.getByText(`You look at ${office.title} as an operator; read-only.`)).toBeVisible();
  await expect(page.getByText("Members in total: 1")).toBeVisible();

  const stays = await sameDocument(page);
  await side(page).getByRole("link", { name: "Members" }).click();
  await expect(page).toHaveURL(`/admin/t/${office.slug}/members`);
  await expect(row(page, office.admin)).toBeVisible();
  await expect(page.getByRole("button", { name: "Invite" })).toHaveCount(0);
  await expect(page.getByRole("button", { name: /^Actions for/ })).toHaveCount(0);
  await expect(page.getByRole("row").getByRole("checkbox")).toHaveCount(0);
  await expect(page.locator('a[href^="/t/"]')).toHaveCount(0);

  await side(page).getByRole("button", { name: lookInto }).click();
  const dialog = page.getByRole("dialog", { name: lookInto });
  await dialog.getByRole("searchbox").fill(bricks.slug);
  await dialog.getByRole("link", { name: bricks.title }).click();
  await expect(page).toHaveURL(`/admin/t/${bricks.slug}/members`);
  await expect(page.getByText(`You look at ${bricks.title} as an operator; read-only.`)).toBeVisible();
  await expect(row(page, bricks.admin)).toBeVisible();
  await expect(row(page, office.admin)).toHaveCount(0);
  await stays();
});

test("by the operators' door nothing is changed, and no member comes in", async () => {
  const office = await signUp();
  const { client } = await operator();
  const tenant = `operator:${office.id}`;
  const query = { search: "", sort: "name", descending: false, after: null };
  const { members } = await client.call<{ members: { id: string }[] }>("members/list", { tenant, query });
  expect(members).toHaveLength(1);
  await expect(client.call("members/remove", { tenant, member: members[0]?.id })).rejects.toThrow(/: 422 /);
  await expect(client.call("members/remove", { tenant: office.id, member: members[0]?.id })).rejects.toThrow(/: 401 /);
  await expect(office.admin.client.call("members/list", { tenant, query })).rejects.toThrow(/: 401 /);
});

test("a tenant manager lists organizations and people, and looks into none", async ({ openAs, complaints }) => {
  complaints.allowStatus(403);
  const office = await signUp();
  const page = await openAs(await signInOperator(SAMPLES.tenantManager), `/admin/tenants?search=${office.slug}`);
  await expect(page.getByRole("row").filter({ hasText: office.title })).toBeVisible();
  await expect(page.getByRole("link", { name: office.title })).toHaveCount(0);
  await side(page).getByRole("link", { name: "People" }).click();
  await page.getByRole("searchbox").fill(office.admin.email);
  const person = page.getByRole("row").filter({ hasText: office.admin.email });
  await expect(person).toContainText(office.title);
  await expect(person).toContainText("Not confirmed");
  await expect(page.getByText("Over all organizations")).toBeVisible();
  await open(page, `/admin/t/${office.slug}`);
  await expect(page.getByText("platform.tenant:enter")).toBeVisible();
  await expect(page.getByText(office.title)).toHaveCount(0);
});

test("an operator suspends an organization, whose members read why, and restores it", async ({ openAs, complaints }) => {
  complaints.allowStatus(403, 404);
  const office = await signUp();
  const stranger = await openAs((await signUp()).admin, `/t/${office.slug}`);
  const theirs = await openAs(office.admin, `/t/${office.slug}`);
  await live(theirs);
  const page = await openAs(await operator(), `/admin/tenants?search=${office.slug}`);
  const line = page.getByRole("row").filter({ hasText: office.title });
  await line.getByRole("button", { name: /^Actions for/ }).click();
  await page.getByRole("menuitem", { name: "Suspend" }).click();
  const dialog = page.getByRole("dialog", { name: "Suspend the organization" });
  await dialog.getByRole("button", { name: "Suspend" }).click();
  await expect(dialog.getByText("Please fill this in.")).toBeVisible();
  await dialog.getByLabel("Message to its members").fill("The invoice of May is open.");
  await dialog.getByRole("button", { name: "Suspend" }).click();
  await expect(line.getByText("Suspended")).toBeVisible();

  await expect(theirs.getByRole("alert")).toContainText(`${office.title} is suspended`);
  await theirs.getByRole("link", { name: "Read why" }).click();
  await expect(theirs.getByRole("heading", { name: `${office.title} is suspended` })).toBeVisible();
  await expect(theirs.getByText("The invoice of May is open.")).toBeVisible();
  await open(stranger, `/t/${office.slug}`);
  await expect(stranger.getByRole("heading", { name: "Nothing here" })).toBeVisible();

  await page.getByRole("link", { name: "Suspended", exact: true }).click();
  await expect(page).toHaveURL(/status=suspended/);
  await line.getByRole("button", { name: /^Actions for/ }).click();
  await page.getByRole("menuitem", { name: "Restore" }).click();
  await expect(line).toHaveCount(0);
  await open(theirs, `/t/${office.slug}`);
  await live(theirs);
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
