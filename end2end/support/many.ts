/**
 * What no person could make in the time of a test: organizations by the hundred, written straight into the database of
 * this run. They have no history, and are like any others otherwise.
 */

import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Person } from "./people.ts";

export interface Many {
  person: Person;
  /** The word that their titles and addresses begin with, small letters only. */
  word: string;
  count: number;
  /** Whether the person administers them; else the only role there allows nothing. */
  allowed?: boolean;
}

/** Makes `Word 001`, `Word 002` … at `word-001`, `word-002` …, with the person as the only member. */
export async function manyOrganizations({ person, word, count, allowed = true }: Many): Promise<void> {
  const url = new URL((process.env["DATABASE_URL"] ?? "").replace("postgres:", "http:"));
  const [socket, database] = [url.searchParams.get("host"), url.pathname.slice(1)];
  if (!socket || !database) throw new Error("DATABASE_URL names no database: start the browser tests by scripts/end2end");
  const values = { email: person.email, word, count: String(count), allowed: String(allowed) };
  const variables = Object.entries(values).flatMap(([name, value]) => ["-v", `${name}=${value}`]);
  const connection = ["-h", socket, "-U", "postgres", "-d", database];
  const psql = promisify(execFile)("psql", ["-X", "-q", "-v", "ON_ERROR_STOP=1", ...connection, ...variables]);
  psql.child.stdin?.end(SQL);
  await psql;
}

/** As the cluster's owner, whom no policy binds. `psql` puts the variables in as quoted literals. */
const SQL = `
BEGIN;
CREATE TEMPORARY TABLE made ON COMMIT DROP AS
  SELECT gen_random_uuid() AS tenant, gen_random_uuid() AS role, gen_random_uuid() AS member, u.id AS person,
    to_char(n, 'FM000') AS number,
    translate(substr(md5(:'word' || n), 1, 12), '0189', 'ghij') AS public_id
  FROM control.users u, generate_series(1, :'count'::integer) n WHERE u.email = :'email';
INSERT INTO control.tenants (id, public_id, slug, title, idempotency_key, created_by)
  SELECT tenant, public_id, :'word' || '-' || number, initcap(:'word') || ' ' || number, gen_random_uuid(), person FROM made;
INSERT INTO control.feed (tenant_id) SELECT tenant FROM made;
INSERT INTO control.roles (tenant_id, id, name, grants_all)
  SELECT tenant, role, CASE WHEN :'allowed'::boolean THEN 'Admin' ELSE 'Guest' END, :'allowed'::boolean FROM made;
INSERT INTO control.memberships (tenant_id, id, user_id) SELECT tenant, member, person FROM made;
INSERT INTO control.member_roles (tenant_id, member_id, role_id) SELECT tenant, member, role FROM made;
COMMIT;
`;
