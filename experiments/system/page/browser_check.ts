/** `deno task report:check`: opens the report that `sample.ts` wrote in a real browser, from disk, and watches studies. A part of a
 * name after the folder runs the checks that have it.
 *
 * It is no part of `deno task test`: it starts a program. Where there is no Chromium it says so and is skipped.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import {
  type Browser,
  comesTo,
  findChromium,
  launch,
  type Locator,
  type Page,
  type Screen,
} from "../browser/browser.ts";
import { ACCESS, ACCESS_ON_DESK } from "./access_check.ts";
import { WATCHED } from "./watch_check.ts";

const DESK: Screen = { viewport: { width: 1280, height: 900 } };
const PHONE: Screen = { viewport: { width: 390, height: 844 }, hasTouch: true };

/** What is checked, by name. Each check finds the page as it is when it has been opened. */
type Checks = Record<string, (page: Page) => Promise<void>>;

/** Waits until there is nothing left to draw. What is folded is drawn when it is unfolded. */
async function drawn(page: Page): Promise<void> {
  await page.waitForFunction(
    "[...document.querySelectorAll('.plot')].every((one) => one.matches('.drawn') || !one.checkVisibility())",
  );
}

/** Moves the pointer over something. It may have to be scrolled to first, which hides the tooltip in the next frame. */
async function hover(page: Page, place: Locator, options: Parameters<Locator["hover"]>[0]): Promise<void> {
  await place.hover(options);
  await page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))");
  await page.mouse.move(0, 0);
  await place.hover(options);
}

/** What the tooltip says, once it is to be seen. */
async function tooltipText(page: Page): Promise<string> {
  const tooltip = page.locator(".tooltip");
  await tooltip.waitFor();
  return await tooltip.innerText();
}

/** Drawings that are wider than their place, or lower than nothing. */
const MISFITS = "[...document.querySelectorAll('.plot svg')].filter((svg) => " +
  "svg.getBoundingClientRect().width > svg.closest('.plot').clientWidth + 1 || " +
  "svg.getBoundingClientRect().height > 1200).map((svg) => svg.closest('.plot').dataset.chart)";

const ON_DESK: Checks = {
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
    const curves = () =>
      page.evaluate<number[]>(
        "[...document.querySelectorAll('#study-loss .plot')].slice(0, 2)" +
          ".map((plot) => [...plot.querySelectorAll('.mark-line.role-mark path')].filter((path) => path.getAttribute('d')).length)",
      );
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
      page.evaluate<number[]>(
        "[...document.querySelectorAll('#study-matrix .chart:first-child .plot')]" +
          ".map((plot) => [...plot.querySelectorAll('.mark-line.role-mark path')].filter((path) => path.getAttribute('d')).length)",
      );
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

const ON_PHONE: Checks = {
  "nothing is wider than a phone": async (page) => {
    await drawn(page);
    assertEquals(await page.evaluate<number>("document.documentElement.scrollWidth"), 390);
    assertEquals(await page.evaluate<string[]>(MISFITS), []);
  },
  "a finger shows values, and they stay within the screen": async (page) => {
    await drawn(page);
    const within = () =>
      page.evaluate<boolean>(
        "(({ left, right, top, bottom }) => left >= 0 && right <= innerWidth && top >= 0 && bottom <= innerHeight)" +
          "(document.querySelector('.tooltip').getBoundingClientRect())",
      );
    await page.locator("#study-loss .plot").first().tap({ position: { x: 300, y: 100 } });
    const shows = (start: RegExp) =>
      comesTo(page, async () => [start.test(await tooltipText(page)), await within()], [true, true]);
    await shows(/^Epoch \d+\n/);
    await page.locator("#study-loss .plot").nth(2).locator(".mark-symbol.role-mark path").last()
      .tap({ force: true });
    await shows(/^Run/);
  },
  "what is to be pressed is large enough for a finger": async (page) => {
    const small = await page.evaluate<string[]>(
      "[...document.querySelectorAll('button, nav a, summary')].filter((one) => one.checkVisibility() && " +
        "one.getBoundingClientRect().height < 36).map((one) => one.textContent)",
    );
    assertEquals(small, []);
  },
};

/** Opens the page anew for each check; any console error and any request but for the page itself fails it. */
async function check(
  browser: Browser,
  address: string,
  screen: Screen,
  body: (page: Page) => Promise<void>,
): Promise<void> {
  const page = await browser.newPage(screen);
  page.setDefaultTimeout(120_000);
  const wrong: string[] = [];
  page.on(
    "console",
    (message) => ["error", "warning"].includes(message.type()) && wrong.push(message.text()),
  );
  page.on("pageerror", (error) => wrong.push(String(error)));
  page.on(
    "request",
    (request) => request.url() !== address && !request.url().startsWith("data:") && wrong.push(request.url()),
  );
  try {
    await page.goto(address);
    await page.locator("#study-loss .plot.drawn").nth(2).waitFor();
    await body(page);
    assertEquals(wrong, [], "console errors or requests");
  } finally {
    await page.close();
  }
}

if (import.meta.main) {
  const chromium = await findChromium();
  if (chromium === undefined) {
    console.log("SKIPPED: there is no Chromium (CHROMIUM_PATH names one that is somewhere unusual).");
    Deno.exit(0);
  }
  const address = `file://${await Deno.realPath(`${Deno.args[0]}/report.html`)}`;
  const browser = await launch(chromium);
  let failed = 0;
  const checks = [[DESK, { ...ON_DESK, ...ACCESS_ON_DESK, ...ACCESS }], [PHONE, {
    ...ON_PHONE,
    ...ACCESS,
  }]] as const;
  const all = checks.flatMap(([screen, checks]) =>
    Object.entries(checks).map(([name, body]) => ({
      name,
      body: () => check(browser, address, screen, body),
    }))
  );
  const watched = Object.entries(WATCHED).map(([name, body]) => ({
    name,
    body: async () => {
      const folder = await Deno.makeTempDir();
      await body(browser, folder).finally(() => Deno.remove(folder, { recursive: true }));
    },
  }));
  const only = Deno.args[1] ?? "";
  for (const { name, body } of [...all, ...watched].filter(({ name }) => name.includes(only))) {
    try {
      await body();
      console.log(`ok      ${name}`);
    } catch (error) {
      failed++;
      console.log(`FAILED  ${name}\n${(error as Error).stack ?? error}`);
    }
  }
  await browser.close();
  console.log(failed === 0 ? "All passed" : `${failed} failed`);
  Deno.exit(failed === 0 ? 0 : 1);
}
