/** Whether everybody can use the page: what axe-core finds, the keyboard, paper. Run by `browser_check.ts`.
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { violations } from "../browser/axe.ts";
import type { Page } from "../browser/browser.ts";

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
export const ACCESS: Record<string, (page: Page) => Promise<void>> = {
  "axe-core finds nothing in light colours": (page) => findsNothing(page, "light"),
  "axe-core finds nothing in dark colours": (page) => findsNothing(page, "dark"),
};

/** What is seen once. */
export const ACCESS_ON_DESK: Record<string, (page: Page) => Promise<void>> = {
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
};
