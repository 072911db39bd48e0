import { assert, assertEquals, assertMatch } from "@std/assert";
import { parse } from "@std/csv";
import { conclusionOf } from "../analysis/conclusion.ts";
import { readStudyFolder } from "../storage/read_study_folder.ts";
import type { ConfigurationFile } from "../storage/read_configuration.ts";
import { fewDigits, withFolder } from "../fixtures.ts";
import { bracketsOf, defaultRungs, halvingShare, survivors } from "../study/halving.ts";
import { runStudy } from "./run_study.ts";
import { search } from "./search.ts";
import type { Run } from "../study/run_names.ts";
import { studies } from "../studies/mod.ts";
import { isBest, runsOf, type Study } from "../study/study.ts";
import type { RunRecord } from "../study/run_record.ts";

const data = fewDigits();
const varied = {
  learningRate: [0.001, 0.05, 1e30],
  hidden: [[8], [16]],
  momentum: [0, 0.9],
  weightDecay: [0],
  batchSize: [32],
  activation: [["selu" as const]],
  loss: ["softmax-cross-entropy" as const],
};
const runs = runsOf(studies.grid, { settings: { epochs: 4, initStd: 0.1 }, varied });

Deno.test("a grid is searched, the best is trained on everything and tested once for each seed", () =>
  withFolder(async (folder) => {
    const result = await runStudy(studies.grid, { runs, seeds: 2, data, folder });
    assertEquals(result.records.length, 14);
    const read = async (name: string) =>
      parse(await Deno.readTextFile(`${folder}/${name}`), { skipFirstRow: true });
    const trials = await read("trials.csv");
    assertEquals(trials.length, 12);
    const best = trials.find(({ rank }) => rank === "1")!;
    assert(trials.every(({ validation_accuracy: a }) => Number(a) <= Number(best.validation_accuracy)));
    assertEquals(trials.filter(({ status }) => status === "diverged").length, 4);
    assert(trials.slice(8).every(({ rank }) => Number(rank) > 8));
    const ofBest = (await read("runs.csv")).filter(({ run }) => run.startsWith("best@"));
    assertEquals(ofBest.map(({ run }) => run), ["best@1", "best@2"]);
    assert(
      ofBest.every(({ hidden, learning_rate: rate }) =>
        hidden === best.hidden && rate === best.learning_rate
      ),
    );
    const file: ConfigurationFile = JSON.parse(await Deno.readTextFile(`${folder}/config.json`));
    assertEquals(file.study.measuredOn, "validation");
    assertEquals(file.study.axes, ["hidden", "learning_rate", "momentum"]);
    assertEquals(file.dataset?.validationImages, 50);
    const importance = await read("importance.csv");
    assertEquals(importance[0].setting, "learning_rate");
    assertEquals(importance.at(-1)!.setting, "the rest");
    assert(result.conclusion[0].startsWith(`The best of 12 trials is ${best.trial} (`), result.conclusion[0]);
  }));

Deno.test("where each value of a setting has a best of its own, each is trained on everything and tested, and read back", () =>
  withFolder(async (folder) => {
    const study: Study = {
      ...studies.grid,
      each: ["loss"],
      trials: [
        { loss: "hinge", learningRate: 0.05, margin: 1 },
        { loss: "hinge", learningRate: 1e-9, margin: 1 },
        { loss: "focal", learningRate: 1e-9, alpha: 1 },
        { loss: "focal", learningRate: 0.05, alpha: 1 },
      ],
    };
    const settings = { epochs: 3, hidden: [8], initStd: 0.1 };
    const asked = { runs: runsOf(study, { settings }), seeds: 2, data, folder };
    const { records, conclusion } = await runStudy(study, asked);
    const best = records.filter(({ run }) => isBest(study, run.name));
    assertEquals(best.map(({ run }) => run.name).toSorted(), [
      "best focal@1",
      "best focal@2",
      "best hinge@1",
      "best hinge@2",
    ]);
    assert(best.every(({ run }) => run.configuration.learningRate === 0.05));
    assertMatch(conclusion[0], /^The best of 4 trials, chosen on 50 images held out of the training set: /);
    assertMatch(conclusion[0], /hinge: learning rate 0.05/);
    assertMatch(conclusion.at(-1)!, /100 % goes with loss/);
    const warnings: unknown[] = [];
    const read = await readStudyFolder(folder, {
      studies: { grid: study },
      warn: (one) => warnings.push(one),
    });
    assertEquals(warnings, []);
    const configurations = (records: readonly RunRecord[]) =>
      Object.fromEntries(records.map(({ run }) => [run.name, run.configuration]));
    assertEquals(configurations(read!.record.records), configurations(records));
    assertEquals(await conclusionOf(read!.record), conclusion);
  }));

