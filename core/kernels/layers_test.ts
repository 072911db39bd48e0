/** The kernels of normalization, parametric ReLU and dropout, in each build against the plain reference: see `parity.ts` for how. */
import { assert, assertEquals } from "@std/assert";
import { AWKWARD_NUMBERS } from "../compare.ts";
import { Random } from "../random.ts";
import { Tensor } from "../tensor.ts";
import { builds, EPS, exactly, inEachBuild, type Make, uniforms, within } from "./parity.ts";
import { reference } from "./reference.ts";

/** Shapes of inputs: more and fewer columns than vectors have lanes, and enough that threads would share them. */
const SHAPES = [[2, 1], [3, 4], [5, 3], [2, 17], [7, 31], [100, 10], [33, 130], [400, 24], [3, 1029]];

/** Numbers around a mean, which may be far away in comparison. */
function* inputs(random: Random, rows: number, columns: number): Generator<[Float32Array, number]> {
  for (const mean of [0, 3, -1000]) {
    yield [uniforms(random, rows * columns).map((value) => value + mean), Math.abs(mean)];
  }
}

/** What the two normalizations have in common: tensors for forward and backward. */
function tensors(make: Make, rows: number, columns: number, scales: number, x: Float32Array) {
  const random = new Random(rows), draw = (size: number) => uniforms(random, size);
  const shape = [rows, columns];
  return {
    x: make(shape, x),
    weight: make([columns], draw(columns)),
    bias: make([columns], draw(columns)),
    dy: make(shape, draw(rows * columns)),
    results: { y: make(shape), centered: make(shape), scale: make([scales]) },
    gradients: { dx: make(shape), dWeight: make([columns]), dBias: make([columns]) },
  };
}

const outputsOf = ({ results, gradients }: ReturnType<typeof tensors>) => [
  results.y,
  results.centered,
  results.scale,
  gradients.dx,
  gradients.dWeight,
  gradients.dBias,
];

/** Sums of `terms` numbers of about 1, and what is made of a variance of about 1/3. */
const near = (terms: number, far: number) =>
  within({ relative: 64 * EPS, absolute: (64 + terms + 4 * far) * EPS });

Deno.test("layers: layer normalization, forward and backward, near 0 and far from it", () => {
  const random = new Random(1);
  for (const [rows, columns] of SHAPES) {
    if (columns < 3) continue; // of nearly equal numbers only noise is left
    for (const [x, far] of inputs(random, rows, columns)) {
      inEachBuild(`layerNorm of [${rows}, ${columns}] around ${far}`, (make) => {
        const all = tensors(make, rows, columns, rows, x), { weight, bias, dy, results, gradients } = all;
        return {
          outputs: outputsOf(all),
          run(kernels) {
            kernels.layerNorm(all.x, weight, bias, 1e-2, results);
            kernels.layerNormBackward(results, weight, dy, gradients);
          },
        };
      }, near(2 * rows, far));
    }
  }
});

Deno.test("layers: batch normalization, forward and backward, in training and otherwise", () => {
  const random = new Random(2);
  for (const [rows, columns] of SHAPES) {
    for (const [x, far] of inputs(random, rows, columns)) {
      for (const training of [true, false]) {
        const name = `batchNorm of [${rows}, ${columns}] around ${far}${training ? " in training" : ""}`;
        inEachBuild(name, (make) => {
          const all = tensors(make, rows, columns, columns, x),
            { weight, bias, dy, results, gradients } = all;
          const mean = make([columns], new Float32Array(columns).fill(x[0])),
            settings = { epsilon: 1e-2, momentum: 0.1 };
          const variance = make([columns], new Float32Array(columns).fill(0.5));
          return {
            outputs: [...outputsOf(all), mean, variance],
            run(kernels) {
              const running = { mean, variance };
              kernels.batchNorm(all.x, weight, bias, { ...settings, training }, running, results);
              kernels.batchNormBackward(results, weight, training, dy, gradients);
            },
          };
        }, near(rows, far));
      }
    }
  }
});

Deno.test("layers: nearly equal numbers far from 0 are normalized as if they were near it", () => {
  const near = [0, 1, 2, 3, 4, 5, 6, 7], far = near.map((value) => value + 2 ** 20);
  for (const kernels of Object.values(builds)) {
    const normal = (numbers: number[], shape: number[]) => {
      const columns = shape[1], [one, zero] = [1, 0].map((value) => Tensor.from(Array(columns).fill(value)));
      const x = Tensor.from(numbers, shape), running = { mean: one.clone(), variance: one.clone() };
      const results = { y: x.clone(), centered: x.clone(), scale: one.clone() };
      if (shape[0] === 1) kernels.layerNorm(x, one, zero, 0, { ...results, scale: Tensor.zeros([1]) });
      else kernels.batchNorm(x, one, zero, { epsilon: 0, momentum: 0.1, training: true }, running, results);
      return [...results.y.data];
    };
    for (const shape of [[1, 8], [8, 1]]) assertEquals(normal(far, shape), normal(near, shape));
  }
});

