/** What goes on inside the networks, step by step.
 * @module
 */
import { numberIn, type Row } from "../report/read_csv.ts";
import type { Study } from "../report/study.ts";
import type { Chart } from "./chart.ts";
import { seriesOf } from "./epoch_charts.ts";
import { lineChart } from "./line_chart.ts";
import type { Runs } from "./runs.ts";

/** Pre-activations and gradients as training goes on; the largest of all layers. */
export function innerCharts({ tables }: Study, runs: Runs): (Chart | undefined)[] {
  const rows = tables.pre_activations?.rows ?? [];
  const chart = (title: string, column: string, yTitle: string) =>
    lineChart({
      ...{ title, xTitle: "Step", yTitle, writing: "number", runs, logX: true },
      series: seriesOf(largest(rows, column), "iteration", column, runs),
    });
  return [
    chart("Growth of pre-activations", "maximum", "Largest |pre-activation| of any layer"),
    chart("Gradient norm", "gradient_norm", "Norm of all gradients, before clipping"),
  ];
}

/** For each step of a run, the row of the layer in which a column is largest. */
function largest(rows: readonly Row[], column: string): Row[] {
  return [...Map.groupBy(rows, ({ run, iteration }) => `${run}\n${iteration}`).values()].map((of) =>
    of.reduce((a, b) => (numberIn(b[column]) ?? -Infinity) > (numberIn(a[column]) ?? -Infinity) ? b : a)
  );
}
