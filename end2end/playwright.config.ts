import { defineConfig } from "@playwright/test";
import { BASE_URL } from "./support/server.ts";

/**
 * Chromium only, two at a time, as many tests as there are and each once: a test that passes at the second try has
 * failed. The times are bounds of failing, far above what anything takes; nothing waits for them.
 */
export default defineConfig({
  testDir: "tests",
  outputDir: "test-results",
  fullyParallel: true,
  forbidOnly: true,
  workers: 2,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [["line"], ["./support/totals.ts"]],
  use: {
    baseURL: BASE_URL,
    locale: "en-GB",
    timezoneId: "Europe/Berlin",
    // Colours are measured when they have arrived, not on their way.
    contextOptions: { reducedMotion: "reduce" },
    actionTimeout: 15_000,
    trace: { mode: "retain-on-failure", screenshots: false },
    launchOptions: {
      executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-quic",
        "--no-first-run",
      ],
    },
  },
});
