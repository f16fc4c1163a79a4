/**
 * Every screen, in every state that looks different: one table, from which accessibility, narrow screens, headers and
 * pictures are tested. A new screen is a new line here.
 */

import type { Locator, Page } from "@playwright/test";
import {
  invite, join, joinAs, mailTo, newEmail, operator, remove, SAMPLES, signIn, signInOperator, signUp, slugOf, suspend,
  unique,
  type Operator, type Organization, type Person,
} from "./people.ts";
import { PASSWORD } from "./server.ts";
import { become, expect, open, prefer, row, test as base, type Complaints } from "./test.ts";
import { WORDS, type Language, type Word } from "./words.ts";

/** Who and what the screens show. Made once for each worker; no screen's steps change it. */
export interface Stage {
  office: Organization;
  /** An organization with nobody but its administrator. */
  alone: Organization;
  /** An organization and an administrator with long names. */
  long: Organization;
  /** Member of both, address confirmed, and invited to `alone`. */
  admin: Person;
  viewer: Person;
  /** Was removed from the only organization. */
  former: Person;
  operator: Operator;
  /** An organization that an operator has suspended. */
  suspended: Organization;
  /** An operator who may neither read mails nor look into organizations. */
  tenantManager: Operator;
  invited: { email: string; link: string };
  invitedAccount: { person: Person; link: string };
  /** Has an address that is not confirmed, has asked for another one, and is signed in twice. */
  asking: Person;
  /** By which somebody can set a new password. */
  resetLink: string;
}

export async function setStage(): Promise<Stage> {
  const office = await signUp({ title: unique("Office Inc."), name: "Abel Pasquale" });
  const { admin } = office;
  await admin.client.submit(await mailTo(admin.email, "/verify-email/"));
  const viewer = await join(office, "Viewer", "Brigitte Kästner");
  await join(office, "Editor", "سارة منصور");
  const second = await signUp({ title: unique("Bricks'r'us") });
  await joinAs(admin, second, "Viewer");
  const alone = await signUp({ name: "Dalia Haddad" });
  await invite(alone, admin.email, "Editor");
  const long = await signUp({ title: unique(LONG_TITLE), slug: slugOf(unique("long")), name: LONG_NAME });
  await invite(long, newEmail(LONG_EMAIL), "Editor");
  const former = await join(second, "Viewer");
  await remove(second, former);
  const email = newEmail("somebody");
  const { admin: person } = await signUp();
  const suspended = await signUp({ title: unique("Quarry") });
  await suspend(suspended, "The invoice of May is open. Write to us.");
  const { admin: asking } = await signUp({ name: "Ida Asking" });
  await asking.client.submit("/account/email", { new_email: newEmail("ida"), email_password: PASSWORD });
  await signIn(asking.email);
  const { admin: forgetful } = await signUp();
  await forgetful.client.submit("/reset-password", { email: forgetful.email });
  return {
    office, alone, long, suspended, admin, viewer, former,
    operator: await operator(),
    tenantManager: await signInOperator(SAMPLES.tenantManager),
    invited: { email, link: await invite(office, email, "Editor") },
    invitedAccount: { person, link: await invite(office, person.email) },
    asking,
    resetLink: await mailTo(forgetful.email, "/reset-password/"),
  };
}

/** A page that speaks a language, operated by the words of that language. */
export class Spoken {
  readonly page: Page;
  readonly language: Language;

  constructor(page: Page, language: Language) {
    this.page = page;
    this.language = language;
  }

  word(word: Word): string {
    return WORDS[word][this.language];
  }

  button(word: Word): Locator {
    return this.page.getByRole("button", { name: this.word(word), exact: true }).first();
  }

  async act(who: Person, word: Word) {
    await row(this.page, who).getByRole("button").click();
    await this.page.getByRole("menuitem", { name: this.word(word) }).click();
  }
}

export interface Screen {
  name: string;
  who?: (stage: Stage) => Person | Operator;
  path: (stage: Stage) => string;
  /** Before it is opened. */
  before?: (page: Page) => Promise<unknown>;
  /** From the open page to the state that is meant. */
  then?: (spoken: Spoken, stage: Stage) => Promise<void>;
  /** The answer's status, and that of calls, where it is no success. */
  status?: number[];
  /** What Chromium says of the state that is meant. */
  complaints?: RegExp[];
}

