/**
 * Random networks of all layers, nested and wrapped, trained on batches of any size with evaluations in between: compared in both
 * precisions with a slow implementation of its own, which works on nested lists and remembers nothing.
 */
import { type Layer, Random, setTraining, StaleError, Tensor } from "@chainrule/core";
import { assertClose } from "@chainrule/core/testing";
import {
  BatchNorm,
  Elu,
  Gelu,
  HardSwish,
  LayerNorm,
  LeakyRelu,
  Linear,
  Mish,
  PRelu,
  Relu,
  Residual,
  Selu,
} from "@chainrule/layers";
import { Dropout, Sequential, Sigmoid, Silu, Softplus, Tanh } from "@chainrule/layers";
import { MeanSquaredErrorLoss, SoftmaxCrossEntropyLoss } from "@chainrule/losses";
import { Sgd } from "@chainrule/optim";
import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";

type DType = "float32" | "float64";
type Matrix = number[][];

// ---- The slow implementation ------------------------------------------------------------------------------------------

/** A function of rows; its derivative is found by central differences. */
type Slow = (x: Matrix) => Matrix;

const sigmoid = (u: number) => 1 / (1 + Math.exp(-u));
/** Φ, by the series of the error function, and beyond it by its continued fraction. */
function normal(u: number): number {
  if (Math.abs(u) > 6) return u > 0 ? 1 : 0;
  let term = u, sum = u;
  for (let n = 1; n < 200; n++) {
    term *= -u * u / (2 * n);
    sum += term / (2 * n + 1);
  }
  return 0.5 + sum / Math.sqrt(2 * Math.PI);
}

const activations: Record<string, { make: () => Layer; slow: (u: number) => number; kinks: number[] }> = {
  Selu: {
    make: () => new Selu(),
    slow: (u) => 1.0507009873554805 * (u > 0 ? u : 1.6732632423543772 * (Math.exp(u) - 1)),
    kinks: [0],
  },
  HardSwish: {
    make: () => new HardSwish(),
    slow: (u) => u * Math.min(6, Math.max(0, u + 3)) / 6,
    kinks: [-3, 3],
  },
  Tanh: { make: () => new Tanh(), slow: (u) => 2 * sigmoid(2 * u) - 1, kinks: [] },
  Relu: { make: () => new Relu(), slow: (u) => Math.max(0, u), kinks: [0] },
  LeakyRelu: { make: () => new LeakyRelu(), slow: (u) => Math.max(0.01 * u, u), kinks: [0] },
  Elu: { make: () => new Elu(), slow: (u) => u > 0 ? u : Math.exp(u) - 1, kinks: [0] },
  Sigmoid: { make: () => new Sigmoid(), slow: sigmoid, kinks: [] },
  Silu: { make: () => new Silu(), slow: (u) => u * sigmoid(u), kinks: [] },
  Softplus: { make: () => new Softplus(), slow: (u) => Math.log(1 + Math.exp(u)), kinks: [] },
  Gelu: { make: () => new Gelu(), slow: (u) => u * normal(u), kinks: [] },
  Mish: {
    make: () => new Mish(),
    slow: (u) => u * (2 * sigmoid(2 * Math.log(1 + Math.exp(u))) - 1),
    kinks: [],
  },
};

/** A layer and what it should compute, with the parameters where the layer has them. */
interface Part {
  readonly layer: Layer;
  readonly slow: Slow;
  /** Told of every input of an activation. */
  width: number;
}

/** Another's layer around one. */
function wrap(within: Layer): Layer {
  return {
    name: "Wrapper",
    children: [within],
    forward: (x) => within.forward(x),
    backward: (dOutput, options) => within.backward(dOutput, { ...options, inputGradient: true }),
    parameters: () => within.parameters(),
  };
}

function normalized(values: number[], epsilon: number): number[] {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const variance = values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length;
  return values.map((v) => (v - mean) / Math.sqrt(variance + epsilon));
}

const transpose = (x: Matrix) => x[0].map((_, k) => x.map((row) => row[k]));

