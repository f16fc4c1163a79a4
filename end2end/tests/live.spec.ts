import type { Page, WebSocketRoute } from "@playwright/test";
import { changeRole, createOrganization, invite, join, newEmail, remove, signUp, unique } from "../support/people.ts";
import { become, expect, live, open, row, side, statusOf, test } from "../support/test.ts";

test("two people of one organization see each other's changes without a reload", async ({ openAs }) => {
  const office = await signUp();
  const second = await join(office, "Admin");
  const grace = await join(office, "Viewer");
  const [one, two] = [await openAs(office.admin, `/t/${office.slug}/members`), await openAs(second, `/t/${office.slug}/members`)];
  await live(one);
  await live(two);

  const email = newEmail("invited");
  await invite(office, email);
  await expect(two.getByText(email)).toBeVisible();

  await two.getByRole("button", { name: `Actions for ${grace.name}` }).click();
  await two.getByRole("menuitem", { name: "Change roles" }).click();
  await two.getByRole("checkbox", { name: "Editor" }).check();
  await two.getByRole("button", { name: "Save" }).click();
  await expect(row(one, grace)).toContainText("Editor");

  await one.getByRole("button", { name: `Actions for ${grace.name}` }).click();
  await one.getByRole("menuitem", { name: "Remove" }).click();
  await expect(row(two, grace)).toHaveCount(0);
  await one.getByRole("button", { name: "Undo" }).click();
  await expect(row(two, grace)).toBeVisible();

  const joined = await join(office, "Viewer");
  await expect(row(one, joined)).toBeVisible();
  await expect(row(two, joined)).toBeVisible();
});

test("people see who is here now", async ({ openAs }) => {
  const office = await signUp();
  const grace = await join(office, "Viewer");
  const page = await openAs(office.admin, `/t/${office.slug}/members`);
  await expect(row(page, office.admin)).toContainText("Here now");
  await expect(row(page, grace)).not.toContainText("Here now");
  const other = await openAs(grace, `/t/${office.slug}`);
  await expect(row(page, grace)).toContainText("Here now");
  await other.close();
  await expect(row(page, grace)).not.toContainText("Here now");
});

test("a removed person's open page says so", async ({ openAs }) => {
  const office = await signUp();
  const grace = await join(office, "Viewer");
  const page = await openAs(grace, `/t/${office.slug}/members`);
  await live(page);
  await remove(office, grace);
  await expect(page.getByRole("alert")).toContainText(`${office.title} is not open to you any more`);
  await expect(page.getByRole("table")).toHaveCount(0);
  await page.getByRole("link", { name: "Go to my organizations" }).click();
  await expect(page.getByText("No organization yet")).toBeVisible();
});

test("a change of roles changes what an open page offers", async ({ openAs }) => {
  const office = await signUp();
  const grace = await join(office, "Viewer");
  const page = await openAs(grace, `/t/${office.slug}/members`);
  await live(page);
  await expect(page.getByRole("button", { name: "Invite", exact: true })).toHaveCount(0);
  await changeRole(office, grace, "Admin");
  await expect(page.getByRole("button", { name: "Invite", exact: true })).toBeVisible();
});

test("two tabs show two organizations, and changes in one never show in the other", async ({ page }) => {
  const first = await signUp();
  const second = await createOrganization(first.admin);
  await become(page, first.admin.client);
  await open(page, `/t/${first.slug}/members`);
  const tab = await page.context().newPage();
  await open(tab, `/t/${second.slug}/members`);
  await live(page);
  await live(tab);

  const inFirst = await join(first, "Viewer");
  await expect(row(page, inFirst)).toBeVisible();
  const inSecond = await join(second, "Viewer");
  await expect(row(tab, inSecond)).toBeVisible();
  // Each has seen its own later change, so it would have seen the other's by now.
  const lastInFirst = await join(first, "Viewer");
  await expect(row(page, lastInFirst)).toBeVisible();
  await expect(page.locator("body")).not.toContainText(inSecond.email);
  await expect(page.locator("body")).not.toContainText(inSecond.name);
  await expect(tab.locator("body")).not.toContainText(inFirst.email);
  await expect(tab.locator("body")).not.toContainText(lastInFirst.email);
  await expect(side(page).getByRole("button", { name: first.title })).toBeVisible();
  await expect(side(tab).getByRole("button", { name: second.title })).toBeVisible();

  // An invitation made in one tab belongs to that tab's organization.
  const email = newEmail("invited");
  await tab.getByRole("button", { name: "Invite", exact: true }).first().click();
  await tab.getByRole("dialog").getByLabel("E-mail address").fill(email);
  await tab.getByRole("button", { name: "Send invitation" }).click();
  await expect(tab.getByRole("main").getByRole("listitem").filter({ hasText: email })).toBeVisible();
  await page.reload();
  await expect(row(page, lastInFirst)).toBeVisible();
  await expect(page.getByText(email)).toHaveCount(0);
});

test("what is typed into the search survives a change by others", async ({ openAs }) => {
  const office = await signUp();
  const word = unique("Findme");
  const page = await openAs(office.admin, `/t/${office.slug}/members`);
  await live(page);
  const search = page.getByRole("searchbox");
  await search.fill(word.slice(0, 6));
  await expect(page.getByText("Nobody found")).toBeVisible();
  await search.focus();
  const joined = await join(office, "Viewer", word);
  await expect(row(page, joined)).toBeVisible();
  await expect(search).toHaveValue(word.slice(0, 6));
  await expect(search).toBeFocused();
});

