/** `deno task experiment --native` in a checkout of its own, before and after `deno task native`. Run by `deno task test:system`. */
import { assertEquals, assertMatch } from "@std/assert";
import { hasNative, namesIn, withFolder } from "../fixtures.ts";
import { experimentCommand, ROOT, start } from "./command.ts";
import { writeSmallImages } from "./small_images.ts";
import { assertSameFiles, studyFiles } from "./study_files.ts";

/** What a checkout has that the command wants. */
const PARTS = "core layers losses optim data experiments bench std deno.json deno.lock".split(" ");

/** Copies what git would, more or less: no libraries, and no results. */
async function copy(from: URL, to: string): Promise<void> {
  if ((await Deno.stat(from)).isFile) return await Deno.copyFile(from, to);
  await Deno.mkdir(to, { recursive: true });
  for (const name of await namesIn(from.pathname)) {
    if (/^(build|findings|results|node_modules)$/.test(name)) continue;
    await copy(new URL(encodeURIComponent(name), `${from}/`), `${to}/${name}`);
  }
}

Deno.test("--native: what is missing is said, deno task native mends it, and the bytes are the same", () =>
  withFolder(async (folder) => {
    const checkout = `${folder}/check out`, study = `${folder}/results/loss`;
    await Deno.mkdir(checkout);
    for (const part of PARTS) await copy(new URL(part, ROOT), `${checkout}/${part}`);
    await writeSmallImages(`${folder}/images`);
    const settings = ["--hidden", "200", "--batch-size", "30", "--data-dir", `${folder}/images`];
    const run = async (...words: string[]) => {
      const args = ["loss", ...settings, "--quiet", "--out", `${folder}/results`, ...words];
      return await start(...await experimentCommand(args), checkout).ended;
    };
    const kernels = async () => JSON.parse(await Deno.readTextFile(`${study}/machine.json`)).kernels;

    const missing =
      "Cannot use native kernels: there is no library of these sources in .*/core/kernels/native/build, " +
      "want `deno task native`";
    const refused = await run("--native", "--epochs", "1");
    assertEquals([refused.code, refused.out], [2, ""]);
    assertMatch(refused.error, new RegExp(`^${missing}\n$`));
    assertEquals(await namesIn(study), []);

    const plain = await run("--native", "auto", "--epochs", "1", "--jobs", "2");
    assertEquals(plain.code, 0, plain.error);
    assertMatch(
      plain.error.replaceAll(/\n +/g, " "),
      new RegExp(`^WARNING: ${missing}: training in WebAssembly\n\n$`),
    );
    assertEquals(await kernels(), "WebAssembly");

    if (!hasNative()) return;
    const compiled = await start(Deno.execPath(), ["task", "native"], checkout).ended;
    assertEquals(compiled.code, 0, compiled.error);
    const wanted = await studyFiles(study);
    for (const jobs of ["1", "2"]) {
      const native = await run("--native", "--epochs", "1", "--jobs", jobs, "--fresh");
      assertEquals([native.code, native.error], [0, ""]);
      assertEquals(await kernels(), "native");
      assertSameFiles(await studyFiles(study), wanted);
    }
  }));
