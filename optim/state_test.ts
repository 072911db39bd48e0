/** Training that was stopped goes on as if it had not been. */
import {
  DataError,
  kernels,
  loadCheckpoint,
  type OptimizerState,
  type Parameter,
  Random,
  saveCheckpoint,
  ShapeError,
  Tensor,
} from "@chainrule/core";
import {
  assert,
  assertEquals,
  assertNotEquals,
  assertRejects,
  assertStrictEquals,
  assertThrows,
} from "@std/assert";
import { Adam, AdamW, cosine, type Optimizer, RmsProp, Sgd, warmUp } from "./mod.ts";

const DTYPES = ["float32", "float64"] as const;
type DType = (typeof DTYPES)[number];

const learningRate = warmUp(7, cosine({ learningRate: 0.05, steps: 40 }));
const OPTIMIZERS: Record<string, (parameters: readonly Parameter[]) => Optimizer> = {
  "Sgd": (all) => new Sgd(all, { learningRate, momentum: 0.9, weightDecay: 1e-3 }),
  "Sgd without momentum": (all) => new Sgd(all, { learningRate: 0.05 }),
  "Sgd with Nesterov's momentum": (all) => new Sgd(all, { learningRate, momentum: 0.9, nesterov: true }),
  "Adam": (all) => new Adam(all, { learningRate, weightDecay: 1e-2 }),
  "AdamW": (all) => new AdamW(all, { learningRate, betas: [0.8, 0.99] }),
  "RmsProp": (all) => new RmsProp(all, { learningRate, momentum: 0.5, centered: true }),
};

/** Two affine maps, one after the other, of inputs drawn at random: a model by hand, since layers are another package. */
class Model {
  readonly all: Parameter[];
  readonly #dtype: DType;

  constructor(random: Random, dtype: DType) {
    this.#dtype = dtype;
    this.all = [[5, 7], [7], [7, 3], [3]].map((shape, i) => {
      const value = Tensor.zeros(shape, dtype);
      value.data.forEach((_, j) => value.data[j] = random.normal(0, 0.3));
      return { name: `${i >> 1}.${i & 1 ? "bias" : "weight"}`, value, grad: Tensor.zeros(shape, dtype) };
    });
  }

  parameters(): Parameter[] {
    return this.all;
  }

  /** The gradients for the squared distance of the outputs from their targets, all drawn at random. */
  differentiate(random: Random): void {
    const dtype = this.#dtype, { multiply, columnSums } = kernels[dtype], [w1, b1, w2, b2] = this.all;
    const make = (...shape: number[]) => Tensor.zeros(shape, dtype);
    const x = make(6, 5), h = make(6, 7), dy = make(6, 3), dh = make(6, 7);
    x.data.forEach((_, i) => x.data[i] = random.normal());
    multiply(x, w1.value, h, { bias: b1.value });
    multiply(h, w2.value, dy, { bias: b2.value });
    dy.data.forEach((y: number, i: number) => dy.data[i] = (y - random.uniform()) / 6);
    multiply(h, dy, w2.grad, { transposeA: true });
    columnSums(dy, b2.grad);
    multiply(dy, w2.value, dh, { transposeB: true });
    multiply(x, dh, w1.grad, { transposeA: true });
    columnSums(dh, b1.grad);
  }
}

/** A training with all that takes part in it. */
class Training {
  readonly random: Random;
  readonly model: Model;
  readonly optimizer: Optimizer;

  constructor(seed: number, dtype: DType, create: (parameters: readonly Parameter[]) => Optimizer) {
    this.random = new Random(seed);
    this.model = new Model(this.random, dtype);
    this.optimizer = create(this.model.all);
  }

  epoch(): void {
    for (let step = 0; step < 9; step++) {
      this.model.differentiate(this.random);
      assert(this.optimizer.step());
    }
  }

  /** All numbers that matter, as bits. */
  bits(): Uint8Array[] {
    const tensors = [
      ...this.model.all.map(({ value }) => value),
      ...Object.values(this.optimizer.state().tensors),
    ];
    return tensors.map(({ data }) => new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice());
  }
}

