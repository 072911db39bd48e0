/** Schedules, normalisation, dropout, averages and early stopping: from a configuration to what is trained. */
import * as layers from "@chainrule/layers";
import * as losses from "@chainrule/losses";
import * as optim from "@chainrule/optim";
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { fewDigits } from "../fixtures.ts";
import { ACTIVATIONS, LOSSES, OPTIMIZERS } from "../study/choices.ts";
import { DEFAULTS, type RunConfiguration } from "../study/configuration.ts";
import { classWeightsOf, classWeightsText, parseClassWeights } from "./class_weights.ts";
import { evaluate } from "./evaluate.ts";
import { makeLoss, makeOptimizer } from "./model.ts";
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
  "leaky ReLU": { activation: ["leaky-relu"], negativeSlope: 0.2 },
  "PReLU": { activation: ["p-relu"], slopes: "unit" },
  "Mish": { activation: ["mish"] },
  "squared error": { loss: "mean-squared-error" },
  "binary cross-entropy": { loss: "binary-cross-entropy" },
  "weighted classes": { classWeights: "0=3+9=0.5" },
  "centered RMSprop with momentum": {
    optimizer: "rmsprop",
    learningRate: 0.001,
    rmsCentered: true,
    rmsMomentum: 0.5,
  },
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

Deno.test("each setting of a module reaches it", async () => {
  const changes = async (common: Partial<RunConfiguration>, changed: Partial<RunConfiguration>) => {
    const losses = async (settings: Partial<RunConfiguration>) =>
      JSON.stringify((await record({ epochs: 2, ...settings })).epochs);
    const keys = Object.keys(changed) as (keyof RunConfiguration)[], plain = await losses(common);
    for (const key of keys) assert(await losses({ ...common, [key]: changed[key] }) !== plain, key);
  };
  await changes({ activation: ["leaky-relu"] }, { negativeSlope: 0.5 });
  await changes({ activation: ["p-relu"] }, { initSlope: 0.5, slopes: "unit" });
  await changes({ activation: ["elu"] }, { eluAlpha: 2 });
  await changes({ norm: "batch" }, { normEpsilon: 0.1, normMomentum: 0.5 });
  await changes({ norm: "layer" }, { normEpsilon: 0.1 });
  await changes({ optimizer: "adam", learningRate: 0.01 }, { beta1: 0.5, beta2: 0.9, epsilon: 0.1 });
  await changes({ optimizer: "adamw", learningRate: 0.01 }, { beta1: 0.5, beta2: 0.9, epsilon: 0.1 });
  await changes(
    { optimizer: "rmsprop", learningRate: 0.01 },
    { epsilon: 0.1, rmsDecay: 0.5, rmsMomentum: 0.5, rmsCentered: true },
  );
  await changes({ schedule: "cosine" }, { minRate: 0.05 });
  await changes({ schedule: "one-cycle" }, { rise: 0.6, startFactor: 5, endFactor: 10 });
});

Deno.test("every activation, loss and optimizer of the modules has a name", () => {
  const kinds = (exported: object, Ancestor: { readonly prototype: object }) =>
    Object.values(exported).filter((value) => value?.prototype instanceof (Ancestor as never));
  const activations = ACTIVATIONS.map((name) =>
    prepare({ ...small, activation: [name] }, data).model.layers[1]
  );
  for (const Kind of [...kinds(layers, layers.Activation), layers.PRelu]) {
    assert(activations.some(({ constructor }) => constructor === Kind), Kind.name);
  }
  const made = LOSSES.map((loss) => makeLoss({ ...small, loss }, 10));
  for (const Kind of kinds(losses, losses.RowLoss)) {
    assert(made.some(({ constructor }) => constructor === Kind), Kind.name);
  }
  const optimizers = OPTIMIZERS.map((optimizer) => makeOptimizer({ ...small, optimizer }, []));
  for (const Kind of kinds(optim, optim.RuleOptimizer)) {
    assert(optimizers.some(({ constructor }) => constructor === Kind), Kind.name);
  }
});

Deno.test("weights of classes: those that are named, the others 1; in whatever order, one text", () => {
  assertEquals(classWeightsOf("1=2+3=.5", 4), [1, 2, 1, 0.5]);
  assertEquals(classWeightsOf("none", 4), undefined);
  assertEquals(classWeightsText(parseClassWeights("3=0.50, 1=2,2=1")!), "1=2+3=0.5");
  for (const text of ["", "1", "1=-2", "1=2,1=3", "a=1"]) assertEquals(parseClassWeights(text), undefined);
  assertThrows(() => classWeightsOf("4=2", 4), RangeError, "found the class 4, want one from 0 to 3");
});

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
  const { loss, accuracy } = evaluate(run.model, makeLoss(small, 10), data.test, small);
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
  const held = epochs.map(({ heldOutLoss }) => heldOutLoss);
  assertEquals(held.indexOf(Math.min(...held)), epochs.length - 3);
});
