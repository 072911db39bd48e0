/** Loss and accuracy, epoch by epoch.
 * @module
 */
import { measure } from "../measures.ts";
import { byRank } from "../trials_table.ts";
import { numberIn, type Row } from "../read_csv.ts";
import { BEST, type Study } from "../study.ts";
import { variantOf } from "../variants.ts";
import type { Chart, Series } from "./chart.ts";
import { lineChart } from "./line_chart.ts";

/** Of the trials of a grid, only so many are drawn. */
const TRIALS = 8;

/** The names that the charts of a study are about: what is compared, or the best trials. */
export function drawnRuns({ tables, variants }: Study): string[] {
  const names = variants.map(({ name }) => name);
  if (!tables.trials) return names;
  const best = byRank(tables.trials.rows).map(({ trial }) => trial).filter((trial) => names.includes(trial));
  return best.slice(0, TRIALS);
}

/** Training loss and accuracy, epoch by epoch. */
export function epochCharts(study: Study): (Chart | undefined)[] {
  const runs = drawnRuns(study), rows = study.tables.epochs?.rows ?? [];
  const part = study.part === "validation" ? "Validation" : "Test";
  const few = study.tables.trials ? `The ${runs.length} best trials. ` : "";
  const accuracy = seriesOf(rows, "epoch", "test_accuracy", runs);
  const from = lateFrom(accuracy);
  return [
    lineChart({
      ...{
        title: "Training loss",
        xTitle: "Epoch",
        yTitle: "Mean loss over the epoch's batches",
        writing: "number",
        runs,
      },
      note: few || undefined,
      series: seriesOf(rows, "epoch", "train_loss", runs),
    }),
    lineChart({
      ...{
        title: `${part} accuracy`,
        xTitle: "Epoch",
        yTitle: `Fraction of the ${study.part} set`,
        writing: "percent",
        runs,
      },
      note: few + (from === undefined ? "" : "The first epochs are below what is shown.") || undefined,
      series: accuracy,
      from,
    }),
  ];
}

/** The curves of a column: means over seeds with standard deviations. What is no finite number is left out. */
export function seriesOf(rows: readonly Row[], x: string, y: string, runs: readonly string[]): Series[] {
  const byRun = Map.groupBy(rows.filter((row) => row.run !== BEST), ({ run }) => variantOf(run));
  return runs.map((run): Series => {
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
    };
  });
}

/** Six digits: more can't be seen. */
function round(value: number): number {
  return Number(value.toPrecision(6));
}

/** Where an axis of accuracies begins so that the later epochs fill it: long trainings rise in the first of them. */
function lateFrom(series: readonly Series[]): number | undefined {
  const last = Math.max(0, ...series.map(({ x }) => x.at(-1) ?? 0));
  if (last < 15) return undefined;
  const late = series.flatMap(({ x, y }) => y.filter((_, i) => x[i] > last / 10));
  const least = late.reduce((a, b) => Math.min(a, b), 1);
  const all = series.flatMap(({ y }) => y).reduce((a, b) => Math.min(a, b), 1);
  return least - all < 0.05 ? undefined : Math.floor(least * 100) / 100;
}
