/** Signing up and in, the own account, invitations. */

import { submitEmpty, type Screen } from "./screen.ts";

const NO_TOKEN = "0".repeat(64);

export const ACCOUNT: Screen[] = [
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
  { name: "page that is not there", path: () => "/nothing", status: [404] },
];