/** Tests that show screens share a stage, one for each worker. */
export const test = base.extend<object, { stage: Stage }>({
  stage: [async ({}, use) => use(await setStage()), { scope: "worker" }],
});

/** Brings a page to a screen and into its state. */
export async function show(screen: Screen, page: Page, stage: Stage, complaints: Complaints, language: Language = "en") {
  complaints.allowStatus(...(screen.status ?? []));
  complaints.allow(...(screen.complaints ?? []));
  await prefer(page, { language });
  const who = screen.who?.(stage);
  if (who) await become(page, who.client);
  await screen.before?.(page);
  await open(page, screen.path(stage));
  await screen.then?.(new Spoken(page, language), stage);
}

const members = { who: (stage: Stage) => stage.admin, path: ({ office }: Stage) => `/t/${office.slug}/members` };
const settings = { who: (stage: Stage) => stage.admin, path: ({ office }: Stage) => `/t/${office.slug}/settings` };
const audit = { who: (stage: Stage) => stage.admin, path: ({ office }: Stage) => `/t/${office.slug}/audit` };
const admin = { who: (stage: Stage) => stage.operator };
const home = { who: (stage: Stage) => stage.admin, path: ({ office }: Stage) => `/t/${office.slug}` };
const LONG_TITLE = "Donaudampfschifffahrtselektrizitätengesellschaft Nord";
const LONG_NAME = "Maximiliane Wolfeschlegelsteinhausenbergerdorff von und zu Hohenzollern";
const LONG_EMAIL = "maximiliane.wolfeschlegelsteinhausenbergerdorff";
const NO_TOKEN = "0".repeat(64);

/** The page's line opens as ever, and is closed with this code as soon as the server has said something. */
async function closeLine(page: Page, code: number) {
  await page.routeWebSocket(/\/ws/, (socket) => {
    socket.connectToServer().onMessage(() => socket.close({ code }));
  });
}

async function submitEmpty({ page, button }: { page: Page; button: Locator }) {
  // Without the browser's own checks, to see the server's answer.
  await page.locator("form.form").evaluate((form: HTMLFormElement) => (form.noValidate = true));
  await Promise.all([page.waitForResponse((answer) => answer.request().method() === "POST"), button.click()]);
  await page.locator("html[data-hydrated]").waitFor({ state: "attached" });
}