Deno.test("with their networks kept, trials go on to more epochs, to the same as all at once", () =>
  withFolder(async (folder) => {
    const search = async (out: string, epochs: number, saveModels: boolean) => {
      const trained: string[] = [];
      const trials = runs.slice(0, 2).map((run) => ({
        ...run,
        configuration: { ...run.configuration, epochs },
      }));
      const { records } = await runStudy(studies.grid, {
        runs: trials,
        data,
        folder: `${folder}/${out}`,
        saveModels,
        reporter: { epoch: ({ run }, { epoch }) => void trained.push(`${run.name} ${epoch}`) },
      });
      const losses = records.map(({ epochs }) => epochs.map(({ heldOutLoss }) => heldOutLoss));
      return { trained, losses };
    };
    await search("kept", 1, true);
    const grown = await search("kept", 2, true), whole = await search("whole", 2, false);
    assertEquals(grown.trained, ["t001 2", "t002 2", "best 2"]);
    assertEquals(grown.losses, whole.losses);
    await search("whole", 1, false);
    assertEquals((await search("whole", 3, false)).trained.slice(0, 3), ["t001 1", "t001 2", "t001 3"]);
  }));

Deno.test("halving stops the worst, and the others come out as without it", async () => {
  const ended: string[] = [];
  const isTrial = ({ run }: RunRecord) => run.name !== "best";
  const halved = (await runStudy(studies.grid, {
    runs,
    data,
    halving: { rungs: [1, 2], keep: 0.34 },
    reporter: { runEnds: (record) => void (isTrial(record) && ended.push(record.run.name)) },
  })).records.filter(isTrial);
  const full = (await runStudy(studies.grid, { runs, data })).records.filter(isTrial);
  const clean = (epochs: RunRecord["epochs"]) => epochs.map((epoch) => ({ ...epoch, seconds: 0 }));
  assertEquals(ended.toSorted(), runs.map(({ name }) => name));
  const kept = halved.filter(({ status }) => status === "finished");
  const rungs = halved.filter(({ status }) => status === "stopped").map(({ rung }) => rung);
  assertEquals(rungs.sort(), [1, 1, 1, 1, 2, 2, 2]);
  assertEquals(kept.length, 1);
  for (const [i, record] of halved.entries()) {
    assertEquals(clean(record.epochs), clean(full[i].epochs.slice(0, record.epochs.length)));
  }
  const first = (i: number) => full[i].epochs[0]?.heldOutAccuracy ?? 0;
  const worstKept = Math.min(...halved.flatMap(({ rung }, i) => rung! > 1 ? [first(i)] : []));
  const bestStopped = Math.max(
    ...halved.flatMap(({ rung, status }, i) => rung === 1 && status === "stopped" ? [first(i)] : []),
  );
  assert(worstKept >= bestStopped);
});

Deno.test("which trials go on does not depend on the order in which they arrive", async () => {
  const merit = (name: string) => Number(name.slice(1)) * 7 % 12;
  const outcomes = await Promise.all([0, 3, 8].map(async (turn) => {
    const stopped: string[] = [];
    const asked: string[][] = [];
    const complete = await search(runs, {
      halving: { rungs: [1, 3], keep: 0.5 },
      advance: async (trials, until, _, arrive) => {
        asked.push([...trials.map(({ name }) => name), String(until)]);
        for (const run of [...trials.slice(turn % trials.length), ...trials.slice(0, turn % trials.length)]) {
          await arrive(recordOf(run, until, merit(run.name), until === 4 ? "finished" : "running"));
        }
      },
      stop: ({ run }) => Promise.resolve(void stopped.push(run.name)),
    });
    return { complete, asked, stopped: stopped.sort() };
  }));
  assertEquals(outcomes[0].asked.map((names) => names.length - 1), [12, 6, 3]);
  assertEquals(outcomes[0].asked.map((names) => names.at(-1)), ["1", "3", "4"]);
  for (const outcome of outcomes) assertEquals(outcome, outcomes[0]);
});

