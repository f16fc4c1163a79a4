/** Answers as they come over the wire. */

import { SCREENS, test } from "../support/screens.ts";
import type { Screen } from "../support/screens/screen.ts";
import type { Stage } from "../support/stage.ts";
import { Client } from "../support/server.ts";
import { expect } from "../support/test.ts";
import { signUp, slugOf, unique } from "../support/people.ts";

/** The screens that are documents of their own, each address once. */
function documents(stage: Stage): { screen: Screen; path: string; client: Client }[] {
  const all = SCREENS.map((screen) => ({ screen, path: screen.path(stage), client: screen.who?.(stage).client ?? new Client() }));
  return [...new Map(all.map((one) => [`${one.path} ${one.client.cookies.size}`, one])).values()];
}

test("every page has a policy with a nonce of its own, and nothing that the policy would refuse", async ({ stage }) => {
  const nonces = new Set<string>();
  const pages = documents(stage);
  for (const { path, client } of pages) {
    const answer = await client.get(path);
    const policy = answer.headers.get("content-security-policy") ?? "";
    const html = await answer.text();
    const [, nonce] = /script-src [^;]*'nonce-([^']+)'/.exec(policy) ?? [];
    expect(nonce, `${path}: ${policy}`).toBeTruthy();
    nonces.add(nonce ?? "");
    expect(policy, path).toContain("default-src 'none'");
    expect(policy, path).toContain("frame-ancestors 'none'");
    expect(policy, path).toContain("base-uri 'none'");
    expect(policy, path).not.toContain("unsafe-inline");
    expect(policy, path).not.toContain("'unsafe-eval'");
    for (const [tag] of html.matchAll(/<(?:script|style)\b[^>]*>/g)) {
      expect(tag, path).toContain(`nonce="${nonce}"`);
    }
    expect(html, path).not.toMatch(/<[a-z][^>]*\s(?:style|on[a-z]+)="/);
  }
  expect(nonces.size).toBe(pages.length);
});

test("every answer has its security headers and a request id", async ({ stage }) => {
  const files = ["/favicon.svg", "/icons.svg", "/pkg/borough.css", "/healthz", "/no/such/page"];
  const answers = [
    ...(await Promise.all(documents(stage).map(async ({ path, client }) => ({ path, answer: await client.get(path) })))),
    ...(await Promise.all(files.map(async (path) => ({ path, answer: await new Client().get(path) })))),
  ];
  const ids = new Set<string | null>();
  for (const { path, answer } of answers) {
    await answer.arrayBuffer();
    const header = (name: string) => answer.headers.get(name);
    expect(header("content-security-policy"), path).toContain("default-src 'none'");
    expect(header("x-content-type-options"), path).toBe("nosniff");
    expect(header("referrer-policy"), path).toBe("same-origin");
    expect(header("cross-origin-opener-policy"), path).toBe("same-origin");
    expect(header("cross-origin-resource-policy"), path).toBe("same-origin");
    expect(header("permissions-policy"), path).toContain("camera=()");
    expect(header("x-request-id"), path).toBeTruthy();
    ids.add(header("x-request-id"));
  }
  expect(ids.size, "no two answers have one id").toBe(answers.length);
});

test("a name is text wherever it stands, also in the window's title", async ({ openAs }) => {
  const title = `</title><b id="injected">${unique("x")}</b> & co`;
  const { admin, slug } = await signUp({ title, slug: slugOf(unique("named")), name: title });
  for (const path of [`/t/${slug}`, `/t/${slug}/members`, "/organizations?choose"]) {
    expect(await (await admin.client.get(path)).text(), path).not.toContain("<b id=");
  }
  const page = await openAs(admin, `/t/${slug}`);
  await expect(page).toHaveTitle(`Home · ${title} · Borough`);
});

test("no page is kept by a browser", async ({ stage }) => {
  for (const { path, client } of documents(stage)) {
    const answer = await client.get(path);
    await answer.arrayBuffer();
    expect(answer.headers.get("cache-control"), path).toBe("no-store");
  }
});

