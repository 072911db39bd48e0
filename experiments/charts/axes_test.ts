import { assert, assertEquals } from "@std/assert";
import { inOrder, isWide, lateFrom, logTicks, tickLabel, ticksAt } from "./axes.ts";

Deno.test("ticks of logarithmic axes are round, and not too many", () => {
  assertEquals(logTicks(0.15, 1.2), [0.2, 0.5, 1]);
  assertEquals(logTicks(3, 2e5), [10, 100, 1000, 10000, 100000]);
  assertEquals(logTicks(0.1, 1e20), [1, 1e5, 1e10, 1e15, 1e20]);
});

Deno.test("ticks are written as people read them", () => {
  assertEquals([0.02, 1000, 1e6, 2e-7].map(tickLabel), ["0.02", "1,000", "10⁶", "2·10⁻⁷"]);
  assertEquals(ticksAt([10, 1e6]), {
    values: [10, 1e6],
    labelExpr: '{"10":"10","1000000":"10⁶"}[datum.value]',
  });
});

Deno.test("numbers are wide apart from thirty times on, where they are above 0", () => {
  assert(isWide(1, 100) && !isWide(1, 10) && !isWide(0, 10) && !isWide(1, Infinity));
});

Deno.test("an axis begins late where the first tenth of a long training is far below", () => {
  const x = Array.from({ length: 20 }, (_, i) => i + 1);
  assertEquals(lateFrom([{ x, y: x.map((i) => i < 3 ? 0.1 : 0.9) }]), 0.9);
  assertEquals(lateFrom([{ x, y: x.map(() => 0.9) }]), undefined);
  assertEquals(lateFrom([{ x: [1, 2], y: [0.1, 0.9] }]), undefined);
  assertEquals(lateFrom([]), undefined);
});

Deno.test("numbers are sorted by size, networks by width, and names stay as they are", () => {
  assertEquals(inOrder(["0.1", "1e-5", "none", "0"]), ["none", "0", "1e-5", "0.1"]);
  assertEquals(inOrder(["256-128", "64", "256"]), ["64", "256", "256-128"]);
  assertEquals(inOrder(["tanh", "selu", "tanh"]), ["tanh", "selu"]);
});
