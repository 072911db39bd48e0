/** `deno task playground:check`: uses the page in a real browser, from disk. A part of a name after the page does the checks that
 * have it.
 *
 * It is no part of `deno task test`: it starts a program. Where there is no Chromium it says so and is skipped.
 *
 * @module
 */
import { assert } from "@std/assert";
import type { Screen } from "../browser/browser.ts";
import { type BrowserCheck, DESK, PHONE, runChecks, withPage } from "../browser/run_checks.ts";
import { ACCESS, ACCESS_ON_PHONE } from "./access_check.ts";
import { CHAIN } from "./chain_check.ts";
import { type Checks, type Page, until } from "./driving.ts";
import { FILES } from "./files_check.ts";
import { LEARNING } from "./learning_check.ts";
import { RUN_FILES } from "./run_files_check.ts";

/** Checks of the page at an address, which is opened anew for each. It may ask for nothing but itself and its worker. */
function checksOf(address: string, screen: Screen, checks: Checks): BrowserCheck[] {
  const isOwn = (url: string) => url.startsWith(address) || url.startsWith("blob:");
  return Object.entries(checks).map(([name, { query = "", body }]) => ({
    name,
    body: (browser) =>
      withPage(browser, screen, isOwn, async (opened) => {
        const page = opened as Page;
        await page.goto(address + query);
        await until(
          page,
          `document.querySelector("#ready") && document.querySelector("#hash").textContent !== ""`,
        );
        await body(page);
      }),
  }));
}

if (import.meta.main) {
  const [path, part] = Deno.args, { size } = await Deno.stat(path);
  assert(size < 1_000_000, `the page has ${size} bytes, want less than 1 MB`);
  const address = `file://${await Deno.realPath(path)}`;
  const onDesk = { ...LEARNING, ...CHAIN, ...RUN_FILES, ...FILES, ...ACCESS };
  await runChecks([
    ...checksOf(address, DESK, onDesk),
    ...checksOf(address, PHONE, ACCESS_ON_PHONE),
  ], part);
}
