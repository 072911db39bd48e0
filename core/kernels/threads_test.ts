import { assertEquals, assertRejects, assertStrictEquals } from "@std/assert";
import { memory, reserveBytes, reserveUint32 } from "../memory.ts";
import { Random } from "../random.ts";
import { Tensor } from "../tensor.ts";
import { checksum, everything, named } from "./everything.ts";
import { ImageTensor } from "./image_tensor.ts";
import { simd } from "./simd.ts";
import { startThreads } from "./threads.ts";

const random = new Random(7);

function normal(...shape: number[]): Tensor {
  const tensor = Tensor.zeros(shape);
  for (let i = 0; i < tensor.size; i++) tensor.data[i] = random.normal();
  return tensor;
}

Deno.test("threads: the same bytes for any number", async () => {
  const alone = everything(simd);
  for (const count of [1, 2, 3, 5]) {
    using _threads = await startThreads(count);
    assertEquals(everything(simd), alone, `${count} threads`);
    assertEquals(everything(simd), alone, `${count} threads, again`);
  }
  assertEquals(everything(simd), alone, "after they were stopped");
});

/** `ASLEEP` of `assembly/threads.ts`: how many helpers sleep. */
const asleep = new Int32Array(memory.buffer, 0xa000 + 128, 1);

Deno.test("threads: helpers that fell asleep wake up for work, and go home when they are dismissed", async () => {
  const sleep = async () => {
    while (asleep[0] < 2) await new Promise((resolve) => setTimeout(resolve, 1));
  };
  const alone = everything(simd);
  for (let i = 0; i < 3; i++) {
    using _threads = await startThreads(3);
    for (let k = 0; k < 5; k++) {
      await sleep();
      assertEquals(everything(simd), alone);
    }
    await sleep();
  }
  assertEquals(everything(simd), alone);
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
