import { summarizeVariants } from "../analysis/summary.ts";
import { formatPercent } from "../study/format.ts";
import { max } from "../study/extent.ts";
import { trainSeconds } from "../study/run_record.ts";
import type { StudyRecord } from "../study/study_record.ts";
import type { Chart, Series } from "./chart.ts";
import { lineChart } from "./line_chart.ts";
import { comparedRecords, type Runs } from "./runs.ts";
import { rounded } from "./series.ts";

/** Where the axis of accuracies begins: so far below the lowest goal. */
const BELOW = 0.02;

/** Accuracy against the seconds that training has taken, with a line across for each goal. */
export function goalsChart(record: StudyRecord, runs: Runs): Chart | undefined {
  const goals = record.study.goals?.toSorted((a, b) => b - a) ?? [];
  const compared = comparedRecords(record);
  if (goals.length === 0 || compared.some((one) => trainSeconds(one) === undefined)) return undefined;
  const series = summarizeVariants(compared).map(({ variant: run, records }): Series => {
    const x: number[] = [], y: number[] = [];
    const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    for (let i = 0; i < (max(records, ({ epochs }) => epochs.length) ?? 0); i++) {
      const there = records.flatMap(({ epochs }) => epochs[i] ?? []);
      x.push(rounded((x.at(-1) ?? 0) + mean(there.map(({ seconds = 0 }) => seconds))));
      y.push(rounded(mean(there.map(({ heldOutAccuracy }) => heldOutAccuracy))));
    }
    return { run, x, y };
  });
  return lineChart({
    id: "goals",
    title: "Accuracy against training time",
    note: "After each epoch, means over the seeds; evaluation is not in the time.",
    xTitle: "Training time, s",
    yTitle: "Test accuracy",
    writing: "percent",
    runs,
    seeds: record.seeds,
    series,
    logX: true,
    from: goals.at(-1)! - BELOW,
    limits: goals.map((limit) => ({ limit, name: `${Number(formatPercent(limit))} %` })),
  });
}
