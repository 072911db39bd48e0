import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { DEFAULTS } from "../study/configuration.ts";
import { allFinite, layerNames } from "./divergence.ts";
import { fewDigits } from "../fixtures.ts";
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
    "linear 1",
    "hard-swish 1",
    "linear 2",
    "selu 2",
    "linear 3",
  ]);
});

/** What a network may be made of, and what goes wrong in it: a number, in a parameter of a layer, after so many steps. */
const anything = fc.record({
  settings: fc.record({
    loss: fc.constantFrom("kl-div", "softmax-cross-entropy", "hinge", "focal"),
    activation: fc.constantFrom("tanh", "selu", "hard-swish", "relu", "sigmoid", "gelu", "softplus").map((
      name,
    ) => [name]),
    optimizer: fc.constantFrom("sgd", "adam", "adamw"),
    scale: fc.constantFrom("unit", "centered"),
    clipNorm: fc.constantFrom(0, 1),
  }),
  step: fc.nat(17),
  layer: fc.nat(2),
  bias: fc.boolean(),
  place: fc.nat(10_000),
  value: fc.constantFrom(NaN, Infinity, -Infinity),
});
type Anything = typeof anything extends fc.Arbitrary<infer T> ? T : never;

/**
 * Spoils trainings in all ways, and makes sure that they end within the step.
 *
 * @param check Is given where the number was found.
 */
function always(
  spoilIt: (training: ReturnType<typeof prepare>, way: Anything) => void,
  check: (found: { layer: string; what: string }, way: Anything) => void,
): void {
  const stepsPerEpoch = 6;
  const property = fc.property(anything, (way) => {
    let tested = false;
    const outcome = spoil(way.step, (training) => {
      // After the last step of an epoch the test comes first, and counts as part of it.
      tested = training.current?.steps === stepsPerEpoch;
      spoilIt(training, way);
    }, { ...way.settings, learningRate: 0.001 });
    assert(outcome.status === "diverged");
    const iteration = tested ? way.step : way.step + 1;
    assertEquals([outcome.iteration, outcome.epoch], [iteration, Math.ceil(iteration / stepsPerEpoch)]);
    check(outcome, way);
  });
  fc.assert(property, { numRuns: 100 });
}

Deno.test("a weight that is not finite ends the run within the step, and is named", () =>
  always(({ model }, { layer, bias, place, value }) => {
    const { data } = model.parameters()[2 * layer + (bias ? 1 : 0)].value;
    data[place % data.length] = value;
  }, ({ layer, what }, way) => {
    const named = `linear ${way.layer + 1}`, parameter = way.bias ? "bias" : "weight";
    if (what.startsWith("gradient")) assert(layer <= named); // it spoiled that before it spoiled the loss
    else assertEquals([layer, what], [named, parameter]);
  }));

Deno.test("a gradient that is not finite ends the run within the step, and is named", () =>
  always(({ model, optimizer }, { layer, bias, place, value }) => {
    const { data } = model.parameters()[2 * layer + (bias ? 1 : 0)].grad;
    const { step } = Object.getPrototypeOf(optimizer);
    optimizer.step = () => {
      data[place % data.length] = value;
      return step.call(optimizer);
    };
  }, ({ layer, what }, way) => {
    assertEquals([layer, what], [`linear ${way.layer + 1}`, `gradient of ${way.bias ? "bias" : "weight"}`]);
  }));

/** Has a method of an object do something to what it returns. */
function afterwards<T>(object: T, method: keyof T, change: (result: Tensor) => void): void {
  const original = Reflect.get(Object.getPrototypeOf(object), method);
  Object.defineProperty(object, method, {
    configurable: true,
    value(...args: unknown[]) {
      const result = original.apply(this, args);
      change(result);
      return result;
    },
  });
}

Deno.test("a gradient that is not finite on its way back ends the run within the step, where it comes to parameters", () =>
  always(({ model, loss }, { layer, place, value }) => {
    const spoilIt = ({ data }: Tensor) => data[place % data.length] = value;
    if (layer === 2) afterwards(loss, "backward", spoilIt);
    else afterwards(model.layers[2 * layer + 1], "backward", spoilIt);
  }, ({ layer, what }, way) => {
    assertEquals(layer, `linear ${way.layer + 1}`);
    assert(["gradient of weight", "gradient of bias"].includes(what), what);
  }));

Deno.test("pixels that are not finite end the run within the step, and are named", () =>
  always(({ model }, { place, value }) => {
    const [first] = model.layers, { forward } = Object.getPrototypeOf(first);
    first.forward = (x) => {
      x.data[place % x.data.length] = value;
      return forward.call(first, x);
    };
  }, ({ layer, what }) => {
    // Where an activation hides them from the loss, they are found in what is made of them on the way back.
    const places = ["images: input", "linear 1: gradient of weight", "linear 1: test output"];
    assert(places.includes(`${layer}: ${what}`), `${layer}: ${what}`);
  }));

Deno.test("a loss function that gives NaN is named itself, and gradients when they are clipped", () => {
  const ofLoss = spoil(3, ({ loss }) => Object.defineProperty(loss, "forward", { value: () => NaN }));
  assertEquals(ofLoss, { status: "diverged", epoch: 1, iteration: 4, layer: "loss", what: "loss" });
  const nan = Tensor.from(new Array(500).fill(NaN), [50, 10]);
  const ofGradient = spoil(3, ({ loss }) => Object.defineProperty(loss, "backward", { value: () => nan }), {
    clipNorm: 1,
  });
  assertEquals(ofGradient, {
    status: "diverged",
    epoch: 1,
    iteration: 4,
    layer: "linear 3",
    what: "gradient of weight",
  });
  const later = spoil(3, ({ loss }) => Object.defineProperty(loss, "backward", { value: () => nan }));
  assertEquals(later, ofGradient);
});

Deno.test("a weight that forward passes hide is found by the optimizer", () => {
  const outcome = spoil(2, ({ model }) => {
    // Hard-swish makes 0 of it wherever the first pixel is positive: here no pixel of the corner is drawn.
    model.parameters()[0].value.data[0] = Infinity;
  }, { activation: ["hard-swish"], scale: "centered" });
  assert(outcome.status === "diverged");
  assertEquals([outcome.iteration, outcome.layer, outcome.what], [3, "linear 1", "weight"]);
});

Deno.test("sums that overflow are no numbers that are not finite", () => {
  assert(allFinite(Tensor.from(new Array(1000).fill(3e38))));
  assert(allFinite(Tensor.from([1e308, 1e308], [2], "float64")));
  assert(!allFinite(Tensor.from([1, NaN])) && !allFinite(Tensor.from([Infinity, -Infinity])));
});
