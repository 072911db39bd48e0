/** How the page is driven in a browser.
 * @module
 */
import type { Page as ReportPage } from "../browser/browser.ts";

/** What is used besides of Playwright's pages. */
export interface Page extends ReportPage {
  readonly mouse: ReportPage["mouse"] & { down(): Promise<void>; up(): Promise<void> };
  readonly keyboard: { press(key: string): Promise<void> };
  fill(selector: string, value: string): Promise<void>;
  selectOption(selector: string, value: string): Promise<unknown>;
  setInputFiles(
    selector: string,
    files: { name: string; mimeType: string; buffer: Uint8Array }[],
  ): Promise<void>;
  waitForEvent(type: "download"): Promise<{ path(): Promise<string>; suggestedFilename(): string }>;
}

/** Waits until an expression is true. The page forbids what Playwright would do it with. */
export async function until(page: Page, expression: string, seconds = 60): Promise<void> {
  for (let i = 0; i < 20 * seconds; i++) {
    if (await page.evaluate<boolean>(`Boolean(${expression})`)) return;
    await page.waitForTimeout(50);
  }
  throw new Error(`Cannot go on: not true after ${seconds} s: ${expression}`);
}

export const text = (page: Page, selector: string) =>
  page.evaluate<string>(`document.querySelector(${JSON.stringify(selector)}).textContent`);
/** A figure of the card: epoch, epochs a second, loss, accuracy in per cent. */
export const figure = async (page: Page, i: number) =>
  parseFloat(
    (await page.evaluate<string>(`document.querySelectorAll("#figures dd:first-of-type")[${i}].textContent`))
      .replace(",", ""),
  );
export const FINISHED = `document.querySelector("#notice").textContent.includes("finished")`;

export async function pause(page: Page): Promise<void> {
  if (await text(page, "#run") === "Pause") await page.locator("#run").click();
  await until(page, `document.querySelector("#run").textContent === "Train"`);
}

/** Chooses another value of a field, as people do. */
export async function set(page: Page, name: string, value: string): Promise<void> {
  const selector = `#form [name="${name}"]`;
  if (await page.evaluate(`document.querySelector('${selector}').tagName === "SELECT"`)) {
    await page.selectOption(selector, value);
  } else {
    await page.fill(selector, value);
    await page.locator(selector).press("Enter");
  }
}

/** What is checked, by name, with what follows the page's address. Each check finds the page as it is when it has been opened. */
export type Checks = Record<string, { query?: string; body: (page: Page) => Promise<void> }>;

/** A file as it is given to a field. */
export async function fileOf(
  name: string,
  bytes: Uint8Array,
): Promise<{ name: string; mimeType: string; buffer: Uint8Array }> {
  return { name, mimeType: "", buffer: (await import("node:buffer")).Buffer.from(bytes) };
}

/** What the page offers as a file when a button is pressed. */
export async function offered(
  page: Page,
  button: string,
): Promise<{ name: string; bytes: Uint8Array<ArrayBuffer> }> {
  const [download] = await Promise.all([page.waitForEvent("download"), page.locator(button).click()]);
  return { name: download.suggestedFilename(), bytes: await Deno.readFile(await download.path()) };
}
