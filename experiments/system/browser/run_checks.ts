/** Checks of a page in a Chromium, one after the other.
 * @module
 */
import { assertEquals } from "@std/assert";
import { type Browser, findChromium, launch, type Page, type Screen } from "./browser.ts";

export const DESK: Screen = { viewport: { width: 1280, height: 900 } };
export const PHONE: Screen = { viewport: { width: 390, height: 844 }, hasTouch: true };

/** What is checked in a browser. */
export interface BrowserCheck {
  readonly name: string;
  readonly body: (browser: Browser) => Promise<void>;
}

/** Opens an empty page; any console error or warning, and any request but for what is its own, fails what is done with it. */
export async function withPage(
  browser: Browser,
  screen: Screen,
  isOwn: (address: string) => boolean,
  body: (page: Page) => Promise<void>,
): Promise<void> {
  const page = await browser.newPage(screen), wrong: string[] = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) wrong.push(message.text());
  });
  page.on("pageerror", (error) => wrong.push(String(error)));
  page.on("request", (request) => {
    const address = request.url();
    if (!isOwn(address) && !address.startsWith("data:")) wrong.push(address);
  });
  try {
    await body(page);
    assertEquals(wrong, [], "console errors or requests");
  } finally {
    await page.close();
  }
}

/** Does the checks whose names have a part, says how each went, and ends the program. Where there is no Chromium it says so. */
export async function runChecks(checks: readonly BrowserCheck[], part = ""): Promise<never> {
  const chosen = checks.filter(({ name }) => name.includes(part));
  if (chosen.length === 0) {
    console.error(`No check has "${part}" in its name, want a part of one of:`);
    for (const { name } of checks) console.error(`  ${name}`);
    Deno.exit(2);
  }
  const chromium = await findChromium();
  if (chromium === undefined) {
    console.log("SKIPPED: there is no Chromium (CHROMIUM_PATH names one that is somewhere unusual).");
    Deno.exit(0);
  }
  const browser = await launch(chromium);
  let failed = 0;
  for (const { name, body } of chosen) {
    try {
      await body(browser);
      console.log(`ok      ${name}`);
    } catch (error) {
      failed++;
      console.log(`FAILED  ${name}\n${(error as Error).stack ?? error}`);
    }
  }
  await browser.close();
  console.log(`${chosen.length - failed} passed, ${failed} failed`);
  Deno.exit(failed === 0 ? 0 : 1);
}
