import { assert, assertEquals, assertRejects, assertStrictEquals } from "@std/assert";
import { memory, reserveBytes, reserveUint32 } from "../memory.ts";
import { Random } from "../random.ts";
import { Tensor } from "../tensor.ts";
import type { ActivationFormula } from "./types.ts";
import { imagesOf, ImageTensor } from "./image_tensor.ts";
import { fast } from "./builds.ts";
import { simd } from "./simd.ts";
import { startThreads } from "./threads.ts";

const random = new Random(7);

function normal(...shape: number[]): Tensor {
  const tensor = Tensor.zeros(shape);
  for (let i = 0; i < tensor.size; i++) tensor.data[i] = random.normal();
  return tensor;
}

/** Only the name of the SIMD kernel counts here. */
function named(simd: ActivationFormula["simd"]): ActivationFormula {
  return { forward: () => NaN, derivative: () => NaN, simd };
}

/** Every operation that is shared, on operands large enough to be cut into chunks; the bytes of all results. */
function everything(): string {
  const inputs = new Random(1), rows = 100, pixels = 784, n = 200;
  const images = reserveBytes(300 * pixels), order = reserveUint32(rows);
  for (let i = 0; i < images.length; i++) if (inputs.uniform() < 0.2) images[i] = 1 + inputs.integer(255);
  for (let i = 0; i < rows; i++) order[i] = inputs.integer(300);
  const draw = (...shape: number[]) => {
    const tensor = Tensor.zeros(shape);
    for (let i = 0; i < tensor.size; i++) tensor.data[i] = inputs.normal();
    return tensor;
  };
  const x = new ImageTensor(Tensor.zeros([rows, pixels])),
    w = draw(pixels, n),
    bias = draw(n),
    y = Tensor.zeros([rows, n]);
  const dy = draw(rows, n), dw = Tensor.zeros([pixels, n]), dx = Tensor.zeros([rows, pixels]);
  const out = Tensor.zeros([rows, n]), dIn = Tensor.zeros([rows, n]), velocity = draw(pixels, n);
  const mean = draw(pixels, n), square = Tensor.zeros([pixels, n]);

  simd.gather(images, order, { background: 128, divisor: 255 }, x);
  assert(imagesOf(x), "lists are shared, too");
  simd.multiply(x, w, y, { bias });
  simd.activate(named("tanh"), y, out);
  simd.activateBackward(named("tanh"), y, out, dy, dIn);
  simd.multiply(x, dIn, dw, { transposeA: true });
  simd.multiply(dIn, w, dx, { transposeB: true });
  simd.sgd(w, dw, velocity, { learningRate: 0.01, momentum: 0.9, weightDecay: 1e-3, nesterov: false });
  const adam = { rate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0, keep: 1, scale: 2 };
  simd.adam(w, dw, mean, square, adam);
  const dense = y.clone();
  simd.multiply(x.clone(), w, dense, { bias });
  const results = [y, out, dIn, dw, dx, w, velocity, mean, square, dense];
  return results.map(({ data }) => checksum(new Uint8Array(data.buffer, data.byteOffset, data.byteLength)))
    .join(" ");
}

/** FNV-1a, 32 bits. */
function checksum(bytes: Uint8Array): number {
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}

Deno.test("threads: the same bytes for any number", async () => {
  const alone = everything();
  for (const count of [1, 2, 3, 5]) {
    using _threads = await startThreads(count);
    assertEquals(everything(), alone, `${count} threads`);
    assertEquals(everything(), alone, `${count} threads, again`);
  }
  assertEquals(everything(), alone, "after they were stopped");
});

Deno.test("threads: helpers that were sent to sleep wake up for work, and go home when they are dismissed", async () => {
  const alone = everything();
  for (let i = 0; i < 3; i++) {
    using _threads = await startThreads(3);
    for (let k = 0; k < 5; k++) {
      fast.wasm.rest_helpers();
      assertEquals(everything(), alone);
    }
    fast.wasm.rest_helpers();
  }
  assertEquals(everything(), alone);
});

Deno.test("threads: more chunks than are shared at a time are done too", async () => {
  const rows = 60_000, images = reserveBytes(rows * 16), order = reserveUint32(rows);
  for (let i = 0; i < rows; i++) images[16 * i + i % 16] = order[i] = i;
  const w = normal(16, 8);
  const run = () => {
    const x = new ImageTensor(Tensor.zeros([rows, 16])),
      y = Tensor.zeros([rows, 8]),
      dense = Tensor.zeros([rows, 8]);
    simd.gather(images, order, { background: 0, divisor: 255 }, x);
    simd.multiply(x, w, y);
    simd.multiply(x.clone(), w, dense);
    return [y, dense].map(({ data }) =>
      checksum(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
    );
  };
  const alone = run();
  using _threads = await startThreads(2);
  assertEquals(run(), alone);
});

Deno.test("threads: thousands of jobs in a row, each done completely before the next", async () => {
  using _threads = await startThreads(3);
  const x = normal(5, 4096), y = Tensor.zeros([5, 4096]);
  for (let i = 0; i < 5000; i++) {
    x.data[0] = x.data[12_288] = x.data[x.size - 1] = i;
    simd.activate(named("relu"), x, y);
    assertStrictEquals(y.data[0] + y.data[12_288] + y.data[x.size - 1], 3 * i);
  }
});

Deno.test("threads: helpers that fell asleep wake up", async () => {
  using _threads = await startThreads(2);
  for (let i = 0; i < 3; i++) {
    const before = everything();
    await new Promise((resolve) => setTimeout(resolve, 20));
    assertEquals(everything(), before);
  }
});

Deno.test("threads: a wrong number, or a second start, is refused", async () => {
  for (const count of [0, -1, 1.5, NaN, 65]) {
    await assertRejects(
      () => startThreads(count),
      RangeError,
      `found ${count}, want a whole number from 1 to 64`,
    );
  }
  const threads = await startThreads(2);
  await assertRejects(() => startThreads(2), Error, "2 are running, stop them first");
  threads.stop();
  threads.stop();
  (await startThreads(2)).stop();
});

Deno.test("threads: to stop those that were stopped does not stop those that came after them", async () => {
  // `HELPERS` of `assembly/threads.ts`: how many the main thread counts on.
  const helpers = new Int32Array(memory.buffer, 0xa000 + 256, 1);
  const first = await startThreads(2), none = await startThreads(1).catch(() => undefined);
  assertStrictEquals(none, undefined);
  first.stop();
  const alone = await startThreads(1);
  using _second = await startThreads(3);
  first.stop();
  alone.stop();
  assertStrictEquals(helpers[0], 2);
  await assertRejects(() => startThreads(2), Error, "3 are running, stop them first");
});
