import { assert, assertAlmostEquals, assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import { ACTIVATIONS, LOSSES, OPTIMIZERS } from "../study/choices.ts";
import { DEFAULTS, type RunConfiguration } from "../study/configuration.ts";
import { countParameters } from "../study/configuration.ts";
import { evaluate } from "./evaluate.ts";
import { fewDigits } from "../fixtures.ts";
import { ResumableRun } from "./resumable_run.ts";
import { type Outcome, prepare, train } from "./train.ts";
import type { StepMeasures, TimedEpoch } from "../study/run_record.ts";

const data = fewDigits();
const small: RunConfiguration = {
  ...DEFAULTS,
  dataset: "synthetic",
  hidden: [16],
  batchSize: 32,
  epochs: 3,
  learningRate: 0.05,
  initStd: 0.1,
};

function run(
  changes: Partial<RunConfiguration> = {},
): { steps: StepMeasures[]; epochs: TimedEpoch[]; outcome: Outcome } {
  const training = prepare({ ...small, ...changes }, data);
  const steps: StepMeasures[] = [];
  const generator = train(training);
  for (;;) {
    const { done, value } = generator.next();
    if (done) return { steps, epochs: training.epochs, outcome: value };
    if (value.type === "step") steps.push(value);
  }
}

const withoutSeconds = (epochs: TimedEpoch[]) => epochs.map((epoch) => ({ ...epoch, seconds: 0 }));

Deno.test("the loss falls and the accuracy rises", () => {
  const { epochs, steps, outcome } = run({ epochs: 15 });
  assertEquals(outcome, { status: "finished" });
  assert(epochs[14].trainLoss < epochs[0].trainLoss / 2);
  assert(epochs[14].heldOutAccuracy > 0.5, `${epochs[14].heldOutAccuracy}`);
  assertEquals(epochs.map(({ epoch }) => epoch), Array.from({ length: 15 }, (_, i) => i + 1));
  assertEquals(steps.map(({ iteration }) => iteration), Array.from({ length: 150 }, (_, i) => i + 1));
  assert(epochs.every(({ seconds }) => seconds > 0));
});

Deno.test("an epoch's figures are the means of its batches, and its test a whole one", () => {
  const { epochs, steps } = run({ epochs: 2 });
  const second = steps.filter(({ epoch }) => epoch === 2);
  assertEquals(second.map(({ images }) => images), [32, 32, 32, 32, 32, 32, 32, 32, 32, 12]);
  const images = second.reduce((sum, step) => sum + step.images, 0);
  assertEquals(images, data.train.count);
  const loss = second.reduce((sum, step) => sum + step.loss * step.images, 0) / images;
  const accuracy = second.reduce((sum, step) => sum + step.accuracy * step.images, 0) / images;
  assertAlmostEquals(epochs[1].trainLoss, loss, 1e-12);
  assertAlmostEquals(epochs[1].trainAccuracy, accuracy, 1e-12);

  const training = prepare({ ...small, epochs: 2 }, data);
  for (const _ of train(training));
  const whole = evaluate(training.model, training.loss, data.test, { batchSize: 60, scale: small.scale });
  assertAlmostEquals(whole.loss, epochs[1].heldOutLoss, 1e-5);
  assertEquals(whole.accuracy, epochs[1].heldOutAccuracy);
});

Deno.test("the same seed gives the same numbers, another seed others", () => {
  assertEquals(withoutSeconds(run().epochs), withoutSeconds(run().epochs));
  assertNotEquals(withoutSeconds(run({ seed: 2 }).epochs), withoutSeconds(run().epochs));
});

Deno.test("networks of different shapes see the images in the same order", () => {
  const state = (hidden: number[]) => prepare({ ...small, hidden }, data).random.state;
  assertEquals(state([16]), state([64, 32]));
});

Deno.test("a training that was begun goes on where it is", () => {
  const training = prepare({ ...small, epochs: 1 }, data);
  for (const _ of train(training));
  for (const _ of train({ ...training, configuration: small }));
  assertEquals(withoutSeconds(training.epochs), withoutSeconds(run().epochs));
});

Deno.test("distorted images are seen in the same order, and anew in each epoch; from the middle of one it goes on to the same", async () => {
  const augmented = { ...small, augment: "shift=1+rotation=8+elastic=10", epochs: 2 };
  const whole = run(augmented), again = run(augmented), plain = run({ epochs: 2 });
  assertEquals(whole.steps, again.steps);
  assertNotEquals(whole.steps[0].loss, plain.steps[0].loss);
  // What the first step has seen, but for the distortion.
  assertAlmostEquals(whole.steps[0].loss, plain.steps[0].loss, 0.1);

  const stop = new AbortController(), options = { logEvery: 1, signal: stop.signal };
  const first = new ResumableRun({ name: "a", configuration: augmented }, data, options);
  stop.abort(); // after its first step
  await first.continue();
  assertEquals(first.record.steps.length, 1);
  const second = new ResumableRun({ name: "a", configuration: augmented }, data, { logEvery: 1 });
  await second.resume(await first.checkpoint(), first.record.steps);
  assertEquals([...(await second.continue()).steps], whole.steps);
});

Deno.test("a loss that is no finite number ends the run at once", () => {
  const { outcome, epochs, steps } = run({ activation: ["selu"], learningRate: 1e20 });
  assert(outcome.status === "diverged");
  assertEquals(outcome.epoch, 1);
  assertEquals(outcome.iteration, steps.length + 1);
  assertEquals(epochs, []);
  assert(steps.every(({ loss }) => Number.isFinite(loss)));
});

Deno.test("a network that is spoilt by the last step of an epoch has diverged too", () => {
  const { outcome, epochs, steps } = run({
    batchSize: 300,
    learningRate: 1e38,
    activation: ["relu"],
    epochs: 1,
  });
  assertEquals(steps.length, 1);
  assertEquals(epochs, []);
  assert(outcome.status === "diverged");
  assertEquals([outcome.epoch, outcome.iteration], [1, 1]);
  assertMatch(outcome.what, /^test (output|loss)$/);
});

for (const loss of LOSSES) {
  for (const optimizer of OPTIMIZERS) {
    Deno.test(`${loss} with ${optimizer} learns`, () => {
      const rate =
        { sgd: { hinge: 0.01, focal: 0.5 }[loss as string] ?? 0.1, adam: 0.01, adamw: 0.01, rmsprop: 0.01 }[
          optimizer
        ];
      const { epochs } = run({ loss, optimizer, learningRate: rate, weightDecay: 0, epochs: 6 });
      assert(epochs[5].trainLoss < 0.8 * epochs[0].trainLoss, JSON.stringify(epochs));
    });
  }
}

for (const activation of ACTIVATIONS) {
  Deno.test(`${activation} learns`, () => {
    const { epochs } = run({ activation: [activation], initStd: 0.3, epochs: 8 });
    assert(epochs[7].trainLoss < 0.9 * epochs[0].trainLoss, JSON.stringify(epochs));
  });
}

Deno.test("no hidden layer, and several with activations of their own", () => {
  const linear = prepare({ ...small, hidden: [] }, data).model;
  assertEquals(linear.layers.map(({ name }) => name), ["Linear"]);
  const configuration: RunConfiguration = { ...small, hidden: [8, 6], activation: ["selu", "hard-swish"] };
  const { model } = prepare(configuration, data);
  assertEquals(model.layers.map(({ name }) => name), ["Linear", "Selu", "Linear", "HardSwish", "Linear"]);
  const parameters = model.parameters().reduce((sum, { value }) => sum + value.size, 0);
  assertEquals(countParameters(configuration, 100, 10), parameters);
  assertEquals(parameters, 101 * 8 + 9 * 6 + 7 * 10);
});

Deno.test("a batch larger than the dataset is the dataset", () => {
  const { steps } = run({ batchSize: 1e9, epochs: 2 });
  assertEquals(steps.map(({ images }) => images), [300, 300]);
});
