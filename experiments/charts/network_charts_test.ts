/** What is shown of networks: which of them, their classes, and how their numbers are spread. */
import { assertAlmostEquals, assertEquals } from "@std/assert";
import { picturedRuns } from "../analysis/pictured_runs.ts";
import type { Histogram, RunInspection } from "../study/inspection.ts";
import type { StudyRecord } from "../study/study_record.ts";
import { classChart } from "./class_chart.ts";
import { networkCharts } from "./network_charts.ts";
import { drawnRuns } from "./runs.ts";
import { recordOf, studyOf } from "./sample_records.ts";
import { values } from "./spec_parts.ts";
import { quantile, spreadChart } from "./spread_chart.ts";

const pixels = [0, 128, 255],
  histogram = (low: number): Histogram => (
    { layer: "linear 1", what: "weight", low, high: low + 4, counts: [0, 6, 2, 2] }
  );
const inspection = (confusion: number[][]): RunInspection => ({
  dataset: "mnist",
  rows: 1,
  columns: 3,
  images: 10,
  loss: 0.5,
  accuracy: 0.7,
  calibrationError: 0,
  classes: ["zero", "one"],
  confusion,
  calibration: [],
  mistakes: [{ image: 7, label: 1, answer: 0, confidence: 0.875, pixels }],
  firstLayer: [{ unit: 5, weights: [0.5, 0, -1] }],
  inputGradients: [],
  histograms: [histogram(7)],
});

const study = studyOf({ variants: { a: {}, b: {}, c: {} } });
const plain = recordOf(study, {
  "a@1": { held: [0.5, 0.7] },
  "a@2": { held: [0.5, 0.9] },
  "b@1": { held: [0.5, 0.8] },
  "b@2": { held: [0.5, 0.8] },
  "c@1": { held: [0.5, 0.9] },
}, { seeds: 2 });
const confusions: Record<string, number[][]> = {
  "a@1": [[3, 1], [0, 2]],
  "a@2": [[1, 1], [1, 1]],
  "b@1": [[4, 0], [2, 0]],
};
const record: StudyRecord = {
  ...plain,
  records: plain.records.map((run) =>
    run.run.name in confusions ? { ...run, inspection: inspection(confusions[run.run.name]) } : run
  ),
};

Deno.test("of each variant the first network is shown, of many the best, in the order of the runs", () => {
  const names = (most?: number) => picturedRuns(record.records, most).map(({ run }) => run.name);
  assertEquals(names(), ["a@1", "b@1"]);
  assertEquals(names(1), ["b@1"]);
  assertEquals(networkCharts(record.records, 1).map(({ record }) => record.run.name), ["b@1"]);
  const [{ charts }] = networkCharts(record.records);
  assertEquals(charts.map(({ id }) => id), [
    "confusion",
    "calibration",
    "mistakes",
    "first_layer",
    "histograms",
  ]);
});

Deno.test("a run that goes on has nothing but its histograms", () => {
  const history = [1, 2].map((epoch) => ({ epoch, histograms: [histogram(epoch)] }));
  const running = record.records.map(({ inspection: _, ...run }) => ({ ...run, histograms: history }));
  const [{ charts: [chart, ...others] }] = networkCharts(running);
  assertEquals([chart.id, chart.plots[0].curves?.series[0].x, others.length], ["histograms", [1, 2], 0]);
  assertEquals(networkCharts(plain.records), []);
});

Deno.test("the accuracy of a class is its share on the diagonal, the mean of the seeds", () => {
  const chart = classChart(record, drawnRuns(record))!;
  const cells = values(chart.plots[0]).map((cell) => [cell.run, cell.class, cell.accuracy]);
  assertEquals(cells, [["a", "zero", 0.625], ["a", "one", 0.75], ["b", "zero", 1], ["b", "one", 0]]);
  assertEquals(classChart(plain, drawnRuns(plain)), undefined);
});

Deno.test("of a search the network of the best is shown", () => {
  const search = recordOf(studyOf({ varied: { momentum: [0, 0.9] }, search: true }), {
    t001: { held: [0.9] },
    best: { held: [0.8] },
  });
  const records = search.records.map((run) =>
    run.run.name === "best" ? { ...run, inspection: inspection([[3, 1], [0, 2]]) } : run
  );
  const found = { ...search, records };
  assertEquals(networkCharts(records).map(({ record }) => record.run.name), ["best"]);
  assertEquals(values(classChart(found, drawnRuns(found))!.plots[0]).map(({ run }) => run), ["best", "best"]);
});

Deno.test("a quantile is where so great a share of the numbers is below", () => {
  const of = histogram(10);
  assertEquals([quantile(of, 0), quantile(of, 1)], [11, 14]);
  assertAlmostEquals(quantile(of, 0.3), 11.5);
  assertAlmostEquals(quantile(of, 0.6), 12);
  assertAlmostEquals(quantile(of, 0.7), 12.5);
  assertEquals(quantile({ ...of, low: 3, high: 3, counts: [8, 0] }, 0.5), 3);
});

Deno.test("lines of a spread go through the quantiles of each epoch, with a drawing for each layer", () => {
  const history = [3, 8].map((epoch) => ({
    epoch,
    histograms: [histogram(epoch), { ...histogram(epoch), layer: "tanh 1", what: "output" as const }],
  }));
  const { plots } = spreadChart(history);
  assertEquals(plots.map(({ name }) => name), ["linear 1: weight", "tanh 1: output"]);
  const lines = Object.fromEntries(plots[0].curves!.series.map(({ run, x, y }) => [run, { x, y }]));
  assertEquals(lines.lowest, { x: [3, 8], y: [4, 9] });
  assertEquals(lines.highest, { x: [3, 8], y: [7, 12] });
  assertEquals(lines.median.y.map((y) => Math.round(1e4 * y)), [48333, 98333]);
});

Deno.test("of a deep network four linear layers are shown, the first and the last among them", () => {
  const histograms = Array.from({ length: 16 }, (_, i) => ({ ...histogram(0), layer: `linear ${i + 1}` }));
  const { plots, note } = spreadChart([{ epoch: 1, histograms }, { epoch: 2, histograms }]);
  assertEquals(plots.map(({ name }) => name), ["1", "6", "11", "16"].map((i) => `linear ${i}: weight`));
  assertEquals(note?.endsWith("4 of 16 linear layers are shown."), true);
});
