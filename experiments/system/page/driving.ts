/** How the report is driven in a browser.
 * @module
 */
import type { Locator, Page } from "../browser/browser.ts";

/** What is checked, by name. Each check finds the page as it is when it has been opened. */
export type Checks = Record<string, (page: Page) => Promise<void>>;

/** Waits until there is nothing left to draw. What is folded is drawn when it is unfolded. */
export async function drawn(page: Page): Promise<void> {
  await page.waitForFunction(
    "[...document.querySelectorAll('.plot')].every((one) => one.matches('.drawn') || !one.checkVisibility())",
  );
}

/** Moves the pointer over something. It may have to be scrolled to first, which hides the tooltip in the next frame. */
export async function hover(
  page: Page,
  place: Locator,
  options: Parameters<Locator["hover"]>[0],
): Promise<void> {
  await place.hover(options);
  await page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))");
  await page.mouse.move(0, 0);
  await place.hover(options);
}

/** What the tooltip says, once it is to be seen. */
export async function tooltipText(page: Page): Promise<string> {
  const tooltip = page.locator(".tooltip");
  await tooltip.waitFor();
  return await tooltip.innerText();
}

/** Drawings that are wider than their place, or lower than nothing. */
export const MISFITS = "[...document.querySelectorAll('.plot svg')].filter((svg) => " +
  "svg.getBoundingClientRect().width > svg.closest('.plot').clientWidth + 1 || " +
  "svg.getBoundingClientRect().height > 1200).map((svg) => svg.closest('.plot').dataset.chart)";
