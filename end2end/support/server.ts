/**
 * Talks to the server without a browser: for preparing what a test is not about, and for looking at answers as they
 * come over the wire. Like any client it knows the addresses of forms and calls, and nothing of the database.
 */

/** The server that `scripts/end2end` has started. */
export const BASE_URL = required("BASE_URL");

/** Of the sample accounts, and of every account that a test makes. */
export const PASSWORD = required("BOROUGH_SAMPLE_PASSWORD");

export const PERSON_COOKIE = "__Host-borough";
export const OPERATOR_COOKIE = "__Host-borough-operator";

function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: start the browser tests by scripts/end2end`);
  return value;
}

/** Somebody's browser, as far as cookies go. */
export class Client {
  readonly cookies = new Map<string, string>();

  async get(path: string, headers: Record<string, string> = {}): Promise<Response> {
    return this.#send(path, { headers: { accept: "text/html", ...headers } });
  }

  /** Sends a form. */
  async post(path: string, fields: Record<string, string>): Promise<Response> {
    return this.#send(path, { method: "POST", body: new URLSearchParams(fields) });
  }

  /** Sends a form that must succeed, and answers where it leads. */
  async submit(path: string, fields: Record<string, string> = {}): Promise<string> {
    const answer = await this.post(path, fields);
    if (answer.status !== 303) throw new Error(`POST ${path}: ${answer.status} ${await answer.text()}`);
    return answer.headers.get("location") ?? "";
  }

  /** Calls a server function. */
  async call<T>(name: string, input: object = {}): Promise<T> {
    const answer = await this.#send(`/api/${name}`, {
      method: "POST",
      headers: { "content-type": "application/json", accept: "application/json" },
      body: JSON.stringify(input),
    });
    if (!answer.ok) throw new Error(`/api/${name}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as T;
  }

  async #send(path: string, init: RequestInit): Promise<Response> {
    const headers = new Headers(init.headers);
    headers.set("origin", BASE_URL);
    headers.set("cookie", [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; "));
    const answer = await fetch(new URL(path, BASE_URL), { ...init, headers, redirect: "manual" });
    for (const line of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (name && value) this.cookies.set(name, value);
      else if (name) this.cookies.delete(name);
    }
    return answer;
  }
}
