import { Random } from "@chainrule/core";
import { batches, syntheticDigits } from "@chainrule/data";
import { assert, assertEquals, assertThrows } from "@std/assert";
import { firstWeights, shuffledOrder, wholeBatches } from "./prepare.ts";

const digits = syntheticDigits({ train: 25, test: 1 }).train;

Deno.test("shuffledOrder: is the order in which batches come, epoch after epoch", () => {
  const order = shuffledOrder(20, 2, 7);
  const epoch = batches(wholeBatches(digits, 10), { batchSize: 10, random: new Random(7) });
  const seen: number[] = [];
  for (let i = 0; i < 2; i++) for (const { labels } of epoch) seen.push(...labels);
  assertEquals(seen, Array.from(order, (image) => digits.labels[image]));
});

Deno.test("wholeBatches: leaves out what does not fill one", () => {
  assertEquals(wholeBatches(digits, 10).count, 20);
  assertThrows(() => wholeBatches(digits, 26), RangeError, "synthetic has 25 images");
});

Deno.test("firstWeights: normal weights, then zeros for the biases, layer by layer", () => {
  const weights = firstWeights([4, 3, 2], 1);
  assertEquals(weights.length, 4 * 3 + 3 + 3 * 2 + 2);
  assertEquals([...weights.subarray(12, 15), ...weights.subarray(21)], [0, 0, 0, 0, 0]);
  assert(weights.subarray(0, 12).every((w) => w !== 0 && Math.abs(w) < 0.06));
});
