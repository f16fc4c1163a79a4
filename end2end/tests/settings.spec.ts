import { join, signUp, slugOf, unique } from "../support/people.ts";
import { become, expect, expectRefused, live, open, sameDocument, side, test } from "../support/test.ts";

/** A PNG of one pixel. */
const PIXEL = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGPgT20AAAF7APWMAlctAAAAAElFTkSuQmCC",
  "base64",
);

test("an administrator gives the organization another look, and others see it at once", async ({ page, openAs }) => {
  const office = await signUp();
  const grace = await join(office, "Viewer");
  const hers = await openAs(grace, `/t/${office.slug}`);
  await live(hers);
  const same = await sameDocument(hers);

  await become(page, office.admin.client);
  await open(page, `/t/${office.slug}`);
  await side(page).getByRole("link", { name: "Settings" }).click();
  const title = unique("The Kiln");
  await page.getByLabel("Organization's name").fill(title);
  await page.getByLabel("Description").fill("Bricks.");
  await page.getByRole("radio", { name: "Staging" }).check();
  await page.getByRole("radio", { name: "Olive" }).check();
  await page.getByLabel("Logo", { exact: true }).setInputFiles({ name: "logo.png", mimeType: "image/png", buffer: PIXEL });
  await expect(page.getByText("The new logo is shown when you have saved.")).toBeVisible();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("The settings are saved.")).toBeVisible();

  for (const one of [page, hers]) {
    await expect(one.locator(".brand__org")).toHaveText(title);
    await expect(one.locator(".topbar .badge")).toHaveText("Staging");
    await expect(one.locator(".shell")).toHaveClass(/shell--stripe-6/);
    await expect(one.locator(".shell")).toHaveClass(/shell--staging/);
    const logo = one.locator(".brand img");
    await expect(logo).toBeVisible();
    await expect.poll(() => logo.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(1);
  }
  await expect(hers.getByText(`Your organization: ${title}`)).toBeVisible();
  await side(hers).getByRole("button", { name: grace.name }).click();
  await hers.getByRole("menuitem", { name: "Leave this organization" }).click();
  await expect(hers.getByRole("alertdialog", { name: `Leave ${title}?` })).toBeVisible();
  await hers.keyboard.press("Escape");
  await same();
  await page.reload();
  await expect(page.getByLabel("Description")).toHaveValue("Bricks.");
  await expect(page.getByRole("radio", { name: "Olive" })).toBeChecked();
});

test("the public id is copied", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const office = await signUp();
  await become(page, office.admin.client);
  await open(page, `/t/${office.slug}/settings`);
  const copy = page.getByRole("button", { name: "Copy the public id" });
  await copy.click();
  await expect(page.getByText("The public id was copied.")).toBeVisible();
  await expect(copy).toBeFocused();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(office.id);
});

test("an old address leads on, with the rest of the path", async ({ page, complaints, openAs }) => {
  const office = await signUp();
  await become(page, office.admin.client);
  await open(page, `/t/${office.slug}/settings`);
  const slug = slugOf(unique("kiln"));
  await page.getByLabel("Address", { exact: true }).fill(slug);
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page).toHaveURL(`/t/${slug}/settings`);
  await expect(page.getByLabel("Address", { exact: true })).toHaveValue(slug);
  // It is the same organization: what was said about it stays, and the keyboard is not back at the head of the page.
  await expect(page.getByText("The settings are saved.")).toBeVisible();
  await expect(page.getByRole("main")).toBeFocused();

  await open(page, `/t/${office.slug}/members?search=ada`);
  await expect(page).toHaveURL(`/t/${slug}/members?search=ada`);

  // To everybody else it is as absent as any.
  complaints.allowStatus(404);
  const stranger = await openAs((await signUp()).admin);
  const answers = [await stranger.goto(`/t/${office.slug}/members`), await stranger.goto("/t/nobody-has-this/members")];
  expect(answers.map((answer) => answer?.status())).toEqual([404, 404]);
});

test("what is wrong is said at its place, and nothing is saved", async ({ page, complaints }) => {
  complaints.allowStatus(422);
  const office = await signUp();
  const other = await signUp({ slug: slugOf(unique("modern-o")) });
  await become(page, office.admin.client);
  await open(page, `/t/${office.slug}/settings`);
  const save = page.getByRole("button", { name: "Save" });
  const metadata = page.getByLabel("Metadata");
  await page.getByLabel("Organization's name").fill("Not saved");

  await metadata.fill('{\n  "cost centre": 42,\n  oops\n}');
  await save.click();
  await expectRefused(metadata, "This is not JSON: line 3, column 3.");
  await metadata.fill("x".repeat(1 << 20));
  await save.click();
  await expectRefused(metadata, "This is too large: at most 16 KiB.");
  await metadata.fill("{}");

  const logo = page.getByLabel("Logo", { exact: true });
  await logo.setInputFiles({ name: "logo.png", mimeType: "image/png", buffer: Buffer.from("GIF89a") });
  await save.click();
  await expectRefused(logo, "This is no picture that can be read.");
  await logo.setInputFiles({ name: "logo.png", mimeType: "image/png", buffer: Buffer.alloc(300 * 1024) });
  await expectRefused(logo, "This is too large: at most 256 KiB.");
  await logo.setInputFiles([]);
  await expect(page.getByText("This is too large: at most 256 KiB.")).toBeHidden();

  const address = page.getByLabel("Address", { exact: true });
  await address.fill(other.slug.replace("modern-o", "rnodem-0"));
  await save.click();
  await expectRefused(address, "This looks like the address of another organization.");
  await address.fill(other.slug);
  await save.click();
  await expectRefused(address, "This is taken already.");

  await page.reload();
  await expect(page.getByLabel("Organization's name")).toHaveValue(office.title);
});

