import { defineConfig } from "@playwright/test";
import tests from "./playwright.config.ts";

/** `npm run screenshots`: a picture of every screen, to be looked at. BOROUGH_SHOTS names the folder. */
export default defineConfig({
  ...tests,
  testDir: ".",
  testMatch: "screenshots.ts",
  reporter: [["line"]],
  use: { ...tests.use, trace: "off" },
});
