/** Who and what the screens show. */

import {
  invite, join, joinAs, mailTo, newEmail, operator, remove, SAMPLES, signIn, signInOperator, signUp, slugOf, suspend,
  unique,
  type Operator, type Organization, type Person,
} from "./people.ts";
import { PASSWORD } from "./server.ts";

/** Made once for each worker; no screen's steps change it. */
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

const LONG_TITLE = "Donaudampfschifffahrtselektrizitätengesellschaft Nord";
const LONG_NAME = "Maximiliane Wolfeschlegelsteinhausenbergerdorff von und zu Hohenzollern";
const LONG_EMAIL = "maximiliane.wolfeschlegelsteinhausenbergerdorff";