/** A random network of a width, and what it should compute. `near` is told how far inputs are from kinks. */
function build(
  random: Random,
  dtype: DType,
  width: number,
  depth: number,
  near: (distance: number) => void,
): Part {
  const pick = <T>(list: readonly T[]) => list[random.integer(list.length)];
  const make = (width: number): Part => {
    const kind = pick([
      "linear",
      "linear",
      "activation",
      "activation",
      "norm",
      "batch",
      "prelu",
      "nested",
      "residual",
      "wrapped",
      "dropout",
    ]);
    if (kind === "linear") {
      const outputs = 1 + random.integer(5), layer = new Linear(width, outputs, { random, dtype });
      const slow: Slow = (x) =>
        x.map((row) =>
          Array.from(
            { length: outputs },
            (_, j) =>
              row.reduce(
                (sum, value, i) => sum + value * layer.weight.value.data[i * outputs + j],
                layer.bias.value.data[j],
              ),
          )
        );
      return { layer, slow, width: outputs };
    }
    if (kind === "norm") {
      const layer = new LayerNorm(width, { dtype, epsilon: 0.1 });
      const [gamma, beta] = [layer.weight.value.data, layer.bias.value.data];
      return {
        layer,
        width,
        slow: (x) => x.map((row) => normalized(row, 0.1).map((n, k) => gamma[k] * n + beta[k])),
      };
    }
    if (kind === "batch") {
      const layer = new BatchNorm(width, { dtype, epsilon: 0.1 });
      const [gamma, beta] = [layer.weight.value.data, layer.bias.value.data];
      const slow: Slow = (x) =>
        transpose(
          transpose(x).map((column, k) => normalized(column, 0.1).map((n) => gamma[k] * n + beta[k])),
        );
      return { layer, slow, width };
    }
    if (kind === "prelu") {
      const layer = new PRelu({ dtype }), a = layer.weight.value.data;
      const slow: Slow = (x) =>
        x.map((row) =>
          row.map((u) => {
            near(Math.abs(u));
            return u > 0 ? u : a[0] * u;
          })
        );
      return { layer, slow, width };
    }
    if (kind === "nested") return chain(random, [make(width)], make);
    if (kind === "wrapped") {
      const { layer, ...rest } = make(width);
      return { layer: wrap(layer), ...rest };
    }
    if (kind === "dropout") return { layer: new Dropout(0, { random }), slow: (x) => x, width };
    if (kind === "residual") {
      const layer = new Linear(width, width, { random, dtype }), activation = activations.Tanh;
      const slow: Slow = (x) =>
        x.map((row) =>
          row.map((value, j) =>
            value +
            activation.slow(row.reduce((sum, v, i) =>
              sum + v * layer.weight.value.data[i * width + j], layer.bias.value.data[j]))
          )
        );
      return { layer: new Residual(layer, activation.make()), slow, width };
    }
    const { make: create, slow, kinks } = pick(Object.values(activations));
    return {
      layer: create(),
      width,
      slow: (x) =>
        x.map((row) =>
          row.map((u) => {
            for (const kink of kinks) near(Math.abs(u - kink));
            return slow(u);
          })
        ),
    };
  };
  const parts: Part[] = [make(width)];
  while (parts.length < depth) parts.push(make(parts.at(-1)!.width));
  const all = [...parts];
  if (parts.every(({ layer }) => layer.parameters().length === 0)) {
    const outputs = 2, layer = new Linear(parts.at(-1)!.width, outputs, { random, dtype });
    all.push({
      layer,
      width: outputs,
      slow: (x) =>
        x.map((row) =>
          [0, 1].map((j) =>
            row.reduce(
              (sum, v, i) => sum + v * layer.weight.value.data[i * outputs + j],
              layer.bias.value.data[j],
            )
          )
        ),
    });
  }
  return {
    layer: new Sequential(...all.map(({ layer }) => layer)),
    slow: (x) => all.reduce((x, { slow }) => slow(x), x),
    width: all.at(-1)!.width,
  };
}

/** A `Sequential` of a part and another behind it. */
function chain(_random: Random, parts: Part[], make: (width: number) => Part): Part {
  const all = [...parts, make(parts.at(-1)!.width)];
  return {
    layer: new Sequential(...all.map(({ layer }) => layer)),
    slow: (x) => all.reduce((x, { slow }) => slow(x), x),
    width: all.at(-1)!.width,
  };
}

const rowsOf = (x: Tensor) => x.toArray() as Matrix;

/** The mean squared error, and its derivative with respect to numbers that `slow` reads, by central differences. */
function slowGradient(slow: Slow, x: Matrix, target: Matrix, data: Tensor["data"]): number[] {
  const loss = () => {
    const y = slow(x);
    return y.reduce((sum, row, i) => sum + row.reduce((s, v, k) => s + (v - target[i][k]) ** 2, 0), 0) /
      (y.length * y[0].length);
  };
  return Array.from(data, (value, i) => {
    data[i] = value + 1e-5;
    const above = loss();
    data[i] = value - 1e-5;
    const below = loss();
    data[i] = value;
    return (above - below) / 2e-5;
  });
}

const networks = fc.record({
  seed: fc.nat(),
  width: fc.integer({ min: 1, max: 5 }),
  depth: fc.integer({ min: 1, max: 5 }),
});