test("the status says what is there before the first byte", async ({ stage }) => {
  for (const { screen, path, client } of documents(stage)) {
    const answer = await client.get(path);
    await answer.arrayBuffer();
    // Screens that show a refusal get it from a form, not from their address.
    const expected = screen.then ? [200, ...(screen.status ?? [])] : (screen.status ?? [200]);
    // A person with one organization is led on.
    if (answer.status !== 302) expect(expected, path).toContain(answer.status);
  }
  const absent = await stage.admin.client.get(`/t/${slugOf(unique("absent"))}`);
  const foreign = await stage.admin.client.get(`/t/${stage.alone.slug}`);
  expect([absent.status, foreign.status]).toEqual([404, 404]);
  const nobody = await new Client().get(`/t/${stage.office.slug}/members`);
  expect([nobody.status, nobody.headers.get("location")]).toEqual([302, `/sign-in?next=/t/${stage.office.slug}/members`]);
});

test("session cookies are kept from scripts, other hosts and other sites", async ({ stage }) => {
  const client = new Client();
  const answer = await client.post("/sign-in", { email: stage.viewer.email, password: process.env["BOROUGH_SAMPLE_PASSWORD"] ?? "" });
  const [cookie] = answer.headers.getSetCookie();
  expect(cookie).toMatch(/^__Host-borough=[\w-]{20,}; /);
  for (const part of ["Path=/", "HttpOnly", "Secure", "SameSite=Lax"]) expect(cookie?.split("; ")).toContain(part);
});

/**
 * A body that stops early, or a list that was left out, is a page that never comes to life; and files that are fetched
 * meanwhile must take nothing from it. 1,000 in the full figure: BOROUGH_LOADS=1000.
 */
test("every page is whole, the same each time, and keeps its policy, with twenty loading at a time", async ({ stage }) => {
  test.setTimeout(600_000);
  const loads = Number(process.env["BOROUGH_LOADS"] ?? 200);
  const pages = documents(stage).filter(({ screen }) => screen.then || !screen.status);
  // The first visit of a session is an entry of the log that one of the pages shows.
  for (const page of pages) await page.client.get(page.path);
  const drawings = new Map<Screen, string>();
  let next = 0;
  const broken: string[] = [];
  const load = async () => {
    while (next < loads) {
      const page = pages[next++ % pages.length];
      if (!page) throw new Error("there are no pages");
      const [answer] = await Promise.all([page.client.get(page.path), page.client.get("/icons.svg"), page.client.get("/favicon.svg")]);
      const html = await answer.text();
      const policy = answer.headers.get("content-security-policy") ?? "";
      if (answer.status === 302) {
        if (!answer.headers.has("location")) broken.push(`${page.path}: leads nowhere`);
      } else if (answer.status !== 200 || !isWhole(html)) {
        broken.push(`${page.path}: ${answer.status} …${html.slice(-80)}`);
      } else if (!policy.includes("'nonce-")) {
        broken.push(`${page.path}: ${policy}`);
      }
      // What operators see is changed by other tests meanwhile.
      const drawing = page.path.startsWith("/admin") ? "" : drawn(html);
      const first = drawings.get(page.screen) ?? drawing;
      drawings.set(page.screen, first);
      if (drawing !== first) broken.push(`${page.path}: ${drawing.length} characters, where the first time ${first.length} were drawn`);
    }
  };
  await Promise.all(Array.from({ length: 20 }, load));
  expect(broken).toEqual([]);
});

/** What of a page is the same each time: not its scripts and styles with their nonce, nor the keys of its forms. */
function drawn(html: string): string {
  const body = html.slice(0, html.indexOf("</body>"));
  return body.replace(/<script\b.*?<\/script>|<link\b[^>]*>/gs, "").replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "");
}

/** Behind `</html>` comes what was resolved while the page was sent; this is the last of it. */
function isWhole(html: string): boolean {
  return html.includes("</html>") && /<script nonce="[^"]+">__INCOMPLETE_CHUNKS=\[[\d,]*\];<\/script>$/.test(html);
}
