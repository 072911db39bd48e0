import { variantOf } from "../study/run_names.ts";
import { max } from "../study/extent.ts";
import type { EpochMeasures } from "../study/run_record.ts";
import type { StudyRecord } from "../study/study_record.ts";
import { lateFrom } from "./axes.ts";
import { type Chart, sentences, type Series } from "./chart.ts";
import { lineChart } from "./line_chart.ts";
import { comparedRecords, type Runs } from "./runs.ts";
import { type Points, seriesOf } from "./series.ts";

/** How many points the lines of all other trials have together: there may be thousands of trials. */
const MOST = 6000;

/** Training loss, and accuracy on images that are not learned from. */
export function epochCharts(record: StudyRecord, runs: Runs): Chart[] {
  const { study } = record, records = comparedRecords(record);
  const others = [...new Set(records.map(({ run }) => variantOf(run)))]
    .filter((name) => !runs.names.includes(name));
  const curves = (measure: (epoch: EpochMeasures) => number) => {
    const points: Points = ({ epochs }) => epochs.map((of) => [of.epoch, measure(of)]);
    const of = (names: readonly string[]) => seriesOf(records, { names, diverged: runs.diverged }, points);
    return { series: of(runs.names), others: study.search ? thinned(of(others)) : [] };
  };
  const kind = study.search ? "Validation" : "Test";
  const best = `best ${runs.names.length} of ${runs.names.length + others.length}`;
  const shown = study.search
    ? `In colour: the ${best} trials, whose settings are in trials.csv.`
    : others.length > 0 && `The ${best}.`;
  const accuracy = curves(({ heldOutAccuracy }) => heldOutAccuracy), from = lateFrom(accuracy.series);
  const common = { xTitle: "Epoch", runs, seeds: record.seeds };
  const charts = [
    lineChart({
      ...common,
      id: "training_loss",
      title: "Training loss",
      note: sentences(shown),
      yTitle: "Loss, mean over the epoch's batches",
      writing: "number",
      ...curves(({ trainLoss }) => trainLoss),
    }),
    lineChart({
      ...common,
      id: "testing_accuracy",
      title: `${kind} accuracy`,
      note: sentences(shown, from !== undefined && "The first epochs are below what is shown."),
      yTitle: `${kind} accuracy`,
      writing: "percent",
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
  const isKept = (_: number, i: number, { length }: readonly number[]) => i % every === 0 || i === length - 1;
  const kept = (list: readonly number[]) => list.filter(isKept).map((value) => Number(value.toPrecision(4)));
  return lines.map(({ run, x, y }) => ({ run, x: kept(x), y: kept(y) }));
}