export const SCREENS: Screen[] = [
  { name: "public page", path: () => "/" },
  { name: "sign-in", path: () => "/sign-in" },
  {
    name: "sign-in, refused",
    path: () => "/sign-in",
    status: [401, 422],
    then: async (spoken) => submitEmpty({ page: spoken.page, button: spoken.button("signIn") }),
  },
  { name: "sign-up", path: () => "/sign-up" },
  {
    name: "sign-up, refused",
    path: () => "/sign-up",
    status: [422],
    then: async (spoken) => submitEmpty({ page: spoken.page, button: spoken.button("createOrganization") }),
  },
  { name: "e-mail verification", path: () => `/verify-email/${NO_TOKEN}` },
  {
    name: "e-mail verification, too late",
    who: ({ viewer }) => viewer,
    path: () => `/verify-email/${NO_TOKEN}`,
    status: [409, 422],
    then: async (spoken) => submitEmpty({ page: spoken.page, button: spoken.button("confirmAddress") }),
  },
  { name: "forgotten password", path: () => "/reset-password" },
  {
    name: "forgotten password, refused",
    path: () => "/reset-password",
    status: [422],
    then: async (spoken) => submitEmpty({ page: spoken.page, button: spoken.button("sendResetLink") }),
  },
  { name: "forgotten password, link sent", path: () => "/reset-password?sent" },
  { name: "new password", path: ({ resetLink }) => resetLink },
  {
    name: "new password, refused",
    path: ({ resetLink }) => resetLink,
    status: [422],
    then: async (spoken) => submitEmpty({ page: spoken.page, button: spoken.button("setPassword") }),
  },
  { name: "new password, too late", path: () => `/reset-password/${NO_TOKEN}`, status: [409] },
  { name: "own account", who: ({ admin }) => admin, path: () => "/account" },
  { name: "own account, address not confirmed and another one asked for", who: ({ asking }) => asking, path: () => "/account?email-asked" },
  { name: "own account with long names", who: ({ long }) => long.admin, path: () => "/account" },
  {
    name: "own account, password refused",
    who: ({ viewer }) => viewer,
    path: () => "/account",
    status: [422],
    then: async (spoken) => {
      const { page } = spoken;
      await page.locator("form.form").evaluateAll((forms: HTMLFormElement[]) => forms.forEach((form) => (form.noValidate = true)));
      await Promise.all([page.waitForResponse((answer) => answer.request().method() === "POST"), spoken.button("changePassword").click()]);
      await page.locator("html[data-hydrated]").waitFor({ state: "attached" });
    },
  },
  { name: "new address", who: ({ viewer }) => viewer, path: () => `/account/email/${NO_TOKEN}` },
  { name: "invitation of somebody new", path: ({ invited }) => invited.link },
  { name: "invitation of somebody with an account", path: ({ invitedAccount }) => invitedAccount.link },
  { name: "invitation of who is signed in", who: ({ invitedAccount }) => invitedAccount.person, path: ({ invitedAccount }) => invitedAccount.link },
  { name: "invitation of somebody else", who: ({ viewer }) => viewer, path: ({ invited }) => invited.link },
  { name: "invitation that is over", path: () => `/invitations/${NO_TOKEN}`, status: [409] },
  { name: "organizations and an invitation", who: ({ admin }) => admin, path: () => "/organizations" },
  { name: "organizations, address not confirmed", who: ({ alone }) => alone.admin, path: () => "/organizations?choose" },
  { name: "organizations, none", who: ({ former }) => former, path: () => "/organizations" },
  { name: "organizations, cookie refused", path: () => "/organizations?signed-in", status: [401] },
  { name: "new organization", who: ({ admin }) => admin, path: () => "/organizations/new" },
  { name: "organization that is not there", who: ({ admin }) => admin, path: () => `/t/${slugOf("not-there-at-all")}`, status: [404] },
  { name: "page that is not there", path: () => "/nothing", status: [404] },
  { name: "home of an administrator", who: ({ admin }) => admin, path: ({ office }) => `/t/${office.slug}` },
  { name: "home of somebody alone", who: ({ alone }) => alone.admin, path: ({ alone }) => `/t/${alone.slug}` },
  { name: "home of a viewer", who: ({ viewer }) => viewer, path: ({ office }) => `/t/${office.slug}` },
  { name: "home with long names", who: ({ long }) => long.admin, path: ({ long }) => `/t/${long.slug}` },
  { name: "members with long names", who: ({ long }) => long.admin, path: ({ long }) => `/t/${long.slug}/members` },
  { name: "organizations with long names", who: ({ long }) => long.admin, path: () => "/organizations?choose" },
  {
    name: "switcher with long names",
    who: ({ long }) => long.admin,
    path: ({ long }) => `/t/${long.slug}`,
    then: async ({ page }) => {
      await openSwitcher(page);
      await expect(page.getByRole("option").first()).toBeVisible();
    },
  },
  {
    ...home,
    name: "home of somebody who was removed",
    before: (page) => closeLine(page, NOT_A_MEMBER),
    then: async ({ page }) => expect(page.getByRole("main").getByRole("alert")).toBeVisible(),
  },
  {
    ...home,
    name: "home of somebody who was signed out",
    before: (page) => closeLine(page, SIGNED_OUT),
    then: async ({ page }) => expect(page.getByRole("main").getByRole("alert")).toBeVisible(),
  },
  {
    ...home,
    name: "switcher",
    then: async ({ page }) => {
      await openSwitcher(page);
      await expect(page.getByRole("option").nth(1)).toBeVisible();
    },
  },
  {
    ...home,
    name: "switcher, nothing found",
    then: async ({ page }) => {
      await openSwitcher(page);
      await expect(page.getByRole("option").nth(1)).toBeVisible();
      await page.locator("#switcher-field").fill("nothing-like-this");
      await expect(page.getByRole("option")).toHaveCount(0);
    },
  },
  {
    ...home,
    name: "switcher, loading",
    before: async (page) => page.route("**/api/organizations/list", () => undefined),
    then: async ({ page }) => {
      await openSwitcher(page);
      await expect(page.locator(".switcher-panel").getByRole("status")).not.toBeEmpty();
    },
  },
  {
    ...home,
    name: "switcher, failed",
    status: [500],
    before: async (page) => page.route("**/api/organizations/list", (route) => route.fulfill(FAILURE)),
    then: async ({ page }) => {
      await openSwitcher(page);
      await expect(page.locator(".switcher-panel").getByRole("alert").getByRole("button")).toBeVisible();
    },
  },
  {
    ...home,
    name: "palette",
    then: async ({ page }) => {
      await page.locator(".palette-button").click();
      await expect(page.getByRole("dialog").getByRole("option").nth(4)).toBeVisible();
    },
  },
  {
    ...home,
    name: "palette, nothing found",
    then: async ({ page }) => {
      await page.locator(".palette-button").click();
      await page.getByRole("dialog").getByRole("combobox").fill("nothing-like-this");
      await expect(page.getByRole("dialog").getByRole("option")).toHaveCount(0);
    },
  },
  {
    ...home,
    name: "shortcuts",
    then: async ({ page }) => {
      await page.keyboard.press("?");
      await expect(page.getByRole("dialog").getByRole("checkbox")).toBeVisible();
    },
  },
  {
    ...home,
    name: "organization that could not be opened",
    status: [500],
    before: async (page) => page.route("**/api/organizations/enter", (route) => route.fulfill(FAILURE)),
    then: async ({ page }, { office }) => {
      await switchFrom(page, office);
      await expect(page.getByRole("alert").filter({ hasText: "01TESTREQUEST" })).toBeVisible();
    },
  },
  {
    ...home,
    name: "account menu",
    then: async ({ page }, { admin }) => {
      await openDrawer(page);
      await page.getByRole("complementary").getByRole("button", { name: admin.name }).click();
      await expect(page.getByRole("menuitem").first()).toBeVisible();
    },
  },
  { ...settings, name: "settings" },
  { ...settings, name: "settings, as a viewer", who: ({ viewer }) => viewer, status: [403] },
  { name: "settings with long names", who: ({ long }) => long.admin, path: ({ long }) => `/t/${long.slug}/settings` },
  {
    ...settings,
    name: "settings, refused",
    then: async ({ page }) => {
      await page.locator("#field-title").fill("");
      await page.locator("#field-metadata").fill("{");
      await page.locator("form.settings button[type=submit]").click();
      await expect(page.locator("#field-metadata-error")).not.toBeEmpty();
    },
  },
  {
    ...settings,
    name: "settings, archiving",
    then: async ({ page }) => {
      await page.locator(".settings__end button").click();
      await expect(page.locator("#field-confirmation")).toBeVisible();
    },
  },
  { ...members, name: "members", then: async ({ page }) => expect(statusDot(page)).toBeVisible() },
  { ...members, name: "members, as a viewer", who: ({ viewer }) => viewer },
  { name: "members, alone", who: ({ alone }) => alone.admin, path: ({ alone }) => `/t/${alone.slug}/members` },
  { ...members, name: "members, nobody found", path: ({ office }) => `/t/${office.slug}/members?search=nobody-like-this` },
  {
    ...members,
    name: "members, some of them selected",
    then: async ({ page }) => {
      await page.getByRole("columnheader").getByRole("checkbox").check();
      await expect(page.locator(".selection")).toBeVisible();
    },
  },
  {
    ...members,
    name: "a member",
    then: async ({ page }, { viewer }) => {
      await row(page, viewer).getByRole("link").click();
      await expect(page.getByRole("heading", { name: viewer.name })).toBeVisible();
    },
  },
  {
    ...home,
    name: "member who is not there",
    path: ({ office }) => `/t/${office.slug}/members/00000000-0000-0000-0000-000000000007`,
    status: [404],
  },
  {
    ...home,
    name: "members, loading",
    // The list was asked for from another screen, and never comes.
    before: async (page) => page.route("**/api/members/list", () => undefined),
    then: async ({ page }, { office }) => {
      await go(page, `/t/${office.slug}/members`);
      await expect(page.locator(".skeleton").first()).toBeVisible();
    },
  },
  {
    ...home,
    name: "members, failed",
    status: [500],
    before: async (page) => page.route("**/api/members/list", (route) => route.fulfill(FAILURE)),
    then: async ({ page }, { office }) => {
      await go(page, `/t/${office.slug}/members`);
      await expect(page.getByRole("alert").filter({ hasText: "01TESTREQUEST" })).toBeVisible();
    },
  },
  {
    ...home,
    name: "members, forbidden",
    status: [403],
    before: async (page) => page.route("**/api/members/list", (route) => route.fulfill(FORBIDDEN)),
    then: async ({ page }, { office }) => {
      await go(page, `/t/${office.slug}/members`);
      await expect(page.locator(".state--forbidden")).toBeVisible();
    },
  },
  {
    ...members,
    name: "members, out of date",
    status: [429],
    before: async (page) => page.route("**/api/members/list", (route) => route.fulfill(TOO_MANY)),
    then: async ({ page }) => {
      await page.getByRole("columnheader").getByRole("button").first().click();
      await expect(page.locator(".notice--warning")).toBeVisible();
    },
  },
  { ...audit, name: "audit log" },
  { ...audit, name: "audit log, forbidden", who: ({ viewer }) => viewer },
  { ...audit, name: "audit log, nothing found", path: ({ office }) => `/t/${office.slug}/audit?search=nothing-like-this` },
  { ...audit, name: "audit log, no such day", path: ({ office }) => `/t/${office.slug}/audit?from=yesterday` },
  { name: "audit log, long names", who: ({ long }) => long.admin, path: ({ long }) => `/t/${long.slug}/audit` },
  { ...audit, name: "audit entry", path: ({ office }) => `/t/${office.slug}/audit/3` },
  {
    ...home,
    name: "audit log, loading",
    before: async (page) => page.route("**/api/audit/list", () => undefined),
    then: async ({ page }, { office }) => {
      await go(page, `/t/${office.slug}/audit`);
      await expect(page.locator(".skeleton").first()).toBeVisible();
    },
  },
  {
    ...home,
    name: "audit log, failed",
    status: [500],
    before: async (page) => page.route("**/api/audit/list", (route) => route.fulfill(FAILURE)),
    then: async ({ page }, { office }) => {
      await go(page, `/t/${office.slug}/audit`);
      await expect(page.getByRole("alert").filter({ hasText: "01TESTREQUEST" })).toBeVisible();
    },
  },
  {
    ...members,
    name: "removal that can be undone",
    before: async (page) => page.route("**/api/members/remove", (route) => route.fulfill({ json: null })),
    then: async (spoken, { viewer }) => {
      await spoken.act(viewer, "remove");
      await expect(spoken.button("undo")).toBeVisible();
    },
  },
  {
    ...members,
    name: "member's menu",
    then: async ({ page }, { viewer }) => {
      await row(page, viewer).getByRole("button").click();
      await expect(page.getByRole("menuitem").first()).toBeVisible();
    },
  },
  {
    ...members,
    name: "roles dialog",
    then: async (spoken, { viewer }) => {
      await spoken.act(viewer, "changeRoles");
      await expect(spoken.page.getByRole("checkbox").first()).toBeVisible();
    },
  },
  {
    ...members,
    name: "invite dialog",
    then: async (spoken) => {
      await spoken.button("invite").click();
      await expect(spoken.page.getByRole("checkbox").first()).toBeVisible();
    },
  },
  {
    ...members,
    name: "invite dialog, refused",
    then: async (spoken) => {
      await spoken.button("invite").click();
      await spoken.button("sendInvitation").click();
      await expect(spoken.page.getByRole("dialog").locator("[aria-invalid=true]").first()).toBeVisible();
    },
  },
  {
    ...members,
    name: "revoke dialog",
    then: async (spoken, { invited }) => {
      await spoken.page.getByRole("main").getByRole("listitem").filter({ hasText: invited.email }).getByRole("button").last().click();
      await expect(spoken.page.getByRole("alertdialog")).toBeVisible();
    },
  },
  {
    ...members,
    name: "members, offline",
    complaints: [/WebSocket/, /ERR_INTERNET_DISCONNECTED/],
    then: async ({ page }) => {
      await expect(page.locator(".status--online")).toBeVisible();
      await page.context().setOffline(true);
      await expect(page.locator(".status--offline")).toBeVisible();
    },
  },
  { name: "back office sign-in", path: () => "/admin/sign-in" },
  { ...admin, name: "back office, organizations", path: () => "/admin/tenants" },
  { ...admin, name: "back office, none found", path: () => "/admin/tenants?search=nothing-like-this" },
  {
    ...admin,
    name: "back office, mail",
    path: () => "/admin/mail",
    then: async ({ page }) => {
      await page.locator(".mail summary").first().click();
      await expect(page.locator(".mail__body").first()).toBeVisible();
    },
  },
  { ...admin, name: "back office, no mail found", path: () => "/admin/mail?search=nobody-like-this" },
  { name: "back office, mail forbidden", who: ({ tenantManager }) => tenantManager, path: () => "/admin/mail" },
  { ...admin, name: "back office, suspended organizations", path: () => "/admin/tenants?status=suspended" },
  {
    ...admin,
    name: "back office, suspending an organization",
    path: ({ office }) => `/admin/tenants?search=${office.slug}`,
    then: async (spoken) => {
      await spoken.page.getByRole("row").getByRole("button").first().click();
      await spoken.page.getByRole("menuitem", { name: spoken.word("suspend") }).click();
      await expect(spoken.page.getByRole("dialog")).toBeVisible();
    },
  },
  { ...admin, name: "back office, people", path: () => "/admin/people" },
  { ...admin, name: "back office, nobody found", path: () => "/admin/people?search=nobody-like-this" },
  { ...admin, name: "an operator in an organization", path: ({ office }) => `/admin/t/${office.slug}` },
  { ...admin, name: "an operator among members", path: ({ office }) => `/admin/t/${office.slug}/members` },
  { ...admin, name: "an operator among long names", path: ({ long }) => `/admin/t/${long.slug}/members` },
  {
    ...admin,
    name: "an operator going on to another organization",
    path: ({ office }) => `/admin/t/${office.slug}`,
    then: async ({ page }) => {
      await openSwitcher(page);
      await expect(page.getByRole("dialog").getByRole("listitem").first()).toBeVisible();
    },
  },
  { ...admin, name: "an operator where there is nothing", path: () => `/admin/t/${slugOf("not-there-at-all")}`, status: [404] },
  { name: "an operator who may not look", who: ({ tenantManager }) => tenantManager, path: ({ office }) => `/admin/t/${office.slug}`, status: [403] },
  { name: "suspended organization", who: ({ suspended }) => suspended.admin, path: ({ suspended }) => `/t/${suspended.slug}`, status: [403] },
  ...(["tenants", "people", "mail"] as const).flatMap((list): Screen[] => {
    const call = list === "mail" ? "mails" : list;
    const path = `/admin/${list}`;
    const elsewhere = list === "mail" ? "/admin/tenants" : "/admin/mail";
    return [
      {
        ...admin,
        name: `back office, ${list} loading`,
        path: () => elsewhere,
        before: async (page) => page.route(`**/api/admin/${call}`, () => undefined),
        then: async ({ page }) => {
          await go(page, path);
          await expect(page.locator(".skeleton").first()).toBeVisible();
        },
      },
      {
        ...admin,
        name: `back office, ${list} failed`,
        path: () => elsewhere,
        status: [500],
        before: async (page) => page.route(`**/api/admin/${call}`, (route) => route.fulfill(FAILURE)),
        then: async ({ page }) => {
          await go(page, path);
          await expect(page.getByRole("alert").filter({ hasText: "01TESTREQUEST" })).toBeVisible();
        },
      },
    ];
  }),
];

