import { assertEquals } from "@std/assert";
import { fewDigits, namesIn, withFolder } from "../fixtures.ts";
import { FolderStore } from "../storage/folder_store.ts";
import type { IdentifiedRun } from "../storage/run_identity.ts";
import type { PausedRun } from "../storage/run_store.ts";
import { studies } from "../studies/mod.ts";
import { runsOf } from "../study/study.ts";
import { TRAINING_DEFAULTS } from "../study/training_options.ts";
import { inThisThread } from "./jobs/trainer.ts";
import { layOut } from "./lay_out.ts";
import { StudyExecution } from "./study_execution.ts";

Deno.test("a trial that another shard stops as soon as its rung is kept is not written again", () =>
  withFolder(async (folder) => {
    const halving = { rungs: [1, 2], keep: 0.5 }, data = fewDigits();
    // The first and the last trial diverge. At the second rung the first shard trains the second trial, the first of those that
    // are left, and the second shard, which it belongs to, stops it: it learns nothing.
    const runs = runsOf(studies.grid, {
      settings: { epochs: 4, initStd: 0.1 },
      varied: {
        hidden: [[8]],
        activation: [["tanh"]],
        loss: ["softmax-cross-entropy"],
        learningRate: [1e30, 0, 0.05, 1e30],
        momentum: [0.9],
        weightDecay: [0],
        batchSize: [10],
      },
    });
    const layout = await layOut(studies.grid, { runs, data, halving, folder });
    const store = new FolderStore(`${folder}/runs`);
    const settings = { ...TRAINING_DEFAULTS, checkpointEvery: 0, data, watch: false, inspect: false };
    const trainer = () => Promise.resolve(inThisThread(settings));
    const planOf = (index: number) => ({ ...layout.plan, shard: { index, count: 2 } });
    const second = () => new StudyExecution({ ...layout, plan: planOf(2), store, trainer });
    await second().run();

    const trial = layout.runs[1], written: number[] = [];
    /** Where the second shard comes by as soon as there is a checkpoint of the trial. */
    class WatchedStore extends FolderStore {
      override async saveCheckpoint(run: IdentifiedRun, paused: PausedRun) {
        await super.saveCheckpoint(run, paused);
        if (run.id === trial.id && written.push(paused.record.epochs.length) === 1) await second().run();
      }
    }
    const watched = new WatchedStore(`${folder}/runs`);
    const first = new StudyExecution({ ...layout, plan: planOf(1), store: watched, trainer });
    await first.run();
    assertEquals(written, [2]);
    assertEquals((await store.read(trial))?.record.status, "stopped");
    assertEquals(await namesIn(store.folderOf(trial)), ["record.json", "run.json"]);
  }));
