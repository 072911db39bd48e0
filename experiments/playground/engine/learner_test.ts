import { syntheticDigits } from "@chainrule/data";
import { readCheckpoint, ShapeError } from "@chainrule/core";
import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import type { RunState } from "../../training/run_state.ts";
import { prepare, train } from "../../training/train.ts";
import { Learner } from "./learner.ts";
import { BEGINNING, type Settings } from "./settings.ts";

const data = syntheticDigits({ train: 120, test: 40, seed: 1 });
const SMALL: Settings = { ...BEGINNING, hidden: [8], batchSize: 20, epochs: 3 };

function run(learner: Learner, steps: number): Learner {
  for (let i = 0; i < steps; i++) learner.step();
  return learner;
}

Deno.test("learner: it comes to the weights of an experiment", () => {
  const training = prepare(SMALL, data);
  for (const _ of train(training));
  const learner = run(new Learner(SMALL, data), 18);
  assertEquals(learner.step(), 0);
  assertEquals(learner.outcome?.status, "finished");
  assertEquals(
    learner.weights(),
    training.model.parameters().map(({ value }) => Float32Array.from(value.data)),
  );
  const measures = (epochs: readonly { seconds: number }[]) =>
    epochs.map((epoch) => ({ ...epoch, seconds: 0 }));
  assertEquals(measures(learner.epochs), measures(training.epochs));
});

for (
  const settings of [
    SMALL,
    { ...SMALL, dropout: 0.3, optimizer: "adam", schedule: "cosine", learningRate: 0.01 },
  ] satisfies Settings[]
) {
  Deno.test(`learner: it goes back to any step, and on as it went, ${settings.optimizer}`, () => {
    const learner = run(new Learner(settings, data), 8), then = learner.weights();
    run(learner, 6);
    const { curve } = learner, later = learner.weights();
    learner.seek(8);
    assertEquals([learner.iteration, learner.weights()], [8, then]);
    run(learner, 6);
    assertEquals([learner.weights(), learner.curve], [later, curve]);
    learner.seek(0);
    assertEquals(learner.weights(), new Learner(settings, data).weights());
  });
}

Deno.test("learner: settings change while it learns, and back with it", () => {
  const learner = run(new Learner(SMALL, data), 7), before = learner.weights();
  const changed: Settings = { ...SMALL, learningRate: 0, momentum: 0, activation: ["selu"], loss: "hinge" };
  learner.change(changed);
  run(learner, 3);
  assertEquals([learner.settings, learner.weights()], [changed, before]);
  learner.seek(9);
  assertEquals(learner.settings, changed);
  learner.seek(6);
  assertEquals(learner.settings, SMALL);
  run(learner, 1);
  assertEquals(learner.weights(), before);
  for (
    const change of [{ optimizer: "adamw" }, { batchSize: 50 }, { dropout: 0.5 }, {
      schedule: "step",
    }] as const
  ) {
    learner.change({ ...SMALL, ...change });
    assert(learner.step() > 0, JSON.stringify(change));
  }
  assertThrows(() => learner.change({ ...SMALL, hidden: [4] }), Error, "another network");
});

Deno.test("learner: a change that changes nothing changes nothing", () => {
  const learner = run(new Learner(SMALL, data), 7), other = run(new Learner(SMALL, data), 10);
  learner.change({ ...SMALL });
  assertEquals(run(learner, 3).weights(), other.weights());
});

Deno.test("learner: what is saved is loaded", () => {
  const learner = run(new Learner(SMALL, data), 5), other = new Learner(SMALL, data);
  other.load(learner.save());
  assertEquals(other.weights(), learner.weights());
});

Deno.test("learner: a run that goes on from a file comes to the same, wherever it was left, and back to there", async () => {
  const settings: Settings = { ...SMALL, dropout: 0.2, optimizer: "adam", learningRate: 0.01 };
  const whole = run(new Learner(settings, data), 18);
  for (const steps of [0, 4, 6, 15, 18]) {
    const left = await run(new Learner(settings, data), steps).checkpoint({ code: "1" });
    const learner = run(new Learner({ ...settings, seed: 9 }, data), 3);
    await learner.resume(left);
    assertEquals([learner.first, learner.iteration, learner.curve.x.length], [steps, steps, 0]);
    run(learner, 18 - steps);
    assertEquals(learner.weights(), whole.weights(), `after ${steps} steps`);
    assertEquals(
      learner.epochs.map(({ trainLoss }) => trainLoss),
      whole.epochs.map(({ trainLoss }) => trainLoss),
    );
    learner.seek(0);
    assertEquals(learner.iteration, steps);
  }
  const learner = run(new Learner(settings, data), 4), before = learner.weights();
  const other = await new Learner({ ...settings, hidden: [9] }, data).checkpoint({ code: "1" });
  await assertRejects(() => learner.resume(other), ShapeError);
  assertEquals([learner.iteration, learner.weights()], [4, before]);
  const origins = (bytes: Uint8Array) => readCheckpoint(bytes).then((state) => (state as RunState).origins);
  const once = await learner.checkpoint({ code: "1" });
  await learner.resume(once);
  assertEquals((await origins(await learner.checkpoint({ code: "1" })))?.length, 1);
});

Deno.test("learner: a look inside changes nothing, and finds what is wrong", () => {
  const learner = run(new Learner(SMALL, data), 4), other = run(new Learner(SMALL, data), 8);
  const { layers, logitGradient } = learner.look();
  assertEquals(layers.map(({ inputs, outputs, activation }) => [inputs, outputs, activation]), [
    [784, 8, "Tanh"],
    [8, 10, undefined],
  ]);
  assert(
    layers.every(({ signal, gradient, dead }) => signal > 0 && gradient > 0 && dead === 0) &&
      logitGradient > 0,
  );
  assertEquals(run(learner, 4).weights(), other.weights());

  const deep = new Learner({ ...SMALL, hidden: Array(8).fill(10), initStd: 0.01 }, data).look().layers;
  assert(deep[0].gradient < 1e-9 && deep[8].signal < 1e-9, `${deep[0].gradient}, ${deep[8].signal}`);
  const dead = run(new Learner({ ...SMALL, activation: ["relu"], learningRate: 10, batchSize: 120 }, data), 2)
    .look();
  assert(dead.layers[0].dead > 0.5, `${dead.layers[0].dead}`);
});

Deno.test("learner: it says where it diverged", () => {
  const wild: Settings = { ...SMALL, activation: ["selu"], loss: "hinge", learningRate: 1e4, hidden: [8, 8] };
  const { outcome } = run(new Learner(wild, data), 18);
  assertEquals(outcome?.status, "diverged");
});