Deno.test("layers: nothing has gradients of 0, and no columns are none", () => {
  for (const kernels of [reference, ...Object.values(builds)]) {
    const weight = Tensor.from([1, 2, 3, 4, 5]), none = Tensor.zeros([0, 5]), row = Tensor.zeros([5]);
    const gradients = () => ({ dx: Tensor.zeros([0, 5]), dWeight: weight.clone(), dBias: weight.clone() });
    const ofRows = gradients(), ofColumns = gradients();
    kernels.layerNormBackward(
      { centered: none, scale: Tensor.zeros([0]) },
      weight,
      Tensor.zeros([0, 5]),
      ofRows,
    );
    kernels.batchNormBackward({ centered: none, scale: row }, weight, true, Tensor.zeros([0, 5]), ofColumns);
    for (const { dWeight, dBias } of [ofRows, ofColumns]) {
      assertEquals([...dWeight.data, ...dBias.data], Array(10).fill(0));
    }
    const empty = Tensor.zeros([3, 0]),
      results = { y: Tensor.zeros([3, 0]), centered: Tensor.zeros([3, 0]), scale: Tensor.zeros([0]) };
    kernels.layerNorm(empty, Tensor.zeros([0]), Tensor.zeros([0]), 0, results);
    kernels.pRelu(empty, Tensor.from([1]), results.y);
  }
});

Deno.test("layers: parametric ReLU of one slope or one for each column", () => {
  const random = new Random(3);
  for (const shape of [...SHAPES, [2, 3, 5], [9], [AWKWARD_NUMBERS.length]]) {
    const size = shape.reduce((product, n) => product * n, 1), columns = shape.at(-1)!;
    const x = size === AWKWARD_NUMBERS.length ? Float32Array.from(AWKWARD_NUMBERS) : uniforms(random, size);
    const slopes = uniforms(random, size);
    for (const count of new Set([1, columns])) {
      const a = uniforms(random, count);
      inEachBuild(`pRelu of ${shape} with ${count} slopes`, (make) => {
        const from = make(shape, x), weight = make([count], a), dy = make(shape, slopes);
        const y = make(shape), dx = make(shape), dSlopes = make([count]);
        return {
          outputs: [y, dx, dSlopes],
          run(kernels) {
            kernels.pRelu(from, weight, y);
            kernels.pReluBackward(from, weight, dy, dx, dSlopes);
          },
        };
      }, within({ relative: 2 * EPS, absolute: size * EPS / 4 }));
    }
  }
});

Deno.test("layers: dropout drops what the generator says, and leaves it where the reference does", () => {
  for (const [build, kernels] of Object.entries(builds)) {
    for (const probability of [0, 1e-9, 0.1, 0.5, 0.9, 1 - 2 ** -53]) {
      for (const size of [0, 1, 7, 1000]) {
        const random = new Random(size),
          wanted = new Random(size),
          mask = Tensor.zeros([size]),
          other = Tensor.zeros([size]);
        random.normal();
        wanted.normal();
        kernels.drop(random, probability, mask);
        reference.drop(wanted, probability, other);
        assertEquals(mask.data, other.data, `${build}, ${probability}`);
        assertEquals(random.state, wanted.state);
        assert(size < 1000 || probability !== 0.5 || Math.abs(mask.data.indexOf(0)) < 20);
      }
    }
  }
});

Deno.test("layers: sums number by number, and a step towards other numbers", () => {
  const random = new Random(4), all = AWKWARD_NUMBERS.flatMap((a) => AWKWARD_NUMBERS.map((b) => [a, b]));
  const cases = [1, 3, 4, 9, 4097].map((size) => [uniforms(random, size), uniforms(random, size)]);
  for (const [a, b] of [...cases, [0, 1].map((side) => Float32Array.from(all, (pair) => pair[side]))]) {
    inEachBuild(`${a.length} sums`, (make) => {
      const x = make([a.length], a), y = make([a.length], b), out = make([a.length]);
      return { outputs: [out], run: (kernels) => kernels.addElements(x, y, out) };
    }, exactly);
    if (a.length === all.length) continue;
    inEachBuild(`${a.length} steps`, (make) => {
      const x = make([a.length], a), y = make([a.length], b);
      return { outputs: [x], run: (kernels) => kernels.lerp(x, y, 0.01) };
    }, within({ absolute: 2 * EPS }));
  }
});
