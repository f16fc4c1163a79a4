/** People and organizations, made by the same forms and calls that browsers use. Every name is used once. */

import { randomUUID } from "node:crypto";
import { Client, PASSWORD } from "./server.ts";

export type RoleName = "Admin" | "Editor" | "Viewer";

export interface Person {
  name: string;
  email: string;
  /** Signed in. */
  client: Client;
}

export interface Organization {
  title: string;
  slug: string;
  /** The opaque id that calls name it by. */
  id: string;
  admin: Person;
}

/** Somebody who looks after the deployment. */
export interface Operator {
  client: Client;
}

export const SAMPLES = {
  office: "office-inc",
  bricks: "bricksrus",
  abel: "abel@office.example",
  operator: "operator@borough.example",
  tenantManager: "manager@borough.example",
} as const;

/** A name that no other test uses. */
export function unique(word: string): string {
  return `${word} ${randomUUID().slice(0, 8)}`;
}

export function slugOf(title: string): string {
  return title.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
}

export function newEmail(word: string): string {
  return `${slugOf(unique(word))}@example.com`;
}

/** A new organization with its administrator, who is signed in. */
export async function signUp({
  title = unique("Office"), slug = slugOf(title), name = unique("Ada"),
} = {}): Promise<Organization> {
  const admin = { name, email: newEmail("ada"), client: new Client() };
  const key = randomUUID();
  await admin.client.submit("/sign-up", { organization: title, slug, name, email: admin.email, password: PASSWORD, key });
  return { title, slug, id: await publicId(admin, slug), admin };
}

/** One more organization of somebody who has one. */
export async function createOrganization(person: Person, title = unique("Second")): Promise<Organization> {
  const slug = slugOf(title);
  await person.client.submit("/organizations/new", { organization: title, slug, key: randomUUID() });
  return { title, slug, id: await publicId(person, slug), admin: person };
}

export async function signIn(email: string): Promise<Person> {
  const client = new Client();
  await client.submit("/sign-in", { email, password: PASSWORD });
  return { name: "", email, client };
}

/** Invites an address; answers the mailed link's path. */
export async function invite(organization: Organization, email: string, role: RoleName = "Viewer"): Promise<string> {
  const { client } = organization.admin;
  const roles = await client.call<{ id: string; name: string }[]>("roles/list", { tenant: organization.id });
  const chosen = roles.filter(({ name }) => name === role).map(({ id }) => id);
  const input = { emails: email, roles: chosen, key: randomUUID() };
  await client.call("invitations/create", { tenant: organization.id, input });
  return mailTo(email, "/invitations/");
}

/** A new person who was invited and has accepted, and so is signed in. */
export async function join(organization: Organization, role: RoleName, name = unique("Grace")): Promise<Person> {
  const person = { name, email: newEmail("grace"), client: new Client() };
  const link = await invite(organization, person.email, role);
  await person.client.submit(link, { name, password: PASSWORD });
  return person;
}

/** Somebody who has an account joins. */
export async function joinAs(person: Person, organization: Organization, role: RoleName): Promise<void> {
  await person.client.submit(await invite(organization, person.email, role));
}

/** Takes somebody out, as the administrator. */
export async function remove(organization: Organization, person: Person): Promise<void> {
  const { client } = organization.admin;
  await client.call("members/remove", { tenant: organization.id, member: await memberId(organization, person) });
}

/** Gives somebody exactly this role, as the administrator. */
export async function changeRole(organization: Organization, person: Person, role: RoleName): Promise<void> {
  const { client } = organization.admin;
  const roles = await client.call<{ id: string; name: string }[]>("roles/list", { tenant: organization.id });
  const chosen = roles.filter(({ name }) => name === role).map(({ id }) => id);
  const input = { member: await memberId(organization, person), roles: chosen };
  await client.call("members/change-roles", { tenant: organization.id, input });
}

/** The path of the newest link that was mailed to this address, as an operator finds it in the outbox. */
export async function mailTo(email: string, kind: "/invitations/" | "/verify-email/" | "/reset-password/" | "/account/email/"): Promise<string> {
  const { client } = await operator();
  const mails = await client.call<{ body: string }[]>("admin/mails", { search: email });
  for (const { body } of mails) {
    const [link] = /https?:\/\/\S+/.exec(body) ?? [];
    const path = link && new URL(link).pathname;
    if (path?.startsWith(kind)) return path;
  }
  throw new Error(`no mail to ${email} has a link to ${kind}`);
}

let signedInOperator: Promise<Operator> | undefined;

/** The sample operator, signed in once for each worker. */
export function operator(): Promise<Operator> {
  signedInOperator ??= signInOperator(SAMPLES.operator);
  return signedInOperator;
}

/** Signs somebody in at the back office. */
export async function signInOperator(email: string): Promise<Operator> {
  const client = new Client();
  await client.submit("/admin/sign-in", { email, password: PASSWORD });
  return { client };
}

/** Keeps everybody out of an organization, as an operator. */
export async function suspend({ id }: Organization, message: string): Promise<void> {
  const { client } = await operator();
  await client.call("admin/suspend", { input: { tenant: id, message } });
}

async function publicId(person: Person, slug: string): Promise<string> {
  return (await person.client.call<{ public_id: string }>("organizations/enter", { slug })).public_id;
}

async function memberId({ id, admin }: Organization, { email }: Person): Promise<string> {
  const query = { search: email, sort: "name", descending: false, after: null };
  const page = await admin.client.call<{ members: { id: string }[] }>("members/list", { tenant: id, query });
  const [member] = page.members;
  if (!member) throw new Error(`${email} is no member`);
  return member.id;
}