test("what somebody else has changed meanwhile is not saved over", async ({ page, complaints, openAs }) => {
  complaints.allowStatus(409);
  const office = await signUp();
  const second = await join(office, "Admin");
  await become(page, office.admin.client);
  await open(page, `/t/${office.slug}/settings`);
  const other = await openAs(second, `/t/${office.slug}/settings`);
  await other.getByLabel("Description").fill("Theirs");
  await other.getByRole("button", { name: "Save" }).click();
  await expect(other.getByText("The settings are saved.")).toBeVisible();

  await page.getByLabel("Description").fill("Mine");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Somebody else has changed this")).toBeVisible();
  await page.getByRole("button", { name: "Show the settings as they are now" }).click();
  await expect(page.getByLabel("Description")).toHaveValue("Theirs");
});

test("who may not change settings is offered none and told why", async ({ page, complaints }) => {
  complaints.allowStatus(403);
  const office = await signUp();
  const grace = await join(office, "Editor");
  await become(page, grace.client);
  await open(page, `/t/${office.slug}`);
  await expect(side(page).getByRole("link", { name: "Members" })).toBeVisible();
  await expect(side(page).getByRole("link", { name: "Settings" })).toBeHidden();
  await open(page, `/t/${office.slug}/settings`);
  await expect(page.getByText("organization:update")).toBeVisible();
});

test("a member leaves; the last administrator cannot", async ({ page, complaints, openAs }) => {
  complaints.allowStatus(404, 409);
  const office = await signUp();
  const grace = await join(office, "Viewer");
  for (const [one, who] of [[page, grace], [await openAs(null), office.admin]] as const) {
    await become(one, who.client);
    await open(one, `/t/${office.slug}`);
    await side(one).getByRole("button", { name: who.name }).click();
    await one.getByRole("menuitem", { name: "Leave this organization" }).click();
    const dialog = one.getByRole("alertdialog");
    await dialog.getByRole("button", { name: "Leave" }).click();
    if (who === grace) {
      await expect(one).toHaveURL("/organizations");
      await expect(one.getByText("No organization yet")).toBeVisible();
    } else {
      await expect(dialog.getByRole("alert")).toContainText("without an administrator");
      await expect(one).toHaveURL(`/t/${office.slug}`);
    }
  }
});

test("an organization is archived by typing its address, and restored", async ({ page, complaints, openAs }) => {
  complaints.allowStatus(404, 422);
  const office = await signUp();
  const grace = await join(office, "Viewer");
  const hers = await openAs(grace, `/t/${office.slug}`);
  await live(hers);
  await become(page, office.admin.client);
  await open(page, `/t/${office.slug}/settings`);
  // What is wrong behind the dialog does not take the focus from what is wrong in it.
  await page.getByLabel("Metadata").fill("[]");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByLabel("Metadata")).toBeFocused();
  await page.getByRole("button", { name: "Archive" }).click();
  const dialog = page.getByRole("dialog");
  const typed = dialog.getByLabel("Address");
  await typed.fill("something-else");
  await dialog.getByRole("button", { name: "Archive" }).click();
  await expectRefused(typed, "This is not the organization's address.");
  await expect(typed).toBeFocused();
  await typed.fill(office.slug);
  await dialog.getByRole("button", { name: "Archive" }).click();

  await expect(hers.getByRole("main").getByRole("alert")).toContainText(`${office.title} is archived`);
  await expect(page).toHaveURL("/organizations?choose");
  await expect(page.getByRole("heading", { name: "Archived" })).toBeVisible();
  const absent = await page.goto(`/t/${office.slug}`);
  expect(absent?.status()).toBe(404);
  await open(page, "/organizations?choose");
  await open(hers, "/organizations");
  await expect(hers.getByText("No organization yet")).toBeVisible();

  await page.getByRole("button", { name: `Restore ${office.title}` }).click();
  await expect(page).toHaveURL(`/t/${office.slug}`);
  await open(hers, `/t/${office.slug}`);
  await expect(hers.locator(".brand__org")).toHaveText(office.title);
});
