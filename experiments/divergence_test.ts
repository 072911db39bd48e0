import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { DEFAULTS } from "./configuration.ts";
import { allFinite, layerNames } from "./divergence.ts";
import { fewDigits } from "./fixtures.ts";
import { prepare, train } from "./train.ts";
import { Tensor } from "@chainrule/core";

const data = fewDigits();
const small = {
  ...DEFAULTS,
  hidden: [12, 8],
  activation: ["selu"] as const,
  batchSize: 50,
  epochs: 3,
  initStd: 0.1,
};

/** Trains, with something done to the training before a step; how it ends. */
function spoil(step: number, spoil: (training: ReturnType<typeof prepare>) => void, changes = {}) {
  const training = prepare({ ...small, ...changes }, data);
  const generator = train(training);
  for (let done = 0;; done++) {
    if (done === step) spoil(training);
    const { done: over, value } = generator.next();
    if (over) return value;
    if (value.type === "epoch") done--;
  }
}

Deno.test("layers are called by their kind and number", () => {
  assertEquals(layerNames(prepare({ ...small, activation: ["hard-swish", "selu"] }, data).model), [
    ...["linear 1", "hard-swish 1", "linear 2", "selu 2", "linear 3"],
  ]);
});

Deno.test("a weight that is not finite ends the run within two steps, and is found", () => {
  fc.assert(
    fc.property(
      fc.nat(14),
      fc.nat(2),
      fc.constantFrom(NaN, Infinity, -Infinity),
      fc.boolean(),
      (step, layer, value, bias) => {
        const outcome = spoil(step, ({ model }) => {
          const parameter = model.parameters()[2 * layer + (bias ? 1 : 0)];
          parameter.value.data[0] = value;
        });
        assert(outcome.status === "diverged");
        const { layer: found, what, iteration } = outcome;
        assertEquals([found, what], [`linear ${layer + 1}`, bias ? "bias" : "weight"]);
        // An activation may hide it for a step.
        assert([0, 1].includes(iteration - Math.max(1, step)));
      },
    ),
    { numRuns: 40 },
  );
});

Deno.test("a loss function that gives NaN is named itself, and gradients when they are clipped", () => {
  const ofLoss = spoil(3, ({ loss }) => Object.defineProperty(loss, "forward", { value: () => NaN }));
  assertEquals(ofLoss, { status: "diverged", epoch: 1, iteration: 4, layer: "loss", what: "loss" });
  const nan = Tensor.from(new Array(500).fill(NaN), [50, 10]);
  const ofGradient = spoil(3, ({ loss }) => Object.defineProperty(loss, "backward", { value: () => nan }), {
    clipNorm: 1,
  });
  assertEquals(ofGradient, {
    ...{ status: "diverged", epoch: 1, iteration: 4 },
    ...{ layer: "linear 3", what: "gradient of weight" },
  });
  const later = spoil(3, ({ loss }) => Object.defineProperty(loss, "backward", { value: () => nan }));
  assertEquals(later, ofGradient);
});

Deno.test("a weight that forward passes hide is found at the end of the epoch", () => {
  const outcome = spoil(2, ({ model }) => {
    // Hard-swish makes 0 of it wherever the first pixel is positive: here no pixel of the corner is drawn.
    model.parameters()[0].value.data[0] = Infinity;
  }, { activation: ["hard-swish"], scale: "centered" });
  assert(outcome.status === "diverged");
  assertEquals([outcome.layer, outcome.what], ["linear 1", "weight"]);
});

Deno.test("sums that overflow are no numbers that are not finite", () => {
  assert(allFinite(Tensor.from(new Array(1000).fill(3e38))));
  assert(allFinite(Tensor.from([1e308, 1e308], [2], "float64")));
  assert(!allFinite(Tensor.from([1, NaN])) && !allFinite(Tensor.from([Infinity, -Infinity])));
});
