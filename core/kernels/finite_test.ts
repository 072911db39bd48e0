/** Optimizers' kernels say whether all numbers that they wrote are finite: compared with a look at each of them. */
import { assertEquals, assertStrictEquals } from "@std/assert";
import { Random } from "../random.ts";
import { type DType, Tensor } from "../tensor.ts";
import type { Kernels } from "./types.ts";
import { builds } from "./parity.ts";
import { reference } from "./reference.ts";
import { simdKernels } from "./simd.ts";
import { startHelpers } from "./start_helpers.ts";
import { instantiate, loadModule, relaxed } from "./wasm.ts";

const SPECIALS = [NaN, Infinity, -Infinity];
const SGD = { learningRate: 0.1, momentum: 0.9, weightDecay: 1e-4, nesterov: false };
const ADAM = {
  rate: 0.1,
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
  weightDecay: 1e-4,
  keep: 0.99,
  scale: 1.5,
};

const RMS_PROP = {
  learningRate: 0.1,
  alpha: 0.9,
  epsilon: 1e-8,
  weightDecay: 1e-4,
  momentum: 0.9,
  centered: false,
};

/** A step of some optimizer, with the tensors that it reads; the first is the one that counts. */
interface Step {
  name: string;
  tensors: Tensor[];
  run(kernels: Kernels): boolean;
}

function steps(size: number, dtype: DType): Step[] {
  const random = new Random(size);
  const make = () => {
    const tensor = Tensor.zeros([size], dtype);
    tensor.data.forEach((_, i) => tensor.data[i] = random.uniform(0.5, 1));
    return tensor;
  };
  const sgd = [false, true].map((nesterov): Step => {
    const [value, grad, velocity] = [make(), make(), make()];
    return {
      name: nesterov ? "Nesterov" : "SGD",
      tensors: [value, grad, velocity],
      run: (kernels) => kernels.sgd(value, grad, velocity, { ...SGD, nesterov }),
    };
  });
  const [value, grad, mean, square] = [make(), make(), make(), make()];
  const [w, g, v, u, m] = [make(), make(), make(), make(), make()];
  return [...sgd, {
    name: "RMSprop",
    tensors: [w, g, u, v],
    run: (kernels) => kernels.rmsProp(w, g, v, u, m, RMS_PROP),
  }, {
    name: "Adam",
    tensors: [value, grad, mean, square],
    run: (kernels) => kernels.adam(value, grad, mean, square, ADAM),
  }];
}

/** Whether a step is divided by the root of its fourth tensor. */
const divides = (name: string) => name === "Adam" || name === "RMSprop";

/** Takes the step from the same numbers again and again, each special number in each of the places once. */
function assertNoticed(
  title: string,
  { name, tensors, run }: Step,
  kernels: Kernels,
  places: number[],
): void {
  const before = tensors.map(({ data }) => data.slice());
  const take = (what: string) => {
    const found = run(kernels);
    assertStrictEquals(found, tensors[0].data.every(Number.isFinite), `${title}, ${name}, ${what}`);
    tensors.forEach(({ data }, i) => data.set(before[i]));
    return found;
  };
  assertStrictEquals(take("ordinary numbers"), true);
  let missed = 0;
  for (const special of SPECIALS) {
    for (const place of places) {
      for (const [i, { data }] of tensors.entries()) {
        data[place] = special;
        if (!take(`${special} in tensor ${i} at ${place}`)) continue;
        missed++;
        assertEquals(
          [divides(name), i, special],
          [true, 3, Infinity],
          "only an infinite square divides a step away",
        );
      }
    }
  }
  // The reference of RMSprop subtracts infinity from infinity.
  const divided = divides(name) && !(name === "RMSprop" && kernels === reference);
  assertEquals(missed, divided ? places.length : 0);
}

const KERNELS: [string, Kernels, DType][] = [
  ...Object.entries(builds).map(([name, kernels]): [string, Kernels, DType] => [name, kernels, "float32"]),
  ["reference", reference, "float32"],
  ["reference", reference, "float64"],
];

