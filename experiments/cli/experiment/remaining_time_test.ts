import { assertAlmostEquals, assertEquals } from "@std/assert";
import { fewDigits } from "../../fixtures.ts";
import { countParameters } from "../../study/configuration.ts";
import type { Run } from "../../study/run_names.ts";
import { studies } from "../../studies/mod.ts";
import type { EpochMeasures, RunRecord } from "../../study/run_record.ts";
import { runsOf } from "../../study/study.ts";
import { factsOf } from "../../study/study_data.ts";
import type { StudyPlan } from "../../study/study_record.ts";
import { RemainingTime } from "./remaining_time.ts";

const runs = runsOf(studies.loss, { settings: { epochs: 4 } });
const [first, second, third] = runs;
const trials = runs.map((run) => ({
  ...run,
  configuration: { ...run.configuration, epochs: 10, patience: 2 },
}));
const record = (run: typeof first, epochs: number, status: RunRecord["status"]): RunRecord => ({
  run,
  parameters: 1,
  epochs: Array.from<EpochMeasures>({ length: epochs }),
  steps: [],
  status,
});

function remaining(
  study: StudyPlan["study"],
  runs: readonly (typeof first)[],
  earlier: StudyPlan["earlier"],
  shard?: StudyPlan["shard"],
): RemainingTime {
  const plan: StudyPlan = {
    study,
    runs,
    seeds: 1,
    share: 1,
    data: factsOf(fewDigits()),
    source: "a test",
    folder: undefined,
    jobs: 1,
    shard,
    earlier,
  };
  return new RemainingTime(plan, runs, 1000);
}

/** The four runs are alike. The first was finished earlier, and the second came half way. */
function begin(): RemainingTime {
  const earlier = new Map([
    [first.name, record(first, 4, "finished")],
    [second.name, record(second, 2, "running")],
  ]);
  return remaining(studies.loss, runs, earlier);
}

Deno.test("what is left is estimated from what was done here, with the part of an epoch", () => {
  const time = begin();
  assertEquals(time.epochs, 10);
  time.reached(second, 2.5);
  assertEquals([time.left(2000), time.total(2000)], [19, 20]);
  time.reached(second, 4);
  time.ended(record(second, 4, "finished"));
  time.reached(third, 0.5);
  assertEquals([time.left(6000), time.active], [15, [{ name: third.name, epoch: 1, epochs: 4 }]]);
});

Deno.test("what a run that diverges leaves out is not left", () => {
  const time = begin();
  time.reached(second, 4);
  time.reached(third, 1);
  time.ended(record(third, 1, "diverged"));
  assertEquals([time.left(4000), time.active.map(({ name }) => name)], [4, [second.name]]);
});

Deno.test("what is done again counts as anything else, as for networks that are to be kept now", () => {
  const time = begin();
  assertEquals([time.left(2000), time.total(2000)], [undefined, undefined]); // nobody knows yet
  time.reached(first, 0.5); // it was finished
  assertEquals(time.left(2000), 27); // of 14 epochs
  time.reached(second, 0.5); // its checkpoint is damaged
  assertEquals(time.left(2000), 15); // of 16
  time.reached(second, 1);
  assertEquals(time.left(2500), 14.5);
});

Deno.test("which trial is the best, and so how large its network, is known when it begins", () => {
  const [a, b] = trials.map((trial, i) => ({
    ...trial,
    configuration: { ...trial.configuration, patience: 0, hidden: [[10], [400]][i % 2] },
  }));
  const work = ({ configuration }: Run) => countParameters(configuration, 100, 10);
  const time = remaining(studies.grid, [a, b], new Map());
  for (const trial of [a, b]) {
    time.reached(trial, 10);
    time.ended(record(trial, 10, "finished"));
  }
  const [expected, actual] = [(work(a) + work(b)) / 2, work(b)];
  const per = 1 / (work(a) + work(b)); // the trials took a second
  assertAlmostEquals(time.left(2000)!, expected * per, 1e-9);
  time.reached({ ...b, name: "best" }, 0);
  assertAlmostEquals(time.left(2000)!, actual * per, 1e-9);
});

Deno.test("as much is left for the best of each kind", () => {
  const study = { ...studies.grid, each: ["loss"] as const };
  const four = trials.map(({ configuration, ...run }) => ({
    ...run,
    configuration: { ...configuration, patience: 0 },
  }));
  const time = remaining(study, four, new Map());
  for (const trial of four) {
    time.reached(trial, 10);
    time.ended(record(trial, 10, "finished"));
  }
  assertEquals(time.left(41_000), 40); // the four losses have a best each
  const best = four.map((run) => ({ ...run, name: `best ${run.name}` }));
  time.reached(best[0], 0);
  assertEquals(time.left(41_000), 40);
  time.reached(best[0], 10);
  time.ended(record(best[0], 10, "finished"));
  time.reached(best[1], 5);
  assertEquals(time.left(56_000), 25);
});

Deno.test("whichever part trains the best takes as much longer", () => {
  const time = remaining(studies.grid, trials, new Map(), { index: 1, count: 1 });
  for (const trial of trials) {
    time.reached(trial, 10);
    time.ended(record(trial, 10, "finished"));
  }
  assertEquals(time.left(41_000), 0); // no part knows that it will
  time.reached({ ...trials[0], name: "best" }, 5);
  assertEquals(time.left(46_000), 5);
});

Deno.test("the best of trials with patience takes as long as they did", () => {
  const [a, b, c, d] = trials;
  const time = remaining(studies.grid, trials, new Map([[a.name, record(a, 2, "finished")]]));
  for (const [trial, epochs] of [[b, 2], [c, 2], [d, 6]] as const) {
    time.reached(trial, epochs);
    time.ended(record(trial, epochs, "finished"));
  }
  assertEquals(time.left(11_000), 3); // of one run, the mean of 2, 2, 2 and 6 epochs, at one a second
});
