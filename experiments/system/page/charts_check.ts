/** The charts: whether they are drawn, and answer to pointer, keyboard and legend. Run by `browser_check.ts`.
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { comesTo, type Page } from "../browser/browser.ts";
import { type Checks, drawn, hover, MISFITS, tooltipText } from "./driving.ts";

/** How many curves each of some plots shows. */
function curvesIn(page: Page, plots: string): Promise<number[]> {
  return page.evaluate<number[]>(
    `${plots}.map((plot) => [...plot.querySelectorAll('.mark-line.role-mark path')]` +
      ".filter((path) => path.getAttribute('d')).length)",
  );
}

export const CHARTS: Checks = {
  "every chart is drawn and has room": async (page) => {
    await drawn(page);
    assertEquals(await page.evaluate<string[]>(MISFITS), []);
    const [charts, empty] = await page.evaluate<[number, number]>(
      "[document.querySelectorAll('.plot svg').length, [...document.querySelectorAll('.plot svg')]" +
        ".filter((svg) => svg.querySelectorAll('path, rect, text').length < 5).length]",
    );
    assert(charts > 30, `${charts} charts`);
    assertEquals(empty, 0, "charts with nothing in them");
  },
  "hovering over curves shows run, epoch and value": async (page) => {
    // A chart that is drawn later moves others away from the pointer.
    await drawn(page);
    const place = page.locator("#study-loss .plot.drawn").first();
    await hover(page, place, { position: { x: 250, y: 150 } });
    const shown = await tooltipText(page);
    assert(/^Epoch \d+\n/.test(shown) && /hinge\s+[\d.]+ ± [\d.]+/.test(shown), shown);
    await place.focus();
    await place.press("Home");
    assert((await tooltipText(page)).startsWith("Epoch 1\n"));
    await place.press("ArrowRight");
    assert((await tooltipText(page)).startsWith("Epoch 2\n"));
    await place.press("Escape");
    assert(!await page.locator(".tooltip").isVisible());
  },
  "hovering over marks shows their values": async (page) => {
    await drawn(page);
    await page.evaluate(
      "[...document.querySelectorAll('#study-loss-accuracy_bars path')].find(({ __data__ }) => " +
        "__data__?.tooltip?.Run === 'kl-div' && __data__.tooltip.Figure.includes('last epoch')).id = 'marked'",
    );
    await hover(page, page.locator("#marked"), { force: true });
    const shown = await tooltipText(page);
    assert(/kl-div[\s\S]*last epoch[\s\S]*\d\d\.\d\d ± 0\.\d\d %/.test(shown), shown);
  },
  "a run is hidden and shown by its legend": async (page) => {
    await drawn(page);
    const curves = () => curvesIn(page, "[...document.querySelectorAll('#study-loss .plot')].slice(0, 2)");
    const entry = page.locator("#study-loss .legend button[data-run='hinge']");
    assertEquals(await curves(), [4, 4]);
    await entry.click();
    const seen = async () => [await entry.getAttribute("aria-pressed"), await curves()];
    await comesTo(page, seen, ["false", [3, 3]]);
    await hover(page, page.locator("#study-loss .plot.drawn").first(), { position: { x: 250, y: 150 } });
    assert(!(await tooltipText(page)).includes("hinge"));
    await entry.press("Enter");
    await comesTo(page, seen, ["true", [4, 4]]);
  },
  "a run of a panel is hidden in its panel, and marked where it diverged": async (page) => {
    await drawn(page);
    const curves = () =>
      curvesIn(page, "[...document.querySelectorAll('#study-matrix .chart:first-child .plot')]");
    assertEquals(await curves(), [9, 9]);
    await page.locator("#study-matrix .legend button[data-run='128 tanh hinge']").click();
    await comesTo(page, curves, [8, 9]);
    assert(
      await page.evaluate<boolean>(
        "[...document.querySelectorAll('#study-stability .plot text')].some((text) => text.textContent === 'diverged')",
      ),
      "nothing is marked as diverged",
    );
  },
  "a legend stays on the screen beside its charts": async (page) => {
    await drawn(page);
    const top = await page.evaluate<number>(
      "document.querySelector('#study-loss .chart:last-child').scrollIntoView({ behavior: 'instant', block: 'center' }), " +
        "document.querySelector('#study-loss .legend').getBoundingClientRect().top",
    );
    assertEquals(top, 0);
  },
  "light and dark follow the system and the button": async (page) => {
    const background = () => page.evaluate<string>("getComputedStyle(document.body).backgroundColor");
    const line = () =>
      page.evaluate<string>(
        'getComputedStyle(document.querySelector(".plot .mark-line.role-mark path")).stroke',
      );
    await page.emulateMedia({ colorScheme: "light" });
    const light = [await background(), await line()];
    await page.emulateMedia({ colorScheme: "dark" });
    const dark = [await background(), await line()];
    assert(light[0] !== dark[0] && light[1] !== dark[1], `${light} and ${dark}`);
    await page.locator("#theme").click();
    assertEquals([await background(), await line()], light);
  },
};