Deno.test("Hyperband: brackets begin one rung after the other, and are compared each with itself", async () => {
  const halving = { rungs: [1, 3], keep: 1 / 3, hyperband: true }, brackets = bracketsOf(17, halving);
  // As its authors have it for 9 epochs and thirds: 9, 5 and 3 trials.
  assertEquals([0, 1, 2].map((bracket) => brackets.filter((of) => of === bracket).length), [9, 5, 3]);
  assertEquals(bracketsOf(40, halving).slice(0, 17), brackets);
  assertEquals(bracketsOf(3, { ...halving, hyperband: false }), [0, 0, 0]);
  assertEquals(halvingShare(9, 17, halving), (21 + 21 + 27) / (9 * 17));
  const trials = runsOf(studies.grid).slice(0, 17), asked: string[][] = [], stopped: string[] = [];
  // Later trials are better, so that all of a bracket would lose against another one.
  const complete = await search(trials, {
    halving,
    advance: async (of, until, rung, arrive) => {
      asked.push(of.map(({ name }) => name));
      for (const run of of) {
        await arrive(recordOf(run, until, Number(run.name.slice(1)), rung === 3 ? "finished" : "running"));
      }
    },
    stop: ({ run }) => Promise.resolve(void stopped.push(run.name)),
  });
  const of = (bracket: number) => trials.flatMap(({ name }, i) => brackets[i] === bracket ? [name] : []);
  const [first, second, third] = [0, 1, 2].map(of);
  assertEquals([complete, asked.map(({ length }) => length)], [true, [9, 8, 5]]);
  assertEquals(asked[0], first);
  assertEquals(asked[1], [...first.slice(-3), ...second].sort());
  assertEquals(asked[2], [...first.slice(-1), ...second.slice(-1), ...third].sort());
  assertEquals(stopped.length, 12);
});

Deno.test("a search whose trials do not all arrive has not come to its end", async () => {
  const complete = await search(runs, {
    advance: (trials, until, _, arrive) => arrive(recordOf(trials[0], until, 1, "finished")),
    stop: () => Promise.resolve(),
  });
  assertEquals(complete, false);
});

function recordOf(run: Run, epochs: number, merit: number, status: RunRecord["status"]): RunRecord {
  const measures = { type: "epoch" as const, trainLoss: 1, trainAccuracy: 0, heldOutLoss: 1, seconds: 0 };
  return {
    run,
    parameters: 1,
    steps: [],
    status,
    epochs: Array.from(
      { length: epochs },
      (_, i) => ({ ...measures, epoch: i + 1, heldOutAccuracy: merit / 100 }),
    ),
  };
}

Deno.test("an interrupt ends a search, and nothing is tested", async () => {
  const interrupt = new AbortController();
  const result = await runStudy(studies.grid, {
    runs,
    data,
    signal: interrupt.signal,
    reporter: { epoch: ({ run }) => void (run.name === "t003" && interrupt.abort("SIGINT")) },
  });
  assert(result.interrupted);
  assertEquals(result.records.map(({ run, status }) => `${run.name} ${status}`), [
    "t001 finished",
    "t002 finished",
    "t003 interrupted",
  ]);
});

Deno.test("rungs, survivors and what halving leaves of the work", () => {
  assertEquals(defaultRungs(100, 288, 1 / 3), [1, 4, 11, 33]);
  assertEquals(defaultRungs(10, 4, 1 / 3), [3]);
  assertEquals(defaultRungs(1, 100, 1 / 3), []);
  assertEquals([survivors(9, 1 / 3), survivors(1, 0.1), survivors(10, 0.25)], [3, 1, 2]);
  // 9 trials of 1 epoch, 3 of 2 more, 1 of 6 more: 21 of 81.
  assertEquals(halvingShare(9, 9, { rungs: [1, 3], keep: 1 / 3 }), 21 / 81);
});
