/** Tables of what studies measure besides their runs.
 * @module
 */
import type { VariantSummary } from "../analysis/summary.ts";
import type { CostAndGain } from "../analysis/extra_tables.ts";
import type { FrontPoint } from "../analysis/front.ts";
import type { GoalTime } from "../analysis/goals.ts";
import type { FunctionMeasures, SoftmaxMeasures, TimingMeasures } from "../study/extra_measures.ts";
import { type DataTable, dataTable, numbers, words } from "./data_table.ts";
import { count, general, percent, seconds } from "./numbers.ts";
import { ACCURACY } from "./figure_tables.ts";

/** The numbers of softmax, shifted and plain. */
export function softmaxTable(measures: readonly SoftmaxMeasures[]): DataTable {
  return dataTable("Softmax of the logits 0, 1 … 9 plus a shift, in float32", measures, [
    words("Method", ({ method }) => method),
    numbers("Shift", ({ shift }) => shift, count),
    numbers("Sum of exponentials", ({ sum }) => sum, general),
    numbers("Largest probability", ({ largest }) => largest, general),
    numbers("Largest error", ({ maximumError }) => maximumError, general),
    words("Status", ({ status }) => status),
  ], { folded: true });
}

/** What each way to get the exponential costs, and how wrong it is. */
export function functionsTable(
  measures: readonly FunctionMeasures[],
  variants: readonly VariantSummary[],
): DataTable {
  const rows = measures.map((way) => ({
    ...way,
    trained: variants.find(({ variant }) => variant === `${way.place} ${way.exponential}`),
  }));
  return dataTable("Ways to get the exponential", rows, [
    words("In", ({ place }) => place),
    words("Exponential", ({ exponential }) => exponential),
    {
      title: "Range seen in training",
      cell: ({ low, high }) => ({
        text: `${general(low)} … ${general(high)}`.replaceAll("-", "−"),
        sort: high - low,
      }),
    },
    numbers("Largest error", ({ maximumError }) => maximumError, general, { best: "low" }),
    numbers("Forward", ({ forwardNs }) => forwardNs, general, { unit: "ns a number" }),
    numbers("Backward", ({ backwardNs }) => backwardNs, general, { unit: "ns a number" }),
    numbers("Test accuracy", ({ trained }) => trained?.figures.test_accuracy_final, percent, ACCURACY),
    numbers("Epoch", ({ trained }) => trained?.figures.seconds_per_epoch, seconds, { unit: "s" }),
    words("Status", ({ trained }) => trained && (trained.diverged > 0 ? "diverged" : "finished")),
  ]);
}

/** The time that each goal takes. */
export function goalsTable(times: readonly GoalTime[]): DataTable {
  return dataTable("How soon it gets there", times, [
    words("Test accuracy", ({ goal }) => `${Number(percent(goal))} %`),
    words("Run", ({ variant }) => variant),
    numbers("Runs that got there", ({ reached }) => reached, count),
    numbers("of", ({ runs }) => runs, count),
    numbers("Epochs", ({ epochs }) => epochs, count, { group: "Median" }),
    numbers("Training", ({ seconds: time }) => time, seconds, { group: "Median", unit: "s" }),
    numbers("Least", ({ secondsLeast }) => secondsLeast, seconds, { unit: "s" }),
    numbers("Most", ({ secondsMost }) => secondsMost, seconds, { unit: "s" }),
  ], { note: "Seconds of training steps: starting, loading and evaluating are not in them." });
}

/** The networks that no other has as much accuracy for as little as. */
export function frontTable(points: readonly FrontPoint[]): DataTable {
  const front = points.filter(({ leastOperations, leastSeconds }) => leastOperations || leastSeconds)
    .sort((a, b) => a.operations - b.operations);
  return dataTable("What no other network has for as little", front, [
    words("Run", ({ variant }) => variant),
    numbers("Epoch", ({ epoch }) => epoch, count),
    numbers("Operations", ({ operations }) => operations, general),
    numbers("Training", ({ seconds: time }) => time, seconds, { unit: "s" }),
    numbers("Test accuracy", ({ accuracy }) => accuracy, percent, ACCURACY),
    words("Fewest operations", ({ leastOperations }) => leastOperations ? "yes" : "no"),
    words("Least time", ({ leastSeconds }) => leastSeconds ? "yes" : "no"),
  ], { folded: true });
}

/** Which share of a step each function has. */
export function sharesTable(rows: readonly CostAndGain[]): DataTable {
  return dataTable("What each costs and brings, in 784-128-10", rows, [
    words("Kind", ({ kind }) => kind),
    words("Name", ({ name }) => name),
    numbers("Share of a step", ({ share }) => share, percent, { unit: "%" }),
    numbers("Forward", ({ forwardNs }) => forwardNs, general, { unit: "ns a number" }),
    numbers("Backward", ({ backwardNs }) => backwardNs, general, { unit: "ns a number" }),
    numbers("Test accuracy", ({ accuracy }) => accuracy, percent, ACCURACY),
  ]);
}

/** What `deno bench` has measured. */
export function timingsTable(timings: readonly TimingMeasures[]): DataTable {
  return dataTable("Nanoseconds a number, by deno bench", timings, [
    words("Kind", ({ kind }) => kind),
    words("Name", ({ name }) => name),
    words("Pass", ({ pass }) => pass),
    words("Size", ({ size }) => size),
    words("Kernels", ({ kernels }) => kernels),
    numbers("Mean", ({ ns }) => ns, general),
    numbers("Least", ({ nsLeast }) => nsLeast, general),
    numbers("75 % below", ({ nsP75 }) => nsP75, general),
    numbers("99 % below", ({ nsP99 }) => nsP99, general),
  ], { folded: true });
}
