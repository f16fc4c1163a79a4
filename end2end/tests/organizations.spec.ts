import { createOrganization, join, joinAs, signIn, signUp, slugOf, unique } from "../support/people.ts";
import { PASSWORD } from "../support/server.ts";
import { become, expect, hydrated, open, sameDocument, side, test } from "../support/test.ts";
import type { Page } from "@playwright/test";

/** The organizations in the switcher, in their order. */
const choices = (page: Page) => page.locator('#menu-switcher a[href^="/t/"]');

test("the chooser shows every organization with one's roles in it", async ({ page }) => {
  const first = await signUp();
  const second = await signUp();
  await joinAs(first.admin, second, "Viewer");
  await become(page, first.admin.client);
  await open(page, "/organizations");
  await expect(page.getByRole("heading", { name: "Your organizations" })).toBeVisible();
  await expect(page.getByRole("link", { name: first.title })).toContainText("Admin");
  await expect(page.getByRole("link", { name: second.title })).toContainText("Viewer");
  await page.getByRole("link", { name: second.title }).click();
  await expect(page).toHaveURL(`/t/${second.slug}`);
  await expect(side(page).getByRole("button", { name: second.title })).toBeVisible();
});

test("somebody with one organization skips the chooser", async ({ page }) => {
  const { admin, slug } = await signUp();
  await become(page, admin.client);
  await page.goto("/organizations");
  await expect(page).toHaveURL(`/t/${slug}`);
});

test("somebody without an organization is told what to do", async ({ page }) => {
  const office = await signUp();
  const grace = await join(office, "Viewer");
  const { client } = office.admin;
  const query = { search: grace.email, sort: "name", descending: false, after: null };
  const { members } = await client.call<{ members: { id: string }[] }>("members/list", { tenant: office.id, query });
  await client.call("members/remove", { tenant: office.id, member: members[0]?.id });
  await become(page, grace.client);
  await open(page, "/organizations");
  await expect(page.getByText("No organization yet")).toBeVisible();
  await expect(page.getByRole("link", { name: "New organization" })).toBeVisible();
});

test.describe("the switcher", () => {
  test("leads to another organization without loading a document", async ({ page }) => {
    const first = await signUp();
    const second = await createOrganization(first.admin);
    await become(page, first.admin.client);
    await open(page, `/t/${first.slug}`);
    const same = await sameDocument(page);
    await side(page).getByRole("button", { name: first.title }).click();
    await expect(page.getByRole("menuitem", { name: first.title })).toHaveAttribute("aria-current", "true");
    await page.getByRole("menuitem", { name: second.title }).click();
    await expect(page).toHaveURL(`/t/${second.slug}`);
    await expect(side(page).getByRole("button", { name: second.title })).toBeVisible();
    await expect(page).toHaveTitle(new RegExp(second.title));
    await expect(page.locator(".brand__org")).toHaveText(second.title);
    await same();
    await page.goBack();
    await expect(side(page).getByRole("button", { name: first.title })).toBeVisible();
    await same();
  });

  test("opens another organization in a tab of its own by ctrl-click", async ({ page }) => {
    const first = await signUp();
    const second = await createOrganization(first.admin);
    await become(page, first.admin.client);
    await open(page, `/t/${first.slug}`);
    await side(page).getByRole("button", { name: first.title }).click();
    const opened = page.context().waitForEvent("page");
    await page.getByRole("menuitem", { name: second.title }).click({ modifiers: ["Control"] });
    const tab = await opened;
    await hydrated(tab);
    await expect(tab).toHaveURL(`/t/${second.slug}`);
    await expect(side(tab).getByRole("button", { name: second.title })).toBeVisible();
    await expect(page).toHaveURL(`/t/${first.slug}`);
  });

  test("has the organizations first in which one was last, until one signs out", async ({ page }) => {
    const b = await signUp({ title: unique("B") });
    const a = await createOrganization(b.admin, unique("A"));
    const c = await createOrganization(b.admin, unique("C"));
    await become(page, b.admin.client);
    for (const { slug } of [b, c, a]) await open(page, `/t/${slug}`);
    await expect(choices(page)).toHaveText([a.title, c.title, b.title]);

    await side(page).getByRole("button", { name: b.admin.name }).click();
    await page.getByRole("menuitem", { name: "Sign out" }).click();
    await page.getByLabel("E-mail address").fill(b.admin.email);
    await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("link", { name: b.title }).click();
    await hydrated(page);
    await expect(choices(page)).toHaveText([b.title, a.title, c.title]);
  });

  test("makes nothing of a list of last organizations that cannot be read", async ({ page }) => {
    const first = await signUp({ title: unique("A") });
    await createOrganization(first.admin, unique("B"));
    await become(page, first.admin.client);
    await open(page, `/t/${first.slug}`);
    for (const broken of ["", "{", "null", '{"person":1}', '{"person":"","organizations":["nothing"]}']) {
      await page.evaluate((text) => localStorage.setItem("borough-recent", text), broken);
      await open(page, `/t/${first.slug}`);
      await expect(choices(page)).toHaveCount(2);
      await expect(choices(page).first()).toHaveText(first.title);
    }
  });

  test("offers one more organization, which stands in it at once", async ({ page }) => {
    const first = await signUp();
    const title = unique("Another");
    await become(page, first.admin.client);
    await open(page, `/t/${first.slug}`);
    await side(page).getByRole("button", { name: first.title }).click();
    await page.getByRole("menuitem", { name: "New organization" }).click();
    await page.getByLabel("Organization's name").fill(title);
    await expect(page.getByLabel("Address", { exact: true })).toHaveValue(slugOf(title));
    await page.getByRole("button", { name: "Create organization" }).click();
    await expect(page).toHaveURL(`/t/${slugOf(title)}`);
    await hydrated(page);
    await side(page).getByRole("button", { name: title }).click();
    await expect(page.getByRole("menuitem", { name: first.title })).toBeVisible();
  });
});

test("an organization that is another's looks like one that does not exist", async ({ page, complaints }) => {
  complaints.allowStatus(404);
  const foreign = await signUp();
  const { admin } = await signUp();
  await become(page, admin.client);
  const texts: string[] = [];
  for (const slug of [foreign.slug, slugOf(unique("absent"))]) {
    for (const path of ["", "/members"]) {
      const answer = await page.goto(`/t/${slug}${path}`);
      expect(answer?.status()).toBe(404);
      await hydrated(page);
      await expect(page.getByRole("heading", { name: "Nothing here" })).toBeVisible();
      texts.push(await page.locator("body").innerText());
    }
  }
  expect(new Set(texts).size, "they cannot be told apart").toBe(1);
  await page.getByRole("link", { name: "Go to my organizations" }).click();
  await expect(side(page)).toBeVisible();
});

test("an address that does not exist answers 404", async ({ page, complaints }) => {
  complaints.allowStatus(404);
  expect((await page.goto("/nothing/of/the/kind"))?.status()).toBe(404);
  await hydrated(page);
  await expect(page.getByRole("heading", { name: "Nothing here" })).toBeVisible();
});

test("the samples show one person with another role in each organization", async ({ page }) => {
  const abel = await signIn("abel@office.example");
  await become(page, abel.client);
  await open(page, "/organizations");
  await expect(page.getByRole("link", { name: "Office Inc." })).toContainText("Admin");
  await expect(page.getByRole("link", { name: "Bricks'r'us" })).toContainText("Viewer");
});
