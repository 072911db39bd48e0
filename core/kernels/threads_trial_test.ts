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
const ticket = new Int32Array(memory.buffer, CONTROL, 1);

/** What a job takes, with help and without. */
const cost = { together: 0, alone: 0 };
let time = 0, calls = 0, before = 0;
/** Asked before and after each job of a trial, and at no other time. */
const now = () => {
  if (calls++ % 2 === 0) before = ticket[0];
  else time += ticket[0] === before ? cost.alone : cost.together;
  return time;
};
const wasm = new WebAssembly.Instance(loadModule(relaxed), { env: { memory, now } })
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

const ALONE = 600, TOGETHER = 3000, PERIOD = 60_000;
/** What the jobs of a trial with help would take without, if each takes 2. */
const LIMIT = 2 * TOGETHER;

Deno.test("threads: helpers are kept if they save time, else sent away as soon as it is certain that they do not", () => {
  for (const together of [1, 1.69, 1.99, 2, 2.01, 17]) {
    Object.assign(cost, { together, alone: 2 });
    const needed = Math.ceil(LIMIT / together), kept = needed > TOGETHER, title = `${together} instead of 2`;
    wasm.call_helpers(1);
    assertEquals([shared(ALONE), shared(ALONE)], [ALONE, 0], "all with help at first, then all without");
    assertEquals(shared(TOGETHER), kept ? TOGETHER : needed, title);
    assertEquals(shared(500), kept ? 500 : 0, title);
    wasm.dismiss_helpers();
  }
  assertEquals(shared(100), 0, "without helpers");
});

Deno.test("threads: trials come again, and notice when something has changed", () => {
  // What a trial that ends early leaves out counts as done.
  const needed = LIMIT / 3, leftOut = TOGETHER - needed;
  Object.assign(cost, { together: 3, alone: 2 });
  wasm.call_helpers(1);
  shared(ALONE);
  assertEquals(shared(PERIOD - leftOut), needed, "sent away for the rest of the period");
  assertEquals(shared(PERIOD - leftOut), needed, "and again");
  cost.together = 1;
  assertEquals(shared(PERIOD), PERIOD - ALONE, "kept");
  assertEquals(shared(PERIOD), PERIOD - ALONE, "and tried again after one period");
  cost.together = 3;
  assertEquals(shared(PERIOD - leftOut), needed, "sent away");
  wasm.dismiss_helpers();
});
