/** What there is to see in networks. Run by `browser_check.ts`.
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { type Checks, drawn, MISFITS, tooltipText } from "./driving.ts";

export const NETWORKS: Checks = {
  "a network is looked into by the keyboard, with its pictures, their values and how its numbers are spread":
    async (
      page,
    ) => {
      await drawn(page);
      const summary = page.locator("#study-loss .networks > details > summary").nth(2);
      assert((await summary.innerText()).startsWith("hinge@1, "));
      const network = "#study-loss-network-hinge_64_1";
      assertEquals(await page.evaluate(`document.querySelectorAll('${network} svg').length`), 0);
      await summary.focus();
      await summary.press("Enter");
      // A chart is drawn when it comes near the screen.
      const plots = `document.querySelectorAll('${network} .plot')`;
      for (let i = 0; i < await page.evaluate<number>(`${plots}.length`); i++) {
        await page.evaluate(`${plots}[${i}].scrollIntoView({ behavior: "instant", block: "center" })`);
        await page.waitForFunction(`${plots}[${i}].matches(".drawn")`);
      }
      const pictures = (chart: string) =>
        page.evaluate<number>(`document.querySelectorAll('${network}-${chart} image').length`);
      assertEquals([await pictures("mistakes"), await pictures("input_gradients")], [10, 20]);
      assertEquals(await page.evaluate<string[]>(MISFITS), []);
      await page.locator(`${network}-mistakes .values summary`).press("Enter");
      await page.waitForFunction(`document.querySelectorAll('${network}-mistakes tbody tr').length === 10`);
      const row = await page.locator(`${network}-mistakes tbody tr`).first().innerText();
      assertEquals(row, "0\t0\t5\t99.00 %");
      const place = page.locator(`${network}-histograms .plot`).first();
      await place.focus();
      // Scrolling hides the tooltip: it has to be over.
      await page.evaluate(
        "new Promise((done) => { let last = -1; (function look() { if (scrollY === last) done(); " +
          "last = scrollY; setTimeout(look, 200); })(); })",
      );
      await place.press("End");
      const shown = await tooltipText(page);
      assert(/^Epoch 100\n/.test(shown) && /median/.test(shown), shown);
    },
};