Deno.test("random networks: outputs and gradients are those of a slow implementation, with evaluations in between", () => {
  fc.assert(
    fc.property(networks, ({ seed, width, depth }) => {
      const random = new Random(seed);
      let distance = Infinity;
      const { layer: model, slow } = build(
        random,
        "float64",
        width,
        depth,
        (d) => distance = Math.min(distance, d),
      );
      const loss = new MeanSquaredErrorLoss();
      for (const rows of [4, 2, 3, 4]) {
        const draw = (shape: readonly number[]) => {
          const tensor = Tensor.zeros(shape, "float64");
          tensor.data.forEach((_, i) => tensor.data[i] = random.normal());
          return tensor;
        };
        const x = draw([rows, width]);
        // An evaluation of a batch of another size, whose results nobody keeps.
        setTraining(model, false);
        model.forward(draw([1 + random.integer(5), width]));
        setTraining(model, true);
        distance = Infinity;
        const wanted = slow(rowsOf(x));
        fc.pre(distance > 1e-3);
        const y = model.forward(x);
        assertClose("y", y.data, wanted.flat(), { relative: 1e-9, absolute: 1e-9 });
        const target = draw(y.shape);
        loss.forward(y, target);
        model.backward(loss.backward());
        for (const { name, value, grad } of model.parameters()) {
          const numerical = slowGradient(slow, rowsOf(x), rowsOf(target), value.data);
          assertClose(`d${name}`, grad.data, numerical, { relative: 1e-4, absolute: 1e-6 });
        }
      }
    }),
    { numRuns: 150 },
  );
});

Deno.test("random networks: training in float32 stays beside that in float64", () => {
  fc.assert(
    fc.property(networks, ({ seed, width, depth }) => {
      const models = (["float32", "float64"] as const).map((dtype) => {
        let distance = Infinity;
        const random = new Random(seed);
        const { layer, slow } = build(random, dtype, width, depth, (d) => distance = Math.min(distance, d));
        const optimizer = new Sgd(layer.parameters(), { learningRate: 0.01, momentum: 0.9 });
        return { dtype, layer, slow, optimizer, loss: new MeanSquaredErrorLoss(), distance: () => distance };
      });
      const random = new Random(seed + 1);
      for (const rows of [5, 3, 5]) {
        const numbers = Array.from({ length: rows * width }, () => random.normal());
        const outputs = models.map(({ dtype, layer, slow, optimizer, loss, distance }) => {
          const x = Tensor.from(numbers, [rows, width], dtype);
          slow(rowsOf(x));
          fc.pre(distance() > 1e-3); // a kink would part the two
          const y = layer.forward(x), kept = [...y.data];
          loss.forward(y, Tensor.zeros(y.shape, dtype));
          layer.backward(loss.backward());
          optimizer.step();
          return kept;
        });
        assertClose("y", outputs[0], outputs[1], { relative: 1e-3, absolute: 1e-3 });
      }
      models[0].layer.parameters().forEach(({ name, value }, i) => {
        const wanted = models[1].layer.parameters()[i].value.data;
        assertClose(name, value.data, wanted, { relative: 1e-3, absolute: 1e-3 });
      });
    }),
    { numRuns: 150 },
  );
});

Deno.test("random networks: a backward pass after another forward pass is refused, whatever the network", () => {
  let refused = 0, runs = 0;
  fc.assert(
    fc.property(networks, fc.constantFrom(4, 3), fc.boolean(), ({ seed, width, depth }, rows, early) => {
      const random = new Random(seed),
        { layer: model, width: classes } = build(random, "float64", width, depth, () => {});
      const draw = (rows: number) =>
        Tensor.from(Array.from({ length: rows * width }, () => random.normal()), [rows, width], "float64");
      const targets = Tensor.zeros([4, classes], "float64");
      for (let i = 0; i < 4; i++) targets.data[i * classes] = 1;
      const loss = new SoftmaxCrossEntropyLoss(), first = draw(4);
      const logits = model.forward(first);
      loss.forward(logits, targets);
      const dLogits = early ? loss.backward() : undefined;
      model.forward(draw(rows));
      runs++;
      assertThrows(() => model.backward(dLogits ?? loss.backward()), Error);
      refused++;
      model.forward(first);
      loss.forward(logits, targets);
      model.backward(loss.backward());
      // Layers that two networks share, to look inside: the other's pass is noticed, and a new one of one's own is right.
      const inner = (model as Sequential).layers,
        part = new Sequential(...inner.slice(0, Math.ceil(inner.length / 2)));
      const again = model.forward(first).clone();
      part.forward(draw(4));
      assertEquals(model.forward(first).data, again.data);
    }),
    { numRuns: 150 },
  );
  assert(refused === runs);
});

Deno.test("a layer that two networks share: the pass of the other is noticed", () => {
  const shared = new Linear(3, 3),
    loss = new MeanSquaredErrorLoss(),
    x = Tensor.from([[1, 2, 3]]),
    t = Tensor.zeros([1, 2]);
  const [one, two] = [0, 1].map(() => new Sequential(shared, new Tanh(), new Linear(3, 2)));
  loss.forward(one.forward(x), t);
  two.forward(Tensor.from([[3, 2, 1]]));
  assertThrows(() => one.backward(loss.backward()), StaleError, "overwritten since, by another forward");
  const behind = [0, 1].map(() => new Sequential(new Linear(3, 3), shared));
  const wide = Tensor.zeros([1, 3]);
  loss.forward(behind[0].forward(x), wide);
  behind[1].forward(x);
  assertThrows(
    () => behind[0].backward(loss.backward()),
    StaleError,
    "the gradient of an output before the last",
  );
});
