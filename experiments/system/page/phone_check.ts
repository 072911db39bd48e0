/** The page on a phone. Run by `browser_check.ts`.
 * @module
 */
import { assertEquals } from "@std/assert";
import { comesTo } from "../browser/browser.ts";
import { type Checks, drawn, MISFITS, tooltipText } from "./driving.ts";

export const ON_PHONE: Checks = {
  "nothing is wider than a phone": async (page) => {
    await drawn(page);
    assertEquals(await page.evaluate<number>("document.documentElement.scrollWidth"), 390);
    assertEquals(await page.evaluate<string[]>(MISFITS), []);
  },
  "a finger shows values, and they stay within the screen": async (page) => {
    await drawn(page);
    const within = () =>
      page.evaluate<boolean>(
        "(({ left, right, top, bottom }) => left >= 0 && right <= innerWidth && top >= 0 && bottom <= innerHeight)" +
          "(document.querySelector('.tooltip').getBoundingClientRect())",
      );
    await page.locator("#study-loss .plot").first().tap({ position: { x: 300, y: 100 } });
    const shows = (start: RegExp) =>
      comesTo(page, async () => [start.test(await tooltipText(page)), await within()], [true, true]);
    await shows(/^Epoch \d+\n/);
    await page.locator("#study-loss .plot").nth(2).locator(".mark-symbol.role-mark path").last()
      .tap({ force: true });
    await shows(/^Run/);
  },
  "what is to be pressed is large enough for a finger": async (page) => {
    const small = await page.evaluate<string[]>(
      "[...document.querySelectorAll('button, nav a, summary')].filter((one) => one.checkVisibility() && " +
        "one.getBoundingClientRect().height < 36).map((one) => one.textContent)",
    );
    assertEquals(small, []);
  },
};
