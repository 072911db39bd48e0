/** A step of training after the first makes nothing new: no memory is reserved, no view made, every tensor handed out again. */
import { type Layer, Random, reservedBytes, Tensor } from "@chainrule/core";
import { batches, type Dataset, syntheticDigits } from "@chainrule/data";
import { Dropout, Linear, Sequential } from "@chainrule/layers";
import { assert, assertEquals, assertStrictEquals } from "@std/assert";
import { ACTIVATIONS, LOSSES, OPTIMIZERS } from "./subjects.ts";

/** 25 images in batches of 10: the last one has 5. */
const digits: Dataset = syntheticDigits({ train: 25, test: 1 }).train;

/** How many arrays of float32 numbers are made while `run` runs: as parts of others, or by the constructor. */
function countArrays(run: () => void): number {
  const Original = globalThis.Float32Array, { subarray } = Original.prototype;
  let count = 0;
  Original.prototype.subarray = function (this: Float32Array, ...range) {
    count++;
    return subarray.apply(this, range);
  } as typeof subarray;
  globalThis.Float32Array = new Proxy(Original, {
    construct(target, args) {
      count++;
      return Reflect.construct(target, args);
    },
  });
  try {
    run();
  } finally {
    globalThis.Float32Array = Original;
    Original.prototype.subarray = subarray;
  }
  return count;
}

Deno.test("training step: arrays that are made are counted", () => {
  const tensor = Tensor.from([1, 2, 3, 4]);
  assertEquals(countArrays(() => {}), 0);
  assertEquals(countArrays(() => void Tensor.zeros([1]).data), 1);
  assertEquals(countArrays(() => void tensor.head(2)), 1);
});

/** The network, one epoch of which is trained at each call. Returns what each step handed out. */
function training(activation: () => Layer, lossIndex: number, optimizerName: string) {
  const random = new Random(1), loss = LOSSES[lossIndex].make();
  const hidden = new Sequential(new Linear(784, 12, { random }), activation(), new Dropout(0.5, { random }));
  const model = new Sequential(hidden, new Linear(12, 10, { random }));
  const optimizer = OPTIMIZERS[optimizerName](model.parameters());
  return () => {
    const found: unknown[] = [];
    for (const { inputs, targets } of batches(digits, { batchSize: 10, random })) {
      const logits = model.forward(inputs);
      loss.forward(logits, targets);
      const dLogits = loss.backward();
      const nothing = model.backward(dLogits), dInputs = model.backward(dLogits, { inputGradient: true });
      optimizer.step();
      found.push(inputs, targets, logits, dLogits, nothing, dInputs);
    }
    return found;
  };
}

const cases = [
  ...ACTIVATIONS.map(({ make }) => ({ activation: make, loss: 0, optimizer: "Sgd, momentum" })),
  ...LOSSES.map((_, loss) => ({ activation: ACTIVATIONS[0].make, loss, optimizer: "Sgd" })),
  ...Object.keys(OPTIMIZERS).map((optimizer) => ({ activation: ACTIVATIONS[0].make, loss: 0, optimizer })),
];

Deno.test("training step: after the first epoch nothing is reserved or made, and the same tensors are handed out", () => {
  for (const { activation, loss, optimizer } of cases) {
    const name = `${activation().name}, ${LOSSES[loss].name}, ${optimizer}`;
    const epoch = training(activation, loss, optimizer), first = epoch();
    assertEquals(first.length, 3 * 6);
    assert(first[0] !== first[12], "the last batch is smaller");
    const reserved = reservedBytes();
    for (let i = 0; i < 2; i++) {
      let found: unknown[] = [];
      assertEquals(countArrays(() => found = epoch()), 0, name);
      assertEquals(found.length, first.length);
      found.forEach((tensor, k) => assertStrictEquals(tensor, first[k], `${name}: ${k}`));
    }
    assertEquals(reservedBytes(), reserved, name);
  }
});
