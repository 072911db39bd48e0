/**
 * When the main thread does without helpers, found with a clock that says what the test wants. Nobody comes to help, so the main thread
 * does all chunks of a shared job itself; that a job was shared shows in its ticket. See `assembly/threads.ts`.
 */
import { assertEquals } from "@std/assert";
import { memory } from "../memory.ts";
import { Tensor } from "../tensor.ts";
import type { Exports } from "./exports.ts";
import { loadModule, relaxed } from "./wasm.ts";

/** `CONTROL` of `assembly/layout.ts`. */
const CONTROL = 0xa000;
const ticket = new Int32Array(memory.buffer, CONTROL, 1),
  rest = new Int32Array(memory.buffer, CONTROL + 268, 1);

/** What a job takes, with help and without. */
const cost = { together: 0, alone: 0 };
let time = 0, calls = 0, before = 0;
/** Asked before and after each job of a trial, and at no other time. */
const now = () => {
  if (calls++ % 2 === 0) before = ticket[0];
  else time += ticket[0] === before ? cost.alone : cost.together;
  return time;
};
const wasm = new WebAssembly.Instance(await loadModule(relaxed), { env: { memory, now } })
  .exports as unknown as Exports;

const x = Tensor.zeros([8192]), address = x.data.byteOffset;
/** Does a job of two chunks. Returns whether it was shared. */
function isShared(): boolean {
  const before = ticket[0];
  wasm.relu(x.size, address, address);
  return ticket[0] !== before;
}
/** How many of so many jobs are shared. */
function shared(jobs: number): number {
  let count = 0;
  for (let i = 0; i < jobs; i++) count += Number(isShared());
  return count;
}

const WARM_UP = 1000, ALONE = 600, TOGETHER = 3000, GLANCE = 1010;

Deno.test("threads: helpers are kept if they save 15 %, else sent away, at once if they only harm", () => {
  for (
    const [together, kept] of [[1, true], [1.69, true], [1.71, false], [2, false], [2.1, false]] as const
  ) {
    Object.assign(cost, { together, alone: 2 });
    wasm.call_helpers(1);
    assertEquals([shared(WARM_UP), shared(ALONE), shared(GLANCE)], [WARM_UP, 0, GLANCE]);
    assertEquals(shared(TOGETHER - GLANCE), together > 2 ? 0 : TOGETHER - GLANCE, `${together}`);
    assertEquals(shared(500), kept ? 500 : 0, `${together} instead of 2`);
    wasm.dismiss_helpers();
  }
  assertEquals(shared(100), 0, "without helpers");
});

Deno.test("threads: trials come again, rarer where helpers harm, and notice when that changes", () => {
  // What a trial that ends early leaves out counts as done.
  const PERIOD = 30_000, LEFT_OUT = TOGETHER - GLANCE;
  Object.assign(cost, { together: 3, alone: 2 });
  wasm.call_helpers(1);
  shared(WARM_UP);
  assertEquals(shared(2 * PERIOD - LEFT_OUT), GLANCE, "sent away, for twice the period");
  assertEquals(shared(4 * PERIOD - LEFT_OUT), GLANCE, "four times");
  cost.together = 1;
  assertEquals(shared(PERIOD), PERIOD - ALONE, "kept");
  assertEquals(shared(PERIOD), PERIOD - ALONE, "and tried again after one period");
  wasm.dismiss_helpers();
});

Deno.test("threads: helpers rest until there is work for them", () => {
  wasm.rest_helpers();
  assertEquals(rest[0], 0, "there are none");
  wasm.call_helpers(1);
  wasm.rest_helpers();
  assertEquals(rest[0], 1);
  assertEquals([isShared(), rest[0]], [true, 0]);
  wasm.dismiss_helpers();
});
