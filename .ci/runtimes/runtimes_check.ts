/**
 * The packages as their users get them, in every runtime: packed for Node.js and Bun, bundled for Deno and Chromium. All train the same
 * networks, to the same bytes.
 *
 * Node.js and Bun come from npm, by `npx`. A runtime that is not to be had is skipped, which is said.
 */
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { findChromium } from "../../experiments/system/browser/browser.ts";
import { openPage } from "./browser.ts";
import { deno, makeProject, run } from "./project.ts";
import type { Result } from "./training.ts";

/**
 * The SHA-256 of the weights with strict rounding. It changes with the order in which kernels add, and with what layers, losses and
 * optimizers do; if that was meant, take the one that the check of Deno found.
 */
const WEIGHTS = "68413ecb75fbe07fe581f930f99fcbaae9385649e3addd4d3dbf866ddc8bacaa";

const WITH_NPX: Readonly<Record<string, [npm: string, program: string]>> = {
  "Node.js 22": ["node@22", "node"],
  "Node.js 24": ["node@24", "node"],
  "Bun": ["bun@1", "bun"],
};

function assertResult(text: string, { isPage = false, threads = 2 } = {}): void {
  const result: Result & { error?: string } = JSON.parse(text);
  assertEquals(result.error, undefined);
  const { hashes, loaded } = result;
  assertEquals(hashes["strict, 1 thread"], WEIGHTS);
  assertEquals(hashes["strict, 2 threads"], WEIGHTS);
  assertEquals(hashes["fast, 1 thread"], hashes["fast, 2 threads"]);
  assertEquals(result.threads, threads);
  assertEquals(loaded[0], "6 + 3 images, 012349");
  if (isPage) {
    assertEquals(loaded.length, 3);
    assertStringIncludes(
      loaded[1],
      "Cannot load mnist: no files are given and there is no file system; Cannot",
    );
    assertStringIncludes(loaded[1], "SHA-256 differs");
    assertStringIncludes(
      loaded[2],
      "small is a folder and there is no file system here, want files or mirrors",
    );
  } else {
    assertEquals(loaded.length, 2);
    assertMatch(loaded[1], /^Cannot load mnist: the folder \S+none does not exist$/);
  }
}

const { folder, small, remove } = await makeProject(), bundle = `${folder}/bundle.js`;

Deno.test.afterAll(remove);

Deno.test("Deno, from the source, with no permission but to read the data", async () => {
  const training = new URL("training.ts", import.meta.url).href;
  assertResult(await deno(["run", "--no-prompt", `--allow-read=${small}`, training, small], folder));
});

Deno.test("Deno, bundled", async () => {
  await deno(["bundle", "--quiet", "--minify", "--platform", "browser", "training.ts", "-o", bundle], folder);
  assertResult(await deno(["run", "--no-prompt", `--allow-read=${small}`, bundle, small], folder));
});

Deno.test("The README's example, bundled for a page, is as small as it says, and trains", async () => {
  const readme = await Deno.readTextFile(new URL("../../README.md", import.meta.url));
  const [, example] = readme.match(/## Use the modules\n[^]*?```ts\n([^]*?)```/)!;
  await Deno.writeTextFile(`${folder}/train.ts`, example);
  const command = readme.match(/`deno (bundle [^`]* train.ts -o train.js)`/)![1].split(" ");
  await deno([...command, "--quiet"], folder);
  const losses = (await deno(["run", "--no-prompt", "train.js"], folder)).trim().split("\n").map(Number);
  assertEquals(losses.length, 20);
  assert(losses[19] < losses[0], `${losses}`);

  const compressed = (await Deno.open(`${folder}/train.js`)).readable
    .pipeThrough(new CompressionStream("gzip"));
  const { length } = await new Response(compressed).bytes(),
    said = Number(readme.match(/is about (\d+) KB, compressed/)![1]);
  assert(Math.abs(length / 1000 / said - 1) < 0.05, `the README says ${said} KB, it is ${length} bytes`);
});

for (const [name, [npm, program]] of Object.entries(WITH_NPX)) {
  const version = await run("npx", ["-y", "-p", npm, "-c", `${program} --version`], folder).catch(() => "");
  Deno.test({
    name: version ? `${name} (${version.trim()}), packed` : `${name} (skipped: npx can't get ${npm})`,
    ignore: version === "",
    async fn() {
      assertResult(await run("npx", ["-y", "-p", npm, "-c", `${program} training.ts ${small}`], folder));
    },
  });
}

const chromium = await findChromium();
for (const isolated of [true, false]) {
  Deno.test({
    name: `Chromium, bundled, ${isolated ? "" : "not "}isolated${
      chromium ? "" : " (skipped: there is none)"
    }`,
    ignore: chromium === undefined,
    async fn() {
      const threads = isolated ? 2 : 1;
      assertResult(await openPage(chromium!, bundle, small, isolated), { isPage: true, threads });
    },
  });
}
