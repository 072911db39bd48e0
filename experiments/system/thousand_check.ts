/** A thousand trials in one command. Run by `deno task test:system`. */
import { assert, assertEquals } from "@std/assert";
import { fewDigits, namesIn, withFolder } from "../fixtures.ts";
import { layOut } from "../runner/lay_out.ts";
import { mergeStudy } from "../runner/merge_study.ts";
import { FolderStore } from "../storage/folder_store.ts";
import { studies } from "../studies/mod.ts";
import { max, min } from "../study/extent.ts";
import type { RunRecord } from "../study/run_record.ts";
import { runsOf } from "../study/study.ts";
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
        for (const [measure, most] of [["memory", 1.1], ["tensors", 1]] as const) {
          const [before, now] = [first, last].map((some) => median(some, measure));
          assert(now <= most * before, `${measure}: ${before} bytes, and ${now} in the end`);
        }
        // In some moments there is one more, that is just being written; and Deno opens files of its own once, for
        // its caches. A leak would be one for each of 900 trials.
        const [open, openLater] = [first, last].map((some) => min(some, ({ files }) => files)!);
        assert(openLater < open + 10, `${open} open files, and ${openLater} in the end`);
        assert(after.files <= openLater, `${after.files} files are still open`);
      }),
  });
}

/** Epochs as if a run had learned a little more in each. */
function madeUpEpochs(epochs: number, best: number): RunRecord["epochs"] {
  return Array.from({ length: epochs }, (_, i) => {
    const accuracy = best * (i + 1) / (i + 2), loss = 1 - accuracy;
    const measures = {
      trainLoss: loss,
      trainAccuracy: accuracy,
      heldOutLoss: loss,
      heldOutAccuracy: accuracy,
    };
    return { type: "epoch", epoch: i + 1, ...measures, seconds: 0.001 };
  });
}

Deno.test("1,300 trials of 100 epochs each become tables, sentences and plots", () =>
  withFolder(async (folder) => {
    const { sync } = Deno.FsFile.prototype;
    Deno.FsFile.prototype.sync = () => Promise.resolve(); // it would take most of the time
    try {
      const data = fewDigits(60, 20), ten = Array.from({ length: 10 }, (_, i) => (i + 1) / 20);
      const wanted = runsOf(studies.grid, {
        settings: { epochs: 100, hidden: [4] },
        varied: {
          learningRate: [...ten, 0.6, 0.7, 0.8],
          momentum: ten,
          weightDecay: ten,
          batchSize: [20],
          hidden: [[4]],
          activation: [["tanh"]],
          loss: ["hinge"],
        },
      });
      assertEquals(wanted.length, 1300);
      const { runs } = await layOut(studies.grid, { runs: wanted, data });
      const store = new FolderStore(`${folder}/runs`);
      for (const [i, run] of runs.entries()) {
        const epochs = madeUpEpochs(100, 0.5 + i / 2600);
        await store.saveRecord(run, { run, parameters: 454, epochs, steps: [], status: "finished" });
      }
      // The best trial is not trained again: it is a gap.
      const { files, conclusion, records } = await mergeStudy(studies.grid, {
        runs: wanted,
        data,
        folder,
        allowGaps: true,
      });
      assertEquals([records.length, max(records, ({ epochs }) => epochs.length)], [1300, 100]);
      assert(conclusion[0].includes("t1300"), conclusion[0]);
      const names = await namesIn(folder);
      for (const plot of ["training_loss.svg", "testing_accuracy.svg", "parallel_coordinates.svg"]) {
        assert(names.includes(plot) && files.includes(`${folder}/${plot}`), plot);
      }
      const rows = (await Deno.readTextFile(`${folder}/epochs.csv`)).split("\n").length - 2;
      assertEquals(rows, 130_000);
    } finally {
      Deno.FsFile.prototype.sync = sync;
    }
  }));
