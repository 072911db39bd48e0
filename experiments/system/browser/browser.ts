/** A real browser, by way of Playwright.
 * @module
 */
import { assertEquals } from "@std/assert";

/** What is used of Playwright's browsers. */
export interface Browser {
  newPage(options: Screen): Promise<Page>;
  close(): Promise<void>;
}

/** What a page is shown on. */
export interface Screen {
  readonly viewport: { readonly width: number; readonly height: number };
  /** Whether it is touched. */
  readonly hasTouch?: boolean;
}

/** What is used of Playwright's pages. */
export interface Page {
  on(type: "console", listener: (message: { type(): string; text(): string }) => void): void;
  on(type: "pageerror", listener: (error: unknown) => void): void;
  on(type: "request", listener: (request: { url(): string }) => void): void;
  goto(address: string): Promise<unknown>;
  readonly mouse: { move(x: number, y: number): Promise<void> };
  locator(selector: string): Locator;
  evaluate<T>(expression: string): Promise<T>;
  waitForFunction(expression: string): Promise<unknown>;
  setDefaultTimeout(milliseconds: number): void;
  waitForTimeout(milliseconds: number): Promise<void>;
  emulateMedia(media: { colorScheme: "light" | "dark" } | { media: "print" }): Promise<void>;
  pdf(options: { preferCSSPageSize: boolean }): Promise<Uint8Array<ArrayBuffer>>;
  close(): Promise<void>;
}

/** What is used of Playwright's locators. */
export interface Locator {
  first(): Locator;
  nth(i: number): Locator;
  locator(selector: string): Locator;
  last(): Locator;
  click(): Promise<void>;
  tap(options?: { position?: { x: number; y: number }; force?: boolean }): Promise<void>;
  focus(): Promise<void>;
  press(key: string): Promise<void>;
  hover(options?: { position?: { x: number; y: number }; force?: boolean }): Promise<void>;
  innerText(): Promise<string>;
  isVisible(): Promise<boolean>;
  getAttribute(name: string): Promise<string | null>;
  waitFor(): Promise<void>;
}

/** Waits until what is read is what is wanted, however busy the machine is; after a minute it counts as wrong. */
export async function comesTo<T>(page: Page, read: () => Promise<T>, wanted: T): Promise<void> {
  const text = JSON.stringify(wanted), end = performance.now() + 60_000;
  let found = await read();
  while (JSON.stringify(found) !== text && performance.now() < end) {
    await page.waitForTimeout(50);
    found = await read();
  }
  assertEquals(found, wanted);
}

/**
 * Playwright. Its name is put together, so that only this check downloads it: Deno looks for names that are written out
 * whenever it checks the types of the project.
 */
const PLAYWRIGHT = ["npm:playwright-core", "1.56.1"].join("@");

/** Where Chromium is on most systems. */
const PLACES = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/snap/bin/chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

/** The path of a Chromium; undefined if there is none. */
export async function findChromium(): Promise<string | undefined> {
  const named = Deno.env.get("CHROMIUM_PATH");
  for (const path of named ? [named] : PLACES) {
    if (await Deno.stat(path).then(({ isFile }) => isFile, () => false)) return path;
  }
}

/** Starts a Chromium that keeps to itself. */
export async function launch(executablePath: string): Promise<Browser> {
  const { chromium } = await import(PLAYWRIGHT);
  const quiet = ["quic", "background-networking", "component-update", "sync", "gpu"].map((name) =>
    `--disable-${name}`
  );
  return await chromium.launch({
    executablePath,
    args: ["--no-sandbox", "--headless", "--no-first-run", ...quiet],
  });
}
