import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { memory } from "../memory.ts";
import { Tensor } from "../tensor.ts";
import { fast } from "./builds.ts";
import { type Helper, startHelper } from "./helper.ts";
import { simd } from "./simd.ts";
import { startHelpers } from "./start_helpers.ts";
import { startThreads } from "./threads.ts";

/** Only the name of the SIMD kernel counts here. */
const named = { forward: () => NaN, derivative: () => NaN };

/** Runs something while a property of the global object has another value. */
async function withGlobal(name: string, value: unknown, run: () => unknown): Promise<void> {
  const before = Object.getOwnPropertyDescriptor(globalThis, name);
  Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  try {
    await run();
  } finally {
    if (before) Object.defineProperty(globalThis, name, before);
    else Reflect.deleteProperty(globalThis, name);
  }
}

Deno.test("helpers: a page that is not isolated has one thread, whatever is asked for", async () => {
  await withGlobal("crossOriginIsolated", false, async () => {
    using threads = await startThreads(4);
    assertEquals(threads.count, 1);
  });
  await withGlobal("crossOriginIsolated", true, async () => {
    using threads = await startThreads(2);
    assertEquals(threads.count, 2);
  });
});

Deno.test("helpers: what Node.js has for workers serves as well", async () => {
  const x = Tensor.zeros([10_000]), y = Tensor.zeros([10_000]), relu = { ...named, simd: "relu" } as const;
  await withGlobal("Worker", undefined, async () => {
    using threads = await startThreads(3);
    assertEquals(threads.count, 3);
    for (let i = 0; i < 1000; i++) {
      x.data[0] = x.data[9_999] = i;
      simd.activate(relu, x, y);
      assertEquals(y.data[0] + y.data[9_999], 2 * i);
    }
  });
});

Deno.test("helpers: a runtime without workers is refused", async () => {
  const start = { module: fast.module, memory, thread: 1, generation: 0 };
  await withGlobal("Worker", undefined, () =>
    withGlobal("process", undefined, () => {
      assertThrows(() => startHelper(start), Error, "has neither Worker nor node:worker_threads");
    }));
});

Deno.test("helpers: one that can't be started ends all, and the reason is told", async () => {
  const ended: number[] = [];
  const startOne = ({ thread }: { thread: number }): Helper => ({
    ready: thread === 2 ? Promise.reject(new Error("no room")) : Promise.resolve(),
    end: () => void ended.push(thread),
  });
  const helpers = startHelpers(fast.module, fast.wasm, 3, startOne);
  await assertRejects(() => helpers.ready, Error, "no room");
  assertEquals(ended, [1, 2, 3]);
  helpers.stop();
  assertEquals(ended.length, 3);
});

Deno.test("helpers: what a worker complains about is an error of startThreads", async () => {
  const start = { module: "no module" as unknown as WebAssembly.Module, memory, thread: 1, generation: 0 };
  const helper = startHelper(start);
  await assertRejects(() => helper.ready, Error, "Cannot start a thread: ");
  helper.end();
});

Deno.test("helpers: stopping one thread does not stop those that were started later", async () => {
  const one = await startThreads(1);
  using two = await startThreads(2);
  one.stop();
  assertEquals(two.count, 2);
  await assertRejects(() => startThreads(2), Error, "2 are running");
});
