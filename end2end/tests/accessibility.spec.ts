import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { SCREENS, show, test } from "../support/screens.ts";
import { expect } from "../support/test.ts";

const WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

// German has the longest words. What axe looks at is the same in it as in English.
for (const [language, forAxe] of [["en", true], ["ar", true], ["de", false]] as const) {
  test.describe(`${forAxe ? "axe finds nothing, and " : ""}nothing is wider than 320 px, ${language}`, () => {
    for (const screen of SCREENS) {
      test(screen.name, async ({ page, stage, complaints }) => {
        const wide = page.viewportSize() ?? { width: 1280, height: 720 };
        await page.setViewportSize({ width: 320, height: 640 });
        await page.emulateMedia({ colorScheme: "light" });
        await show(screen, page, stage, complaints, language);
        await expect(page.locator("html")).toHaveAttribute("lang", language);
        expect(await tooWide(page)).toEqual([]);
        if (!forAxe) return;
        await page.setViewportSize(wide);
        expect(await findings(page), "light").toEqual([]);
        // The theme is the system's until somebody chooses one, so it changes under the open page.
        await page.emulateMedia({ colorScheme: "dark" });
        expect(await findings(page), "dark").toEqual([]);
      });
    }
  });
}

/** Each finding of axe with the elements it is about. */
async function findings(page: Page): Promise<string[]> {
  // Without frames there is nothing for which axe would have to open pages of its own.
  const { violations } = await new AxeBuilder({ page }).withTags(WCAG).setLegacyMode().analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)}\n${failureSummary}`),
  );
}

/** What makes the page scroll sideways, or is cut off at its edge. */
async function tooWide(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const root = document.documentElement;
    const dialog = document.querySelector("dialog[open]");
    const scrolls = [root, ...(dialog ? [dialog] : [])].some((box) => box.scrollWidth > box.clientWidth);
    if (!scrolls) return [];
    const beyond = [...document.body.querySelectorAll("*")].filter((element) => {
      const { left, right, width } = element.getBoundingClientRect();
      return width > 0 && (left < -0.5 || right > root.clientWidth + 0.5);
    });
    return [`${root.scrollWidth} px`, ...beyond.slice(0, 5).map((element) => element.outerHTML.slice(0, 120))];
  });
}

test("an address starts where its column's heading does, from right to left", async ({ page, stage, complaints }) => {
  const screen = SCREENS.find((screen) => screen.name === "members");
  if (!screen) throw new Error("there is no such screen");
  await page.setViewportSize({ width: 1280, height: 800 });
  await show(screen, page, stage, complaints, "ar");
  const starts = await page.evaluate(() => {
    const cell = document.querySelector("td > bdi.person__mail")?.closest("td");
    const heading = cell?.closest("table")?.rows[0]?.cells[cell.cellIndex];
    return [cell, heading].map((box) => {
      if (!box) throw new Error("the column is not there");
      const range = document.createRange();
      const texts = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
      while (texts.nextNode()) {
        if (texts.currentNode.textContent?.trim()) break;
      }
      range.selectNodeContents(texts.currentNode);
      return Math.round(range.getBoundingClientRect().right);
    });
  });
  expect(starts[0]).toBe(starts[1]);
});

for (const name of ["sign-up", "organizations and an invitation", "home of an administrator", "members", "invite dialog", "back office, organizations"]) {
  test(`the focus is seen wherever Tab leads: ${name}`, async ({ page, stage, complaints }) => {
    const screen = SCREENS.find((screen) => screen.name === name);
    if (!screen) throw new Error(`there is no screen "${name}"`);
    await show(screen, page, stage, complaints);
    const seen = new Set<string>();
    for (let steps = 0; steps < 60; steps += 1) {
      await page.keyboard.press("Tab");
      const focus = await focused(page);
      if (focus === null || seen.has(focus.element)) break;
      seen.add(focus.element);
      expect(focus.problems, focus.element).toEqual([]);
    }
    expect(seen.size, "Tab leads somewhere").toBeGreaterThan(3);
  });
}

/** What has the focus, and why it cannot be seen there; nothing when the focus has left the page. */
async function focused(page: Page): Promise<{ element: string; problems: string[] } | null> {
  return page.evaluate(() => {
    const element = document.activeElement;
    if (!element || element === document.body) return null;
    const problems: string[] = [];
    // A box that is drawn by a label or a wrapper shows the focus in its place.
    const marked = [element, element.parentElement, element.nextElementSibling].some((box) => {
      if (!box) return false;
      const { outlineStyle, outlineWidth } = getComputedStyle(box);
      return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
    });
    if (!marked) problems.push("no outline");
    const { left, top, width, height } = element.getBoundingClientRect();
    const [x, y] = [left + width / 2, top + height / 2];
    if (x < 0 || y < 0 || x > innerWidth || y > innerHeight) problems.push("outside of the window");
    const there = document.elementFromPoint(x, y);
    if (there && !element.contains(there) && !there.contains(element)) problems.push(`hidden by ${there.outerHTML.slice(0, 80)}`);
    const path: string[] = [];
    for (let node: Element | null = element; node; node = node.parentElement) {
      path.unshift(`${node.tagName.toLowerCase()}:${[...(node.parentElement?.children ?? [])].indexOf(node)}`);
    }
    return { element: `${path.join(">")} ${element.outerHTML.slice(0, 80)}`, problems };
  });
}
