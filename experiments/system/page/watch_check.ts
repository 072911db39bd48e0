/** The page of `deno task watch` in a real browser, while a study runs, is killed and goes on. Run by `browser_check.ts`.
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { experimentCommand, ROOT, runExperiment, start, type Started, taskCommand } from "../command.ts";
import type { Browser, Page } from "../browser/browser.ts";

/** Slow enough to be watched: some seconds. */
const STUDY = ("loss --loss hinge,kl-div --hidden 256 --dataset synthetic --epochs 60 --jobs 1 --threads 1 " +
  "--checkpoint-every 1 --quiet").split(" ");

/** Four trials for two machines. */
const GRID =
  ("grid --learning-rate 0.1,0.01 --momentum 0.9 --weight-decay 0 --batch-size 100 --hidden 16,32 " +
    "--activation tanh --loss hinge --epochs 1 --dataset synthetic --quiet").split(" ");

/** A page that is served while something is done, and then no more. */
async function watching(
  browser: Browser,
  folder: string,
  body: (page: Page) => Promise<void>,
): Promise<void> {
  const [program, args] = await taskCommand("watch", [folder, "--port", "0"]);
  const server = new Deno.Command(program, { args, cwd: ROOT, stdout: "piped", stderr: "inherit" })
    .spawn();
  const reader = server.stdout.pipeThrough(new TextDecoderStream()).getReader();
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  page.setDefaultTimeout(600_000);
  const wrong: string[] = [];
  page.on("pageerror", (error) => wrong.push(String(error)));
  try {
    const { value: address } = await reader.read();
    page.on("request", (request) => {
      const { url } = { url: request.url() };
      if (!url.startsWith(address!.trim()) && !url.startsWith("data:")) wrong.push(url);
    });
    await page.goto(address!.trim());
    await body(page);
    assertEquals(wrong, [], "errors, or requests elsewhere");
    server.kill("SIGINT");
    assertEquals((await server.status).code, 130);
    await page.locator("#live.off").waitFor();
  } finally {
    await reader.cancel();
    await page.close();
    try {
      server.kill("SIGKILL");
    } catch { /* it has ended */ }
    await server.status;
  }
}

/** The study, which ends with the check, whatever comes of that. */
async function studying(folder: string): Promise<Started & AsyncDisposable> {
  const study = start(...await experimentCommand([...STUDY, "--out", folder]));
  const end = async () => {
    study.send("SIGKILL");
    await study.ended;
  };
  return { ...study, [Symbol.asyncDispose]: end };
}

/** Holds a study once so many lines of epochs are on the disk: a busy browser may take its time. */
async function holdAfter(study: Started, folder: string, lines: number): Promise<void> {
  while (await linesOfEpochs(folder) < lines) await new Promise((resolve) => setTimeout(resolve, 20));
  study.send("SIGSTOP");
}

/** The lines of the table of epochs. */
async function linesOfEpochs(folder: string): Promise<number> {
  const text = await Deno.readTextFile(`${folder}/loss/epochs.csv`).catch(() => "");
  return text.split("\n").length;
}

const has = (text: string) => `document.querySelector("main").innerText.includes(${JSON.stringify(text)})`;
const ROWS = "document.querySelectorAll('#study-loss-training_loss .values tbody tr').length";

/** What is checked, by name. */
export const WATCHED: Record<string, (browser: Browser, folder: string) => Promise<void>> = {
  "a page goes along with a study that is killed and goes on, and keeps what the reader has done": (
    browser,
    folder,
  ) =>
    watching(browser, folder, async (page) => {
      assert(await page.evaluate(has("There are no results here yet")));
      await using first = await studying(folder);
      await holdAfter(first, folder, 4);
      await page.locator("#study-loss-training_loss .plot.drawn svg").first().waitFor();

      // The reader unfolds, sorts, and scrolls.
      await page.locator("#study-loss-training_loss .values summary").click();
      await page.locator("#study-loss > details summary").first().click();
      const heading = page.locator("#study-loss table.sortable").first().locator("th[data-column='1']");
      await heading.locator("button").click();
      await page.evaluate(
        "document.querySelector('#study-loss').id_ = 'kept', scrollTo({ top: 400, behavior: 'instant' })",
      );
      const top = await page.evaluate<number>("scrollY"), rows = await page.evaluate<number>(ROWS);
      const lines = await linesOfEpochs(folder);
      first.send("SIGCONT");
      await holdAfter(first, folder, lines + 2);
      await page.waitForFunction(`${ROWS} > ${rows}`);
      assertEquals(
        await page.evaluate("document.querySelector('#study-loss').id_"),
        "kept",
        "the section is another one",
      );
      assertEquals(await page.evaluate("scrollY"), top);
      assertEquals(await page.evaluate("document.querySelector('#study-loss > details').open"), true);
      assertEquals(await heading.getAttribute("aria-sort"), "descending");

      first.send("SIGKILL");
      await first.ended;
      await page.waitForFunction(has("paused: "));
      await using second = await studying(folder);
      await page.waitForFunction(has("running: "));
      // The second run has a legend with it, and the first can be hidden from then on.
      await page.locator("#study-loss .legend button[data-run='hinge']").click();
      assertEquals((await second.ended).code, 0);
      await page.waitForFunction(`!document.querySelector(".progress")`);
      await page.waitForFunction(has("highest test accuracy"));
      const hinge = page.locator("#study-loss .legend button[data-run='hinge']");
      assertEquals(await hinge.getAttribute("aria-pressed"), "false");
      await page.waitForFunction(`${ROWS} === 60`);
    }),
  "trials of several machines fill the table before they are merged": (browser, folder) =>
    watching(browser, folder, async (page) => {
      const grid = [...GRID, "--out", folder],
        trials = "document.querySelectorAll('#study-grid td.left').length";
      assertEquals((await runExperiment([...grid, "--plan", "--shards", "2"])).code, 0);
      await page.waitForFunction(has("0 of 4 runs finished; 4 not begun"));
      assertEquals((await runExperiment([...grid, "--shard", "1/2"])).code, 0);
      await page.waitForFunction(has("2 of 4 runs finished; 2 not begun"));
      const before = await page.evaluate<number>(trials);
      assertEquals((await runExperiment([...grid, "--shard", "2/2"])).code, 0);
      await page.waitForFunction(`${trials} > ${before}`);
      assertEquals((await runExperiment([...grid, "--merge"])).code, 0);
      await page.locator("#study-grid-heat_map").waitFor();
    }),
};