Deno.test("finite: NaN and infinities are noticed wherever they are", () => {
  for (const [build, kernels, dtype] of KERNELS) {
    for (const size of [1, 2, 3, 4, 5, 7, 8, 11, 16, 33]) {
      for (const step of steps(size, dtype)) {
        assertNoticed(
          `${build}, ${size} of ${dtype}`,
          step,
          kernels,
          Array.from({ length: size }, (_, i) => i),
        );
      }
    }
  }
});

Deno.test("finite: numbers that are only huge, tiny or zero are not taken for others", () => {
  const awkward = [3e38, -3e38, 3.4028234e38, -3.4028234e38, 1e-45, -1e-45, 0, -0];
  for (const [build, kernels, dtype] of KERNELS) {
    for (let size = 1; size <= 2 * awkward.length + 3; size++) {
      const value = Tensor.zeros([size], dtype),
        [grad, a, b] = [0, 0, 0].map(() => Tensor.zeros([size], dtype));
      value.data.forEach((_, i) => value.data[i] = awkward[i % awkward.length]);
      const title = `${build}, ${size} of ${dtype}`;
      for (const nesterov of [false, true]) {
        assertStrictEquals(kernels.sgd(value, grad, a, { ...SGD, weightDecay: 0, nesterov }), true, title);
      }
      assertStrictEquals(kernels.adam(value, grad, a, b, { ...ADAM, weightDecay: 0 }), true, title);
      assertEquals(value.data.every(Number.isFinite), true, title);
    }
  }
});

Deno.test("finite: a step from finite numbers that overflows is noticed", () => {
  for (const [build, kernels] of KERNELS.filter(([, , dtype]) => dtype === "float32")) {
    for (let size = 1; size <= 9; size++) {
      for (let place = 0; place < size; place++) {
        const [value, grad, velocity] = [0, 0, 0].map(() => Tensor.zeros([size]));
        value.data[place] = 3e38;
        velocity.data[place] = -3e38;
        const found = kernels.sgd(value, grad, velocity, { ...SGD, learningRate: 1, weightDecay: 0 });
        assertStrictEquals(found, false, `${build}, ${place} of ${size}`);
        assertEquals(value.data[place], Infinity);
      }
    }
  }
});

Deno.test("finite: lanes beyond the end do not count, and nothing is finite", () => {
  for (const [build, kernels, dtype] of KERNELS) {
    for (let size = 0; size <= 9; size++) {
      const [value, grad, mean, square] = [1, 1, 1, 1].map((x) => {
        const tensor = Tensor.zeros([size], dtype);
        tensor.data.fill(x);
        return tensor;
      });
      // Where ε is 0, a lane of zeros is 0 / 0.
      const found = kernels.adam(value, grad, mean, square, { ...ADAM, epsilon: 0 });
      assertStrictEquals(found, true, `${build}, ${size} of ${dtype}`);
      assertStrictEquals(kernels.sgd(value, grad, mean, SGD), true, `${build}, ${size} of ${dtype}`);
      for (const centered of [false, true]) {
        value.data.fill(1);
        const settings = { ...RMS_PROP, epsilon: 0, centered }, zeros = Tensor.zeros([size], dtype);
        square.data.fill(1);
        const found = kernels.rmsProp(value, grad, square, mean, zeros, settings);
        assertStrictEquals(found, true, `${build}, ${size} of ${dtype}`);
      }
    }
  }
});

Deno.test("finite: what one thread finds reaches the caller, in both builds", async () => {
  for (const build of relaxed ? [true, false] : [false]) {
    const module = loadModule(build), wasm = instantiate(module), kernels = simdKernels(wasm);
    const helpers = startHelpers(module, wasm, 1);
    await helpers.ready;
    try {
      for (const size of [4097, 20_003]) {
        const random = new Random(1);
        // The chunks have 4096 numbers; all places near their ends, and some others.
        const places = Array.from({ length: size }, (_, i) => i).filter((i) =>
          (i + 2) % 4096 < 4 || i >= size - 6 || random.uniform() < 0.001
        );
        for (const step of steps(size, "float32")) {
          assertNoticed(`${build ? "relaxed" : "strict"}, 2 threads, ${size}`, step, kernels, places);
        }
      }
    } finally {
      helpers.stop();
    }
  }
});