for (const [name, create] of Object.entries(OPTIMIZERS)) {
  Deno.test(`${name}: from a checkpoint, three epochs are the same bytes as in one go`, async () => {
    for (const dtype of DTYPES) {
      const whole = new Training(1, dtype, create);
      for (let epoch = 0; epoch < 3; epoch++) whole.epoch();
      for (let stop = 0; stop <= 3; stop++) {
        const first = new Training(1, dtype, create);
        for (let epoch = 0; epoch < stop; epoch++) first.epoch();
        const bytes = await saveCheckpoint(first, { epoch: stop });
        // Other weights, another seed, and some steps taken: nothing of it may remain.
        const second = new Training(2, dtype, create);
        second.epoch();
        assertEquals(await loadCheckpoint(bytes, second), { epoch: stop });
        for (let epoch = stop; epoch < 3; epoch++) second.epoch();
        assertEquals(second.bits(), whole.bits());
        assertEquals(second.optimizer.steps, 27);
        assertEquals(second.optimizer.learningRate, whole.optimizer.learningRate);
        assertEquals(second.random.state, whole.random.state);
      }
    }
  });

  // Otherwise the test above would pass with an optimizer that saves nothing. Only one has nothing to save.
  if (name !== "Sgd without momentum") {
    Deno.test(`${name}: its memory counts`, () => {
      const [one, two] = [0, 1].map(() => new Training(1, "float64", create));
      one.epoch();
      two.epoch();
      const { kind, tensors } = two.optimizer.state();
      const zeros = Object.entries(tensors).map((
        [name, { shape }],
      ) => [name, Tensor.zeros(shape, "float64")]);
      two.optimizer.restore({ kind, steps: 9, tensors: Object.fromEntries(zeros) });
      one.epoch();
      two.epoch();
      assertNotEquals(two.bits()[0], one.bits()[0]);
    });
  }

  Deno.test(`${name}: what is restored is copied, and its own state changes nothing`, () => {
    const [one, two] = [1, 2].map((seed) => new Training(seed, "float32", create));
    one.epoch();
    const state = one.optimizer.state(), before = one.bits();
    one.optimizer.restore(state);
    assertEquals(one.bits(), before);
    two.optimizer.restore(state);
    two.epoch();
    assertEquals(one.bits(), before);
    for (const [name, { data }] of Object.entries(two.optimizer.state().tensors)) {
      assert(data !== state.tensors[name].data);
    }
  });

  Deno.test(`${name}: a state that does not fit is refused, and nothing changed`, () => {
    const training = new Training(1, "float32", create), { optimizer } = training;
    training.epoch();
    const other = new Training(2, "float32", create);
    other.epoch();
    const good = other.optimizer.state(), { kind, tensors } = good, before = training.bits();
    const last = Object.keys(tensors).at(-1)!, { [last]: _, ...fewer } = tensors;
    const refuse = (
      change: Partial<OptimizerState>,
      type: typeof ShapeError | typeof DataError,
      message: string,
    ) => {
      assertThrows(
        () => optimizer.restore({ ...good, ...change }),
        type,
        `Cannot restore ${kind}: ${message}`,
      );
      assertEquals(training.bits(), before);
      assertEquals(optimizer.steps, 9);
    };
    refuse({ kind: "Lion" }, DataError, `the state is of Lion, want ${kind}`);
    for (const steps of [-1, 0.5, NaN, "9" as unknown as number]) {
      refuse({ steps }, DataError, `steps is ${steps}, want a whole number of at least 0`);
    }
    refuse({ tensors: fewer }, ShapeError, `there is no ${last}, want float32 [3]`);
    refuse(
      { tensors: { ...tensors, more: Tensor.zeros([2]) } },
      ShapeError,
      "found more, float32 [2], want no such tensor",
    );
    refuse(
      { tensors: { ...tensors, [last]: Tensor.zeros([3, 1]) } },
      ShapeError,
      `${last} is float32 [3, 1], want`,
    );
    refuse(
      { tensors: { ...tensors, [last]: Tensor.zeros([3], "float64") } },
      ShapeError,
      `${last} is float64 [3], want float32 [3]`,
    );
    optimizer.restore(good);
  });
}

const parameter = (name: string): Parameter => ({ name, value: Tensor.zeros([2]), grad: Tensor.zeros([2]) });

Deno.test("optimizers: their states say of what kind they are, and name their tensors", () => {
  const all = [parameter("0.weight"), parameter("0.bias")];
  const stateOf = (optimizer: Optimizer) => {
    optimizer.step();
    const { kind, steps, tensors } = optimizer.state();
    return [kind, steps, Object.keys(tensors)];
  };
  assertEquals(stateOf(new Sgd(all, { learningRate: 1 })), ["Sgd", 1, [
    "velocity.0.weight",
    "velocity.0.bias",
  ]]);
  const moments = ["mean.0.weight", "mean.0.bias", "square.0.weight", "square.0.bias"];
  assertEquals(stateOf(new Adam(all)), ["Adam", 1, moments]);
  assertEquals(stateOf(new AdamW(all)), ["AdamW", 1, moments]);
  assertEquals(stateOf(new Adam(all, { decoupled: true })), ["AdamW", 1, moments]);
});

Deno.test("optimizers: parameters of the same name keep apart", () => {
  // With the number in front of some names only, 1.weight would be there twice.
  const all = ["1.weight", "weight", "weight", "0.bias"].map(parameter);
  all.forEach(({ grad }, i) => grad.data.fill(i + 1));
  const one = new Sgd(all, { learningRate: 1 }), two = new Sgd(all, { learningRate: 1 });
  one.step();
  two.restore(one.state());
  assertEquals(Object.entries(two.state().tensors).map(([name, { data }]) => [name, data[1]]), [
    ["velocity.0.1.weight", 1],
    ["velocity.1.weight", 2],
    ["velocity.2.weight", 3],
    ["velocity.3.0.bias", 4],
  ]);
});

Deno.test("optimizers: a checkpoint of another kind is refused, and nothing changed", async () => {
  const make = (name: string) => new Training(1, "float32", OPTIMIZERS[name]);
  const saved = make("Adam");
  saved.epoch();
  const bytes = await saveCheckpoint(saved);
  for (const [name, kind] of [["Sgd", "Sgd"], ["AdamW", "AdamW"]]) {
    const other = make(name), before = other.bits();
    await assertRejects(
      () => loadCheckpoint(bytes, other),
      DataError,
      `Cannot load the checkpoint: its optimizer is Adam, want ${kind}`,
    );
    assertEquals(other.bits(), before);
    // Its weights can be had all the same.
    await loadCheckpoint(bytes, { model: other.model });
    assertStrictEquals(other.optimizer.steps, 0);
    assertEquals(other.bits().slice(0, 4), saved.bits().slice(0, 4));
  }
});
