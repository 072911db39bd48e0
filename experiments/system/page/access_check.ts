/** Whether everybody can use the page: what axe-core finds, the keyboard, paper. Run by `browser_check.ts`.
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { violations } from "../browser/axe.ts";
import type { Page } from "../browser/browser.ts";
import type { Checks } from "./driving.ts";

/** Looks at all of the page, with everything unfolded. */
async function findsNothing(page: Page, colorScheme: "light" | "dark"): Promise<void> {
  await page.emulateMedia({ colorScheme });
  await page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true");
  await page.waitForFunction(
    "[...document.querySelectorAll('.values')].every((one) => one.querySelector('td'))",
  );
  assertEquals(await violations(page), []);
}

/** On screens of any size. */
export const ACCESS: Checks = {
  "axe-core finds nothing in light colours": (page) => findsNothing(page, "light"),
  "axe-core finds nothing in dark colours": (page) => findsNothing(page, "dark"),
};

/** What is seen once. */
export const ACCESS_ON_DESK: Checks = {
  "every chart's values are there without a pointer": async (page) => {
    const summary = page.locator("#study-loss-training_loss .values summary");
    await summary.focus();
    await summary.press("Enter");
    const table = page.locator("#study-loss-training_loss .values table");
    await table.waitFor();
    const text = await table.innerText();
    assert(
      /^Epoch\tkl-div\tsoftmax-cross-entropy\thinge\tfocal\n1\t[\d.]+ ± [\d.]+\t/.test(text),
      text.slice(0, 200),
    );
    await page.evaluate(
      "for (const one of document.querySelectorAll('.networks > details, .values')) one.open = true",
    );
    const empty = "[...document.querySelectorAll('.values')].filter((one) => !one.querySelector('td'))";
    await page.waitForFunction(`${empty}.length === 0`);
    const curves = await page.evaluate<string[]>(
      "[...document.querySelectorAll('.chart')].map((one) => one.querySelector('.values summary').textContent)",
    );
    assertEquals(new Set(curves).size < curves.length, true); // studies have charts of the same name
  },
  "charts and tables are printed on few pages, with their titles": async (page) => {
    const bytes = await page.pdf({ preferCSSPageSize: true });
    const pages = new TextDecoder("latin1").decode(bytes).match(/\/Type\s*\/Page\b/g)?.length ?? 0;
    if (Deno.env.has("KEEP_PDF")) await Deno.writeFile(Deno.env.get("KEEP_PDF")!, bytes);
    assert(pages > 3 && pages <= 28, `${pages} pages`);
  },
  "tables sort by a click and by the keyboard": async (page) => {
    const heading = page.locator("#study-loss table.sortable").first().locator("th[data-column='1']");
    const numbers = () =>
      page.evaluate<number[]>(
        "[...document.querySelector('#study-loss table.sortable').tBodies[0].rows].map((row) => Number(row.cells[1].dataset.sort))",
      );
    const before = await numbers(), down = before.toSorted((a, b) => b - a);
    assert(before.join() !== down.join(), "the table is sorted already");
    await heading.locator("button").click();
    assertEquals([await heading.getAttribute("aria-sort"), await numbers()], ["descending", down]);
    await heading.locator("button").press("Enter");
    assertEquals([await heading.getAttribute("aria-sort"), await numbers()], [
      "ascending",
      down.toReversed(),
    ]);
  },
  "printing unfolds what is folded": async (page) => {
    await page.emulateMedia({ media: "print" });
    const [all, folded] = await page.evaluate<[number, number]>(
      "((all) => [all.length, all.filter((one) => one.offsetHeight < 2 * one.firstElementChild.offsetHeight).length])" +
        "([...document.querySelectorAll('main details:not([open])')])",
    );
    assert(all > 5, `${all} are folded`);
    assertEquals(folded, 0);
  },
};
