import { assert, assertEquals, assertThrows } from "@std/assert";
import { assertClose, AWKWARD_NUMBERS, AWKWARD_SIZES } from "./compare.ts";

Deno.test("assertClose: exact unless a tolerance is given", () => {
  assertClose("y", [1, -0, Infinity, -Infinity, NaN], [1, 0, Infinity, -Infinity, NaN]);
  assertThrows(
    () => assertClose("y", [1 + Number.EPSILON], [1]),
    Error,
    "y[0] is 1.0000000000000002, want 1",
  );
});

Deno.test("assertClose: the tolerance is relative to what is wanted, plus an absolute part", () => {
  assertClose("y", [101], [100], { relative: 0.01 });
  assertThrows(() => assertClose("y", [101.1], [100], { relative: 0.01 }));
  assertClose("y", [0.5], [0], { absolute: 0.5 });
  assertThrows(() => assertClose("y", [1e-9], [0], { relative: 1 }));
  assertClose("y", [-102], [-100], { relative: 0.01, absolute: 1 });
  assertThrows(() => assertClose("y", [102], [-100], { relative: 1, absolute: 1 }));
});

Deno.test("assertClose: a tolerance may be a part of the largest number that is wanted", () => {
  assertClose("y", [0.01, -100, Infinity], [0, -100, Infinity], { ofLargest: 1e-4 });
  assertThrows(() => assertClose("y", [0.011, -100], [0, -100], { ofLargest: 1e-4 }), Error, "y[0] is 0.011");
});

Deno.test("assertClose: no tolerance covers a NaN or an infinity that should not be", () => {
  const tolerance = { relative: 1e9, absolute: 1e9 };
  const pairs = [[NaN, 1], [1, NaN], [Infinity, 1], [1, Infinity], [-Infinity, Infinity], [Infinity, NaN]];
  for (const [found, wanted] of pairs) {
    assertThrows(
      () => assertClose("y", [found], [wanted], tolerance),
      Error,
      `y[0] is ${found}, want ${wanted}`,
    );
  }
});

Deno.test("assertClose: another length is a difference", () => {
  assertThrows(() => assertClose("y", [1], [1, 2]), Error, "y has 1 numbers, want 2");
  assertThrows(() => assertClose("y", [1, 2], [1]), Error, "y has 2 numbers, want 1");
});

Deno.test("the awkward numbers and sizes are what tests of kernels rely on", () => {
  assertEquals(AWKWARD_SIZES, [0, 1, 3, 4, 5, 15, 16, 17, 31, 33, 127, 784]);
  assertEquals(AWKWARD_NUMBERS, AWKWARD_NUMBERS.map(Math.fround));
  const has = (condition: (x: number) => boolean) => assert(AWKWARD_NUMBERS.some(condition));
  has(Number.isNaN);
  for (const special of [Infinity, -Infinity, 0, -0, 2 ** -149, 2 ** -126, 3.4028234663852886e38]) {
    has((x) => Object.is(x, special));
  }
  has((x) => x !== 0 && Math.abs(x) < 2 ** -126);
});