/** As the server answers what it did not expect. */
const FAILURE = {
  status: 500,
  json: { code: "INTERNAL", message: "Something went wrong.", request_id: "01TESTREQUEST" },
};
const FORBIDDEN = { status: 403, json: { code: "PERMISSION_DENIED", message: "No.", required: "member:list", request_id: "" } };
const TOO_MANY = { status: 429, json: { code: "RATE_LIMITED", message: "Later.", retry_after: 30, request_id: "" } };

/** Why the server closes a socket. */
const SIGNED_OUT = 4401;
const NOT_A_MEMBER = 4404;

const statusDot = (page: Page) => page.locator(".status__dot");

/** Follows a link of the side menu, without loading a document. */
async function go(page: Page, path: string) {
  await openDrawer(page);
  await page.getByRole("complementary").locator(`a[href="${path}"]`).click();
}

async function openSwitcher(page: Page) {
  await openDrawer(page);
  await page.locator(".switcher").click();
}

/** Goes to another organization, without loading a document. */
async function switchFrom(page: Page, { slug }: Organization) {
  await openSwitcher(page);
  await page.locator(`#switcher-list a:not([href="/t/${slug}"])`).first().click();
  await expect(page).not.toHaveURL(new RegExp(`/t/${slug}$`));
}

/** On a narrow screen the side menu is a drawer. */
async function openDrawer(page: Page) {
  const button = page.locator(".topbar__menu");
  if (await button.isVisible()) await button.click();
}