test("an open dialog survives a change by others, with what is typed in it", async ({ openAs }) => {
  const office = await signUp();
  const page = await openAs(office.admin, `/t/${office.slug}/members`);
  await live(page);
  await page.getByRole("button", { name: "Invite", exact: true }).first().click();
  const dialog = page.getByRole("dialog", { name: "Invite people" });
  const email = dialog.getByLabel("E-mail address");
  await email.fill("half an addr");
  await dialog.getByRole("checkbox", { name: "Editor" }).check();
  await email.focus();
  const joined = await join(office, "Viewer");
  // Behind the dialog the list is inert, so it is looked for by its text.
  await expect(page.locator(".table").getByText(joined.name)).toBeVisible();
  await expect(dialog).toBeVisible();
  await expect(email).toHaveValue("half an addr");
  await expect(email).toBeFocused();
  await expect(dialog.getByRole("checkbox", { name: "Editor" })).toBeChecked();
});

test("a page without network says so, and catches up after", async ({ openAs, complaints }) => {
  complaints.allow(/WebSocket/, /ERR_INTERNET_DISCONNECTED/);
  const office = await signUp();
  const page = await openAs(office.admin, `/t/${office.slug}/members`);
  await live(page);
  await page.context().setOffline(true);
  await expect(statusOf(page)).toHaveText("Offline");
  const joined = await join(office, "Viewer");
  await expect(row(page, joined)).toHaveCount(0);
  await page.context().setOffline(false);
  await live(page);
  await expect(row(page, joined)).toBeVisible();
});

/** What stands between a page and the server's sockets. */
class Wire {
  /** Those that got through, in their order. */
  readonly sockets: WebSocketRoute[] = [];
  /** Whether sockets get through, and what the server says to the page. */
  #open = Promise.resolve();
  #letThrough = () => {};
  #held: (() => void)[] | undefined;

  async tap(page: Page) {
    await page.routeWebSocket(/\/ws\?/, async (socket) => {
      await this.#open;
      this.sockets.push(socket);
      socket.connectToServer().onMessage((message) => {
        if (this.#held) this.#held.push(() => socket.send(message));
        else socket.send(message);
      });
    });
  }

  /** From now on no socket gets through. */
  cut() {
    this.#open = new Promise((resolve) => (this.#letThrough = resolve));
  }

  mend() {
    this.#letThrough();
  }

  /** From now on the page hears nothing. */
  hold() {
    this.#held = [];
  }

  /** The page hears what was held back, or nothing of it. */
  release({ lost = false } = {}) {
    const held = this.#held ?? [];
    this.#held = undefined;
    if (!lost) for (const send of held) send();
  }
}

test("a page whose server restarts says so, and catches up with what it missed", async ({ openAs }) => {
  const office = await signUp();
  const page = await openAs(office.admin);
  const wire = new Wire();
  await wire.tap(page);
  await open(page, `/t/${office.slug}/members`);
  await live(page);

  wire.cut();
  await wire.sockets[0]?.close({ code: 1001 });
  await expect(statusOf(page)).toHaveText("Offline");
  const joined = await join(office, "Viewer");
  wire.hold();
  wire.mend();
  await expect(statusOf(page)).toHaveText("Catching up");
  await expect(row(page, joined)).toHaveCount(0);
  wire.release();
  await live(page);
  await expect(row(page, joined)).toBeVisible();
});

test("a page that slept finds its line dead, and catches up with what it missed", async ({ openAs }) => {
  const office = await signUp();
  const page = await openAs(office.admin);
  await page.clock.install();
  const wire = new Wire();
  await wire.tap(page);
  await open(page, `/t/${office.slug}/members`);
  await live(page);

  // As when a laptop is shut: nothing comes through, and nothing says that the line is dead.
  wire.hold();
  const joined = await join(office, "Viewer");
  await expect(row(page, joined)).toHaveCount(0);
  expect(wire.sockets).toHaveLength(1);
  wire.release({ lost: true });
  await page.clock.fastForward("02:00");
  await expect(row(page, joined)).toBeVisible();
  await live(page);
});

test("a page too many says so, does not try on and on, and is live when there is a place and somebody looks", async ({
  openAs,
  complaints,
}) => {
  complaints.allow(/WebSocket/);
  complaints.allowStatus(429);
  const office = await signUp();
  const page = await openAs(office.admin, `/t/${office.slug}`);
  await live(page);
  const others = await page.evaluateHandle(async (tenant) => {
    const sockets = Array.from({ length: 49 }, () => new WebSocket(`/ws?tenant=${tenant}`));
    await Promise.all(sockets.map((socket) => new Promise((resolve) => (socket.onopen = resolve))));
    return sockets;
  }, office.id);

  const tab = await page.context().newPage();
  let tries = 0;
  tab.on("websocket", () => tries++);
  await tab.clock.install();
  await open(tab, `/t/${office.slug}`);
  await expect(statusOf(tab)).toHaveText("Not live: too many pages open");
  const before = tries;
  await tab.clock.runFor("05:00");
  expect(tries).toBe(before);
  await expect(statusOf(tab)).toHaveText("Not live: too many pages open");

  await others.evaluate(async ([socket]) => {
    await new Promise((resolve) => {
      socket!.onclose = resolve;
      socket!.close();
    });
  });
  await tab.evaluate(() => document.dispatchEvent(new Event("visibilitychange", { bubbles: true })));
  await live(tab);
});
