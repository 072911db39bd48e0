import { assert, assertEquals, assertRejects } from "@std/assert";
import { sideBySide } from "./side_by_side.ts";

const turn = () => new Promise<void>((resolve) => setTimeout(resolve, 1));

Deno.test("so many at a time, begun in order, all of them done", async () => {
  for (const count of [1, 3, 50]) {
    const begun: number[] = [], items = Array.from({ length: 20 }, (_, i) => i);
    let now = 0, most = 0;
    await sideBySide(items, count, undefined, async (item) => {
      begun.push(item);
      most = Math.max(most, ++now);
      for (let i = 0; i <= (item * 7) % 4; i++) await turn();
      now--;
    });
    assertEquals([begun, most, now], [items, Math.min(count, 20), 0]);
  }
});

Deno.test("after a failure no more are begun, the others are told, and the first failure comes out", async () => {
  const told: number[] = [], begun: number[] = [];
  await assertRejects(
    () =>
      sideBySide([0, 1, 2, 3, 4, 5], 3, undefined, async (item, signal) => {
        begun.push(item);
        await turn();
        if (item === 1) throw new Error("one");
        while (!signal.aborted) await turn();
        told.push(item);
        if (item === 2) throw new Error("two");
      }),
    Error,
    "one",
  );
  assertEquals([begun, told.sort()], [[0, 1, 2], [0, 2]]);
});

Deno.test("an interrupt begins no more", async () => {
  const interrupt = new AbortController();
  const begun: number[] = [];
  await sideBySide([0, 1, 2, 3], 2, interrupt.signal, async (item, signal) => {
    begun.push(item);
    interrupt.abort();
    await turn();
    assert(signal.aborted);
  });
  assertEquals(begun, [0]);
});
