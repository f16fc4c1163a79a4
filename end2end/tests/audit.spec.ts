import { changeRole, invite, join, newEmail, remove, signUp, type Organization } from "../support/people.ts";
import { become, expect, hydrated, live, open, sameDocument, side, test } from "../support/test.ts";
import type { Page } from "@playwright/test";

const rows = (page: Page) => page.getByRole("table", { name: "Audit log" }).locator("tbody").getByRole("row");
const entry = (page: Page, what: string, whom = "") => rows(page).filter({ hasText: what }).filter({ hasText: whom });

async function openLog(page: Page, { admin, slug }: Organization, query = "") {
  await become(page, admin.client);
  await open(page, `/t/${slug}/audit${query}`);
  await expect(page.getByRole("heading", { name: "Audit log" })).toBeVisible();
}

async function show(page: Page) {
  await page.getByRole("button", { name: "Show", exact: true }).click();
}

test.describe("the log", () => {
  test("is found by the menu and says who did what to whom", async ({ page }) => {
    const office = await signUp();
    const grace = await join(office, "Viewer");
    await changeRole(office, grace, "Editor");
    await become(page, office.admin.client);
    await open(page, `/t/${office.slug}`);
    await side(page).getByRole("link", { name: "Audit log" }).click();
    const changed = entry(page, "Roles changed", grace.name);
    await expect(changed).toContainText(office.admin.name);
    await expect(changed.locator("del")).toHaveText(/removed:\s*Viewer/);
    await expect(changed.locator("ins")).toHaveText(/added:\s*Editor/);
    await expect(rows(page).first(), "the newest comes first").toContainText("Roles changed");
    await expect(page.getByText("That is all.")).toBeVisible();
  });

  test("is filtered, and the address holds what is shown", async ({ page }) => {
    const office = await signUp();
    const grace = await join(office, "Viewer");
    await remove(office, grace);
    await openLog(page, office);
    await page.getByLabel("What happened", { exact: true }).selectOption("Member removed");
    await show(page);
    await expect(rows(page)).toHaveCount(1);
    await expect(rows(page)).toContainText(grace.name);
    await expect(page).toHaveURL(/\?action=member(\.|%2E)removed$/);

    await page.reload();
    await hydrated(page);
    await expect(page.getByLabel("What happened", { exact: true })).toHaveValue("member.removed");
    await expect(rows(page)).toHaveCount(1);

    await page.goBack();
    await expect(rows(page)).not.toHaveCount(1);
    await expect(page.getByLabel("What happened", { exact: true })).toHaveValue("");

    await page.getByLabel("Who", { exact: true }).fill(grace.email);
    await page.getByLabel("Kind", { exact: true }).selectOption("Members");
    await show(page);
    await expect(rows(page)).toHaveCount(1);
    await expect(rows(page)).toContainText("Joined the organization");
    await page.getByRole("link", { name: "Show everything" }).click();
    await expect(entry(page, "Organization created")).toBeVisible();
    await expect(page.getByLabel("Who", { exact: true })).toHaveValue("");
  });

  test("is searched by what stands in it", async ({ page }) => {
    const office = await signUp();
    const email = newEmail("mallory");
    await invite(office, email);
    await openLog(page, office);
    await page.getByRole("searchbox").fill(email.slice(0, 12).toUpperCase());
    await page.getByRole("searchbox").press("Enter");
    await expect(rows(page)).toHaveCount(1);
    await expect(rows(page)).toContainText(email);

    await page.getByRole("searchbox").fill("no entry has this");
    await page.getByRole("searchbox").press("Enter");
    await expect(page.getByText("Nothing found")).toBeVisible();
    await page.getByRole("main").getByRole("link", { name: "Show everything" }).last().click();
    await expect(entry(page, "Invitation sent")).toBeVisible();
  });

  test("shows whatever else somebody did, by the name", async ({ page }) => {
    const office = await signUp();
    const grace = await join(office, "Viewer");
    await openLog(page, office);
    await entry(page, "Joined the organization").getByRole("link", { name: grace.name }).click();
    await expect(page.getByLabel("Who", { exact: true })).toHaveValue(grace.email);
    await expect(entry(page, "Organization created")).toHaveCount(0);
    await expect(entry(page, "Joined the organization")).toBeVisible();
  });

  test("says at its field what is no day", async ({ page, complaints }) => {
    complaints.allowStatus(422);
    const office = await signUp();
    await openLog(page, office, "?from=yesterday");
    await expect(page.getByLabel("From day (UTC)")).toHaveAttribute("aria-invalid", "true");
    await expect(rows(page)).toHaveCount(0);
  });

  test("announces what is new, and does not jump", async ({ page }) => {
    const office = await signUp();
    const grace = await join(office, "Viewer");
    await openLog(page, office);
    await live(page);
    const before = await rows(page).count();
    const same = await sameDocument(page);
    await changeRole(office, grace, "Editor");
    const news = page.getByRole("button", { name: "1 new entry" });
    await expect(news).toBeVisible();
    await expect(rows(page)).toHaveCount(before);
    await changeRole(office, grace, "Viewer");
    await page.getByRole("button", { name: "2 new entries" }).click();
    await expect(rows(page)).toHaveCount(before + 2);
    await expect(page.getByRole("button", { name: /new entr/ })).toHaveCount(0);
    await same();
  });

  test("is not for viewers, nor for anybody elsewhere", async ({ openAs, complaints }) => {
    complaints.allowStatus(403, 404);
    const office = await signUp();
    const stranger = await signUp();
    const viewer = await join(office, "Viewer");
    const page = await openAs(viewer, `/t/${office.slug}/audit`);
    await expect(side(page).getByRole("link", { name: "Audit log" })).toHaveCount(0);
    await expect(page.getByRole("table")).toHaveCount(0);
    await expect(page.locator(".state--forbidden")).toBeVisible();
    const outside = await openAs(stranger.admin, `/t/${office.slug}/audit/1`);
    await expect(outside.getByText(office.title)).toHaveCount(0);
  });
});

test.describe("an entry", () => {
  test("is opened, says from where, can be linked to, and leads back to the same list", async ({ page }) => {
    const office = await signUp();
    const grace = await join(office, "Viewer");
    await openLog(page, office, "?kind=member");
    await entry(page, "Joined the organization").getByRole("link", { name: "Joined the organization" }).click();
    await expect(page).toHaveURL(/\/audit\/\d+\?kind=member$/);
    await expect(page.getByRole("heading", { name: "Joined the organization" })).toBeVisible();
    const main = page.getByRole("main");
    await expect(main).toContainText(grace.email);
    await expect(main.getByText("Network address")).toBeVisible();
    await expect(main.getByText("Request", { exact: true })).toBeVisible();

    await page.reload();
    await hydrated(page);
    await page.getByRole("link", { name: "All entries" }).click();
    await expect(page).toHaveURL(/\/audit\?kind=member$/);
    await expect(rows(page)).toHaveCount(1);
  });

  test("that does not exist is no page", async ({ page, complaints }) => {
    complaints.allowStatus(404);
    const office = await signUp();
    await become(page, office.admin.client);
    const answer = await page.goto(`/t/${office.slug}/audit/1000000`);
    expect(answer?.status()).toBe(404);
  });
});
