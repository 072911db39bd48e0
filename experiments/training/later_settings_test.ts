/** Schedules, normalisation, dropout, averages and early stopping: from a configuration to what is trained. */
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { fewDigits } from "../fixtures.ts";
import { DEFAULTS, type RunConfiguration } from "../study/configuration.ts";
import { evaluate } from "./evaluate.ts";
import { makeLoss } from "./model.ts";
import { ResumableRun } from "./resumable_run.ts";
import { makeSchedule } from "./schedule.ts";
import { isHopeless, prepare, train } from "./train.ts";

const data = fewDigits();
const small: RunConfiguration = {
  ...DEFAULTS,
  hidden: [8],
  batchSize: 50,
  epochs: 3,
  learningRate: 0.1,
  initStd: 0.3,
};

/** The learning rates of some steps of ten epochs of ten steps. */
function rates(settings: Partial<RunConfiguration>, ...steps: number[]): number[] {
  const schedule = makeSchedule({ ...small, learningRate: 1, epochs: 10, ...settings }, 10);
  return steps.map((step) => Number(schedule(step).toFixed(6)));
}

Deno.test("each schedule takes the whole run, and the warm-up comes before it", () => {
  assertEquals(rates({}, 0, 50, 99), [1, 1, 1]);
  assertEquals(rates({ schedule: "cosine" }, 0, 50, 100), [1, 0.5, 0]);
  assertEquals(rates({ schedule: "step", decayEvery: 4, decayFactor: 0.5 }, 0, 39, 40, 80), [
    1,
    1,
    0.5,
    0.25,
  ]);
  assertEquals(rates({ schedule: "one-cycle" }, 0, 29, 99), [0.04, 1, 0.000004]);
  assertEquals(rates({ schedule: "rising" }, 0, 99), [1e-6, 1]);
  assertEquals(rates({ warmUp: 0.4 }, 0, 1, 3, 4, 9), [0.2, 0.4, 0.8, 1, 1]);
  assertEquals(rates({ schedule: "cosine", warmUp: 2 }, 0, 20, 60, 100), [0.047619, 1, 0.5, 0]);
  // A run of a single step has a learning rate, too.
  for (const schedule of ["one-cycle", "cosine", "step", "rising"] as const) {
    const [rate] = [makeSchedule({ ...small, schedule, epochs: 1 }, 1)(0)];
    assert(rate > 0 && rate <= small.learningRate, `${schedule} ${rate}`);
  }
});

/** What each of them does is different from what the defaults do, and the same each time. */
const SETTINGS: Record<string, Partial<RunConfiguration>> = {
  "one-cycle": { schedule: "one-cycle" },
  "cosine after a warm-up": { schedule: "cosine", warmUp: 0.5 },
  "steps": { schedule: "step", decayEvery: 1 },
  "Nesterov's momentum": { nesterov: true },
  "RMSprop": { optimizer: "rmsprop", learningRate: 0.003 },
  "dropout": { dropout: 0.3 },
  "dropout of the pixels": { inputDropout: 0.2 },
  "layer normalisation": { norm: "layer" },
  "batch normalisation": { norm: "batch" },
  "smoothed labels": { labelSmoothing: 0.1 },
  "a moving average": { ema: 0.9 },
  "all of it": {
    schedule: "one-cycle",
    nesterov: true,
    dropout: 0.2,
    norm: "batch",
    labelSmoothing: 0.1,
    ema: 0.9,
  },
};

const record = async (settings: Partial<RunConfiguration>, until?: number) => {
  const run = new ResumableRun({ name: "a", configuration: { ...small, ...settings } }, data);
  const { epochs, status } = await run.continue(until);
  return { run, status, epochs: epochs.map(({ seconds: _, ...epoch }) => epoch) };
};

for (const [name, settings] of Object.entries(SETTINGS)) {
  Deno.test(`${name}: learns, and goes on from a checkpoint to the same numbers`, async () => {
    const plain = await record({}), whole = await record(settings);
    assert(JSON.stringify(whole.epochs) !== JSON.stringify(plain.epochs));
    assert(whole.epochs[2].trainLoss < whole.epochs[0].trainLoss, JSON.stringify(whole.epochs));
    const first = await record(settings, 1);
    const second = new ResumableRun({ name: "a", configuration: { ...small, ...settings } }, data);
    await second.resume(await first.run.checkpoint());
    const { epochs } = await second.continue();
    assertEquals(epochs.map(({ seconds: _, ...epoch }) => epoch), whole.epochs);
    const weights = (run: ResumableRun) => run.model.parameters().map(({ value }) => [...value.data]);
    assertEquals(weights(second), weights(whole.run));
  });
}

Deno.test("dropout leaves first weights as they are, and drops nothing outside of training", () => {
  const weights = (settings: Partial<RunConfiguration>) =>
    prepare({ ...small, hidden: [8, 6], ...settings }, data).model.parameters().map((
      { value },
    ) => [...value.data]);
  assertEquals(weights({ dropout: 0.5, inputDropout: 0.5 }), weights({}));
  const { model: noisy } = prepare({ ...small, inputDropout: 0.5 }, data);
  assertEquals(noisy.layers.map(({ name }) => name), ["Dropout", "Linear", "Tanh", "Linear"]);
  const { model } = prepare({ ...small, dropout: 0.5, norm: "layer" }, data);
  assertEquals(model.layers.map(({ name }) => name), ["Linear", "LayerNorm", "Tanh", "Dropout", "Linear"]);
});

Deno.test("what is tested, and kept at the end, is the average", async () => {
  const settings = { ema: 0.5, epochs: 1 }, training = prepare({ ...small, ...settings }, data);
  const [{ value }] = training.model.parameters();
  let average = [...value.data], last = average;
  for (const measures of train(training)) {
    if (measures.type !== "step") continue;
    last = [...value.data];
    average = average.map((mean, i) => 0.5 * mean + 0.5 * last[i]);
  }
  assertEquals([...value.data], last);
  const { run, epochs } = await record(settings);
  const [kept] = run.end().parameters();
  assertEquals(run.end(), run.model);
  kept.value.data.forEach((mean, i) => assertAlmostEquals(mean, average[i], 1e-5));
  const { loss, accuracy } = evaluate(run.model, makeLoss(small), data.test, small);
  assertEquals([loss, accuracy], [epochs[0].heldOutLoss, epochs[0].heldOutAccuracy]);
});

Deno.test("a run ends when it has found nothing better for as long as it has patience", async () => {
  const epoch = (heldOutLoss: number) => ({ heldOutLoss }) as never;
  const hopeless = (patience: number, ...losses: number[]) =>
    isHopeless({ configuration: { ...small, patience }, epochs: losses.map(epoch) });
  assertEquals([hopeless(0, 1, 2, 3), hopeless(2), hopeless(2, 3, 2, 1), hopeless(2, 1, 2)], [
    false,
    false,
    false,
    false,
  ]);
  assertEquals([hopeless(2, 3, 1, 2, 1), hopeless(1, 1, 1), hopeless(2, 3, 1, 2, 0.5)], [true, true, false]);
  const long = { epochs: 60, patience: 2, learningRate: 1 };
  const { status, epochs } = await record(long);
  assertEquals(status, "finished");
  assert(epochs.length < 60);
  const losses = epochs.map(({ heldOutLoss }) => heldOutLoss);
  assertEquals(losses.indexOf(Math.min(...losses)), epochs.length - 3);
});
