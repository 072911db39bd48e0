/** Loss and accuracy, epoch by epoch.
 * @module
 */
import { lateFrom } from "./axes.ts";
import { measure } from "../report/measures.ts";
import { numberIn, type Row } from "../report/read_csv.ts";
import { BEST, type Study } from "../report/study.ts";
import { variantOf } from "../report/variants.ts";
import type { Chart, Series } from "./chart.ts";
import { lineChart } from "./line_chart.ts";
import type { Runs } from "./runs.ts";

/** Training loss and accuracy, epoch by epoch. */
export function epochCharts(study: Study, runs: Runs): (Chart | undefined)[] {
  const rows = study.tables.epochs?.rows ?? [];
  const part = study.part === "validation" ? "Validation" : "Test";
  const few = study.tables.trials
    ? `The ${runs.names.length} best trials; their settings are in the table below. `
    : runs.names.length < study.variants.length
    ? `The ${runs.names.length} best. `
    : "";
  const accuracy = seriesOf(rows, "epoch", "test_accuracy", runs);
  const from = lateFrom(accuracy);
  return [
    lineChart({
      ...{ title: "Training loss", xTitle: "Epoch", yTitle: "Loss, mean over the epoch's batches" },
      ...{ writing: "number", runs },
      note: few || undefined,
      series: seriesOf(rows, "epoch", "train_loss", runs),
    }),
    lineChart({
      ...{ title: `${part} accuracy`, xTitle: "Epoch", yTitle: `${part} accuracy` },
      ...{ writing: "percent", runs },
      note: few + (from === undefined ? "" : "The first epochs are below what is shown.") || undefined,
      series: accuracy,
      from,
    }),
  ];
}

/** The curves of a column: means over seeds with standard deviations. What is no finite number is left out. */
export function seriesOf(rows: readonly Row[], x: string, y: string, { names, diverged }: Runs): Series[] {
  const byRun = Map.groupBy(rows.filter((row) => row.run !== BEST), ({ run }) => variantOf(run));
  return names.map((run): Series => {
    const points = [...Map.groupBy(byRun.get(run) ?? [], (row) => numberIn(row[x]) ?? NaN)]
      .filter(([at]) => Number.isFinite(at)).sort(([a], [b]) => a - b)
      .map(([at, rows]) => ({
        at,
        of: measure(rows.map((row) => numberIn(row[y])).filter((n) => n !== undefined)),
      }))
      .filter(({ of }) => of !== undefined);
    return {
      ...{ run, x: points.map(({ at }) => at), y: points.map(({ of }) => round(of!.mean)) },
      ...(points.some(({ of }) => of!.std !== undefined)
        ? { std: points.map(({ of }) => of!.std === undefined ? null : round(of!.std)) }
        : {}),
      ...(diverged.has(run) ? { diverged: true } : {}),
    };
  });
}

/** Six digits: more can't be seen. */
function round(value: number): number {
  return Number(value.toPrecision(6));
}
