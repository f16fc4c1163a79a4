/** Not a test: takes a picture of every screen in light, dark, Arabic and at 320 px, for people to look at. */

import { SCREENS, show, test } from "./support/screens.ts";

const FOLDER = process.env["BOROUGH_SHOTS"] ?? "screenshots";
const LOOKS = [
  { look: "light", language: "en", colorScheme: "light", viewport: { width: 1280, height: 800 } },
  { look: "dark", language: "en", colorScheme: "dark", viewport: { width: 1280, height: 800 } },
  { look: "arabic", language: "ar", colorScheme: "light", viewport: { width: 1280, height: 800 } },
  { look: "narrow", language: "en", colorScheme: "light", viewport: { width: 320, height: 640 } },
  { look: "narrow-arabic", language: "ar", colorScheme: "dark", viewport: { width: 320, height: 640 } },
] as const;

for (const { look, language, colorScheme, viewport } of LOOKS) {
  test.describe(look, () => {
    test.use({ colorScheme, viewport });
    for (const screen of SCREENS) {
      test(screen.name, async ({ page, stage, complaints }) => {
        complaints.allow(/./);
        await show(screen, page, stage, complaints, language);
        const name = screen.name.replaceAll(/[^a-z0-9]+/g, "-");
        await page.screenshot({ path: `${FOLDER}/${name}.${look}.png` });
      });
    }
  });
}
