/** What comes between while a study is trained. Run by `deno task test:system`. */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { namesIn, withFolder } from "../fixtures.ts";
import { runExperiment, type Started, startExperiment } from "./command.ts";
import { Subject } from "./subject.ts";

/** Long enough for something to come between. */
const subject = new Subject(700);

/** With checkpoints from early on. */
const OFTEN = ["--checkpoint-every", "0.1"];

/** Waits until a process has written a checkpoint. */
async function untilItTrains({ ended }: Started, out: string): Promise<void> {
  let over = false;
  ended.then(() => over = true);
  while (true) {
    for (const run of await namesIn(`${out}/loss/runs`)) {
      if ((await namesIn(`${out}/loss/runs/${run}`)).includes("checkpoint.safetensors")) return;
    }
    assert(!over, "it ended before it trained");
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

for (const [signal, code] of [["SIGINT", 130], ["SIGTERM", 75]] as const) {
  Deno.test(`${signal} gives code ${code}, and the same command goes on`, () =>
    withFolder(async (folder) => {
      for (const jobs of ["1", "2"]) {
        const out = `${folder}/${jobs}`, words = [...OFTEN, "--jobs", jobs];
        const process = await startExperiment([...subject.command(out), ...words]);
        await untilItTrains(process, out);
        process.send(signal);
        const ended = await process.ended;
        assertEquals([ended.code, ended.signal], [code, null], ended.error);
        const said = "\nInterrupted: nothing is lost, and the same command goes on from here.\n";
        assertEquals(ended.error, said);
        await subject.assertGoesOn(out, words);
      }
    }));
}

Deno.test("of two processes on one folder the second is refused, and the first not disturbed", () =>
  withFolder(async (folder) => {
    const first = await startExperiment([...subject.command(folder), ...OFTEN]);
    await untilItTrains(first, folder);
    // A task of a job array is to be run again.
    for (const [wanted, more] of [[1, []], [1, ["--fresh"]], [75, ["--shard", "1/2"]]] as const) {
      const { code, error } = await runExperiment([...subject.command(folder), ...more]);
      assertEquals(code, wanted, error);
      const refusal =
        `^Cannot work in ${folder}/loss: process ${first.pid} on \\S+ is at work there \\(all\\)[^\\n]+\\n$`;
      assertMatch(error, new RegExp(refusal));
    }
    const { code, error } = await first.ended;
    assertEquals([code, error], [0, ""]);
    await subject.assertWhole(folder);
  }));

Deno.test("a folder that is removed while it is worked in: one line, code 1", () =>
  withFolder(async (folder) => {
    for (const jobs of ["1", "2"]) {
      const out = `${folder}/${jobs}`, words = [...OFTEN, "--jobs", jobs];
      const process = await startExperiment([...subject.command(out), ...words]);
      await untilItTrains(process, out);
      await Deno.rename(out, `${out}-removed`);
      const { code, error } = await process.ended;
      assertEquals(code, 1, error);
      assertMatch(error, new RegExp(`^Cannot write ${out}/loss/\\S+: no such file or directory[^\\n]*\\n$`));
      await subject.assertGoesOn(out, words);
    }
  }));
