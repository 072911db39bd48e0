import { type Parameter, Random, Tensor } from "@chainrule/core";
import { assertEquals, assertThrows } from "@std/assert";
import { Adam, AdamW, cosine, type Optimizer, Sgd } from "./mod.ts";

/** Parameters with gradients, the same ones for the same seed. */
function parameters(seed: number, names: string[]): Parameter[] {
  const random = new Random(seed);
  return names.map((name) => {
    const draw = () => Tensor.from(Array.from({ length: 5 }, () => random.normal()), [5], "float64");
    return { name, value: draw(), grad: draw() };
  });
}

function run(optimizer: Optimizer): void {
  for (let step = 0; step < 5; step++) optimizer.step();
}

const values = (all: Parameter[]) => all.map(({ value }) => value.toArray());

Deno.test("groups: each is changed as by an optimizer with its settings", () => {
  const learningRate = cosine({ learningRate: 0.2, steps: 4 });
  const own = [{ learningRate, weightDecay: 0.3 }, { weightDecay: 0 }, {}];
  const momentum = { momentum: 0.7 }, shared = { learningRate: 0.1, weightDecay: 0.1 };
  const makers = [
    (parts: Parameter[][]) =>
      new Sgd(parts.map((parameters, i) => ({ parameters, ...own[i], ...momentum })), shared),
    (parts: Parameter[][]) => new Adam(parts.map((parameters, i) => ({ parameters, ...own[i] })), shared),
    (parts: Parameter[][]) => new AdamW(parts.map((parameters, i) => ({ parameters, ...own[i] })), shared),
  ];
  const alone = [
    (parameters: Parameter[], i: number) => new Sgd(parameters, { ...shared, ...own[i], ...momentum }),
    (parameters: Parameter[], i: number) => new Adam(parameters, { ...shared, ...own[i] }),
    (parameters: Parameter[], i: number) => new AdamW(parameters, { ...shared, ...own[i] }),
  ];
  makers.forEach((make, kind) => {
    const split = (all: Parameter[]) => [all.slice(0, 2), all.slice(2, 3), all.slice(3)];
    const names = ["a", "b", "c", "d"], grouped = parameters(1, names), wanted = parameters(1, names);
    run(make(split(grouped)));
    split(wanted).forEach((part, i) => run(alone[kind](part, i)));
    assertEquals(values(grouped), values(wanted));
  });
});

Deno.test("groups: a setting that is undefined is that of the optimizer", () => {
  const [found, wanted] = [parameters(2, ["w"]), parameters(2, ["w"])];
  const options = { learningRate: 0.1, weightDecay: 0.2, momentum: 0.3 };
  run(new Sgd([{ parameters: found, weightDecay: undefined, momentum: undefined }], options));
  run(new Sgd(wanted, options));
  assertEquals(values(found), values(wanted));
});

Deno.test("groups: the state is that of all parameters, and goes on", () => {
  const make = (all: Parameter[]) =>
    new Adam([{ parameters: all.slice(0, 1) }, { parameters: all.slice(1), weightDecay: 0.1 }]);
  const all = parameters(3, ["0.weight", "0.bias"]), optimizer = make(all);
  const names = ["mean.0.weight", "mean.0.bias", "square.0.weight", "square.0.bias"];
  assertEquals(Object.keys(optimizer.state().tensors), names);
  run(optimizer);
  const again = parameters(3, ["0.weight", "0.bias"]), resumed = make(again);
  again.forEach(({ value }, i) => value.data.set(all[i].value.data));
  resumed.restore(optimizer.state());
  run(resumed);
  run(optimizer);
  assertEquals([resumed.steps, values(again)], [10, values(all)]);
});

Deno.test("groups: no parameter in two of them, no setting out of range, no step where one schedule fails", () => {
  const all = parameters(4, ["v", "w"]);
  assertThrows(
    () => new Sgd([{ parameters: all }, { parameters: all.slice(1) }], { learningRate: 1 }),
    RangeError,
    "Cannot make an optimizer: parameters 1 (w) and 2 (w) are the same numbers, want each once",
  );
  assertThrows(
    () => new Sgd([{ parameters: all, momentum: 2 }], { learningRate: 1 }),
    RangeError,
    "momentum is 2, want a number from 0 to 1",
  );
  const before = values(all), groups = all.map((parameter) => ({ parameters: [parameter] }));
  const optimizer = new Sgd([groups[0], { ...groups[1], learningRate: () => NaN }], { learningRate: 1 });
  assertThrows(() => optimizer.step(), RangeError, "gives the learning rate NaN");
  assertEquals([optimizer.steps, values(all)], [0, before]);
});
