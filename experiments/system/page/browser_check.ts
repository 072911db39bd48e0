/** `deno task report:check`: opens the report that `sample.ts` wrote in a real browser, from disk, and watches studies. A part of a
 * name after the folder does the checks that have it.
 *
 * It is no part of `deno task test`: it starts a program. Where there is no Chromium it says so and is skipped.
 *
 * @module
 */
import type { Screen } from "../browser/browser.ts";
import { type BrowserCheck, DESK, PHONE, runChecks, withPage } from "../browser/run_checks.ts";
import { ACCESS, ACCESS_ON_DESK } from "./access_check.ts";
import { CHARTS } from "./charts_check.ts";
import type { Checks } from "./driving.ts";
import { NETWORKS } from "./networks_check.ts";
import { ON_PHONE } from "./phone_check.ts";
import { WATCHED } from "./watch_check.ts";

/** Checks of the page at an address, which is opened anew for each. It may ask for nothing but itself. */
function checksOf(address: string, screen: Screen, checks: Checks): BrowserCheck[] {
  return Object.entries(checks).map(([name, body]) => ({
    name,
    body: (browser) =>
      withPage(browser, screen, (url) => url === address, async (page) => {
        page.setDefaultTimeout(120_000);
        await page.goto(address);
        await page.locator("#study-loss .plot.drawn").nth(2).waitFor();
        await body(page);
      }),
  }));
}

/** Checks of pages that are served while studies run, each with a folder of its own. */
const watched: BrowserCheck[] = Object.entries(WATCHED).map(([name, body]) => ({
  name,
  body: async (browser) => {
    const folder = await Deno.makeTempDir();
    await body(browser, folder).finally(() => Deno.remove(folder, { recursive: true }));
  },
}));

if (import.meta.main) {
  const address = `file://${await Deno.realPath(`${Deno.args[0]}/report.html`)}`;
  await runChecks([
    ...checksOf(address, DESK, { ...CHARTS, ...NETWORKS, ...ACCESS_ON_DESK, ...ACCESS }),
    ...checksOf(address, PHONE, { ...ON_PHONE, ...ACCESS }),
    ...watched,
  ], Deno.args[1]);
}
