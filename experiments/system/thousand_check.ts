/** A thousand trials in one command. Run by `deno task test:system`. */
import { assert, assertEquals } from "@std/assert";
import { withFolder } from "../fixtures.ts";
import { start } from "./command.ts";
import type { Sample } from "./thousand_trials.ts";

/** The middle one of a measure of samples. */
function median(samples: readonly Sample[], measure: keyof Sample): number {
  const sorted = samples.map((sample) => sample[measure]).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

for (const jobs of [1, 2]) {
  Deno.test({
    name: `a thousand trials, ${jobs} at a time, take no more memory in the end than in the beginning`,
    ignore: Deno.build.os !== "linux", // where /proc tells
    fn: () =>
      withFolder(async (folder) => {
        const flags = ["run", "--no-prompt", "--allow-all", "--v8-flags=--expose-gc"];
        const script = ["experiments/system/thousand_trials.ts", folder, String(jobs)];
        const { send, ended } = start(Deno.execPath(), [...flags, ...script]);
        const late = setTimeout(() => send("SIGKILL"), 300_000); // whoever leaves a worker behind does not end
        const { code, signal, out, error } = await ended;
        clearTimeout(late);
        assertEquals([code, signal], [0, null], error);
        const found: { count: number; workers: number; first: Sample[]; last: Sample[]; after: Sample } = JSON
          .parse(out);
        const { first, last, after } = found;
        assertEquals([found.count, first.length, last.length], [1001, 100, 100]); // the best is trained again
        assertEquals(found.workers, jobs > 1 ? jobs : 0);
        for (const measure of ["memory", "tensors"] as const) {
          const [before, now] = [first, last].map((some) => median(some, measure));
          assert(now <= 1.1 * before, `${measure}: ${before} bytes, and ${now} in the end`);
        }
        // In some moments there is one more, that is just being written; and Deno opens files of its own once, for
        // its caches. A leak would be one for each of 900 trials.
        const [open, openLater] = [first, last].map((some) => Math.min(...some.map(({ files }) => files)));
        assert(openLater < open + 10, `${open} open files, and ${openLater} in the end`);
        assert(after.files <= openLater, `${after.files} files are still open`);
      }),
  });
}
