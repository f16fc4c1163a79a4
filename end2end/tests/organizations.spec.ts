import { join, joinAs, signIn, signUp, slugOf, unique } from "../support/people.ts";
import { become, expect, hydrated, open, side, test } from "../support/test.ts";

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
