import { variantOf } from "../study/configuration.ts";
import { max } from "../study/extent.ts";
import type { EpochMeasures } from "../study/run_record.ts";
import type { StudyRecord } from "../study/study_record.ts";
import { lateFrom } from "./axes.ts";
import type { Chart, Series } from "./chart.ts";
import { lineChart } from "./line_chart.ts";
import { comparedRecords, type Runs } from "./runs.ts";
import { seriesOf } from "./series.ts";

/** How many points the lines of all other trials have together: there may be thousands of trials. */
const MOST = 6000;

/** Training loss, and accuracy on images that are not learned from. */
export function epochCharts(record: StudyRecord, runs: Runs): Chart[] {
  const { study } = record, records = comparedRecords(record);
  const others = [...new Set(records.map(({ run }) => variantOf(run)))]
    .filter((name) => !runs.names.includes(name));
  const curves = (measure: (epoch: EpochMeasures) => number) => {
    const of = (names: readonly string[]) =>
      seriesOf(
        records,
        { names, diverged: runs.diverged },
        ({ epochs }) => epochs.map((epoch) => [epoch.epoch, measure(epoch)] as const),
      );
    return { series: of(runs.names), others: study.search ? thinned(of(others)) : [] };
  };
  const kind = study.search ? "Validation" : "Test";
  const shown = study.search
    ? `In colour: the best ${runs.names.length} of ${
      runs.names.length + others.length
    } trials, whose settings are in ` +
      "trials.csv."
    : others.length > 0
    ? `The best ${runs.names.length} of ${runs.names.length + others.length}.`
    : "";
  const accuracy = curves(({ heldOutAccuracy }) => heldOutAccuracy), from = lateFrom(accuracy.series);
  const charts = [
    lineChart({
      id: "training_loss",
      title: "Training loss",
      note: shown,
      xTitle: "Epoch",
      yTitle: "Loss, mean over the epoch's batches",
      writing: "number",
      runs,
      seeds: record.seeds,
      ...curves(({ trainLoss }) => trainLoss),
    }),
    lineChart({
      id: "testing_accuracy",
      title: `${kind} accuracy`,
      note: [shown, from === undefined ? "" : "The first epochs are below what is shown."]
        .filter(Boolean).join(" "),
      xTitle: "Epoch",
      yTitle: `${kind} accuracy`,
      writing: "percent",
      runs,
      seeds: record.seeds,
      from,
      ...accuracy,
    }),
  ];
  return charts.filter((chart) => chart !== undefined);
}

/** Curves of several epochs, with fewer points if they have very many together. */
function thinned(series: readonly Series[]): Series[] {
  const longest = max(series, ({ x }) => x.length) ?? 0;
  const lines = series.filter(({ x }) => x.length > 1 || longest <= 1);
  const every = Math.ceil(lines.reduce((sum, { x }) => sum + x.length, 0) / MOST);
  const kept = (list: readonly number[]) =>
    list.filter((_, i) => i % every === 0 || i === list.length - 1).map((value) =>
      Number(value.toPrecision(4))
    );
  return lines.map(({ run, x, y }) => ({ run, x: kept(x), y: kept(y) }));
}
