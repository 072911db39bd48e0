import { Tensor } from "@chainrule/core";
import { assertAlmostEquals, assertEquals } from "@std/assert";
import { countCorrect, Mean } from "./metrics.ts";

Deno.test("the first of the largest logits counts", () => {
  const logits = Tensor.from([[1, 3, 2], [5, 5, 0], [-1, -1, -1], [-3, -2, -1], [0, Infinity, 1]]);
  assertEquals(countCorrect(logits, [1, 0, 0, 2, 1]), 5);
  assertEquals(countCorrect(logits, [0, 1, 1, 1, 2]), 0);
});

Deno.test("a row with NaN is never right", () => {
  for (const row of [[NaN, 1, 2], [1, NaN, 2], [1, 2, NaN], [NaN, NaN, NaN]]) {
    for (const label of [0, 1, 2]) assertEquals(countCorrect(Tensor.from([row]), [label]), 0);
  }
});

Deno.test("a mean weighs batches by their images", () => {
  const mean = new Mean();
  mean.add(1, 50, 100);
  mean.add(4, 50, 50);
  assertAlmostEquals(mean.loss, 2, 1e-12);
  assertAlmostEquals(mean.accuracy, 100 / 150, 1e-12);
});
