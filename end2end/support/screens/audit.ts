/** The audit log. */

import type { Stage } from "../stage.ts";
import { expect } from "../test.ts";
import { FAILURE, go, home, type Screen } from "./screen.ts";

const audit = { who: (stage: Stage) => stage.admin, path: ({ office }: Stage) => `/t/${office.slug}/audit` };

export const AUDIT: Screen[] = [
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
];
