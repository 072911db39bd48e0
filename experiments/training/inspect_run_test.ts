import { save } from "@chainrule/layers";
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { fewDigits } from "../fixtures.ts";
import { DEFAULTS, type RunConfiguration } from "../study/configuration.ts";
import { isLookedAt } from "./histograms.ts";
import { inspect } from "./inspect.ts";
import { ResumableRun } from "./resumable_run.ts";
import { prepare, train } from "./train.ts";

const data = fewDigits();
const small: RunConfiguration = {
  ...DEFAULTS,
  hidden: [20],
  batchSize: 25,
  epochs: 3,
  learningRate: 0.05,
  initStd: 0.1,
};

/** Trains a run to its end. */
function trained(changes: Partial<RunConfiguration>, options: { inspect?: boolean; watch?: boolean }) {
  const training = prepare({ ...small, ...changes }, data, options), generator = train(training);
  let next = generator.next();
  while (!next.done) next = generator.next();
  return { training, outcome: next.value };
}

const later: Record<string, Partial<RunConfiguration>> = {
  "nothing more": {},
  "random numbers within": { dropout: 0.3 },
  "statistics of batches": { norm: "batch" },
  "an average of the weights": { ema: 0.9 },
  "the outputs watched": {},
};

for (const [name, changes] of Object.entries(later)) {
  Deno.test(`what is looked into comes to the same numbers: with ${name}`, () => {
    const watch = name === "the outputs watched";
    const plain = trained(changes, { watch }), seen = trained(changes, { watch, inspect: true });
    assertEquals(save(seen.training.model), save(plain.training.model));
    const figures = ({ training }: typeof plain) =>
      training.epochs.map((epoch) => ({ ...epoch, seconds: 0 }));
    assertEquals(figures(seen), figures(plain));
    assertEquals([seen.training.watched, plain.training.histograms], [plain.training.watched, []]);
    assertEquals(plain.outcome, { status: "finished" });
    const { histograms } = seen.training;
    assertEquals(histograms.map(({ epoch }) => epoch), [1, 2, 3]);
    assert(histograms[0].histograms.every(({ layer }) => !layer.startsWith("probe")));
  });
}

Deno.test("a run leaves what evaluating its network shows, pictures with three digits", () => {
  const { training: { model, loss }, outcome } = trained({}, { inspect: true });
  assert(outcome.status === "finished" && outcome.inspection);
  const found = outcome.inspection, whole = inspect(model, loss, data.test, small);
  for (
    const key of ["loss", "accuracy", "calibrationError", "confusion", "calibration", "histograms"] as const
  ) {
    assertEquals(found[key], whole[key], key);
  }
  assertEquals(found.classes, [..."0123456789"]);
  assertEquals(
    found.mistakes,
    whole.mistakes.slice(0, 10).map((one) => ({ ...one, pixels: [...one.pixels] })),
  );
  assert(found.mistakes.length > 0);
  assertEquals(found.firstLayer.length, 16);
  for (const { unit, weights } of found.firstLayer) {
    const column = whole.firstLayer.find((other) => other.unit === unit)!.weights;
    const most = Math.max(...column.map(Math.abs));
    weights.forEach((weight, i) => assertAlmostEquals(weight, column[i], most / 200));
    assert(weights.every((weight) => String(weight).length < 9), "too many digits");
  }
  found.inputGradients.forEach(({ image, gradient }, i) => {
    const other = whole.inputGradients[i].gradient, most = Math.max(...other.map(Math.abs));
    assertEquals(image, whole.inputGradients[i].image);
    gradient.forEach((value, k) => assertAlmostEquals(value, other[k], most / 200));
  });
});

Deno.test("the network that was tested is the one that is looked into, where weights are averaged", () => {
  const { training: { epochs }, outcome } = trained({ ema: 0.9 }, { inspect: true });
  assert(outcome.status === "finished");
  assertEquals(outcome.inspection?.loss, epochs.at(-1)!.heldOutLoss);
  // Of a run that has ended already the images are asked again.
  const again = prepare({ ...small, ema: 0.9, epochs: 0 }, data, { inspect: true });
  const { value } = train(again).next();
  assert(value && "status" in value && value.status === "finished" && value.inspection!.loss > 0);
});

Deno.test("a run that goes on elsewhere has seen the same", async () => {
  const make = () => new ResumableRun({ name: "a", configuration: small }, data, { inspect: true });
  const whole = await make().continue(), first = make(), second = make();
  await first.continue(2);
  await second.resume(await first.checkpoint());
  const { inspection, histograms } = await second.continue();
  assertEquals({ inspection, histograms }, { inspection: whole.inspection, histograms: whole.histograms });
  assert(inspection && histograms?.length === 3);
  // Where it has ended it may go on as well: what is left behind is made again.
  const third = make();
  await third.resume(await second.checkpoint());
  assertEquals((await third.continue()).inspection, inspection);
});

Deno.test("long trainings are looked into ever less often", () => {
  const looked = Array.from({ length: 200 }, (_, i) => i + 1).filter(isLookedAt);
  assertEquals(looked.slice(0, 18), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14, 16, 18, 20, 24, 28, 32]);
  assertEquals(looked.filter((epoch) => epoch > 80), [96, 112, 128, 144, 160, 192]);
});
