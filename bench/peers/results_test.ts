import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import type { Lap, Result } from "./job.ts";
import { commonBatches, epochTime, median, type Run, sameLosses, standings } from "./results.ts";

const STEPS = 4;
const result = (laps: Lap[], losses = [2, 1.5, 1, 0.5]): Result => ({ version: "1", laps, losses });
const epochs = (...seconds: number[]) => result(seconds.map((value) => ({ steps: STEPS, seconds: value })));

Deno.test("median: of odd and even numbers of values, in any order", () => {
  assertEquals(median([3, 1, 2]), 2);
  assertEquals(median([4, 1, 3, 2]), 2.5);
  assertThrows(() => median([]), RangeError, "there are no values");
});

Deno.test("epochTime: a part of an epoch only counts where there is no whole one", () => {
  const part = { steps: 1, seconds: 5 };
  assertEquals(epochTime(epochs(1, 9, 2), STEPS), { seconds: 2 });
  assertEquals(epochTime(result([{ steps: STEPS, seconds: 1 }, part]), STEPS), { seconds: 1 });
  assertEquals(epochTime(result([part]), STEPS), { seconds: 20, extrapolatedFrom: 1 });
});

Deno.test("standings: ratios are taken within each round", () => {
  // The machine is twice as slow in the second round; the ratio stays.
  const runs: Run[] = [
    { round: 1, contestant: 0, result: epochs(1) },
    { round: 1, contestant: 1, result: epochs(3) },
    { round: 2, contestant: 1, result: epochs(6) },
    { round: 2, contestant: 0, result: epochs(2) },
  ];
  const [ours, peer] = standings(runs, STEPS, [0]);
  assertEquals([ours.seconds, ours.fastest, ours.slowest, ours.ratios], [1.5, 1, 2, [1]]);
  assertEquals([peer.seconds, peer.fastest, peer.slowest, peer.ratios], [4.5, 3, 6, [3]]);
  assertEquals([peer.extrapolatedFrom, peer.epochLoss], [undefined, 1.25]);
});

Deno.test("standings: losses are compared over the batches that all got to", () => {
  const runs: Run[] = [
    { round: 1, contestant: 0, result: epochs(1) },
    { round: 1, contestant: 1, result: result([{ steps: 2, seconds: 1 }], [2, 1.5]) },
  ];
  assertEquals(commonBatches(runs), 2);
  const [ours, peer] = standings(runs, STEPS, [0]);
  assertEquals([ours.firstLoss, peer.firstLoss], [1.75, 1.75]);
  assertEquals([peer.epochLoss, peer.extrapolatedFrom], [undefined, 2]);
  assertAlmostEquals(peer.ratios[0], 2);
});

Deno.test("sameLosses: rounding is forgiven, other work is not", () => {
  const ours = result([], [2.3026, 2.25]);
  assertEquals(sameLosses(ours, result([], [2.30261])), true);
  assertEquals(sameLosses(ours, result([], [2.3026, 2.26])), false);
  assertEquals(sameLosses(ours, result([], [NaN])), false);
});
