/** Plots of a search.
 * @module
 */
import { columnName } from "./configuration.ts";
import { formatPercent, plural } from "./format.ts";
import { type Importance, studyImportance, valuesOf } from "./importance.ts";
import { type Description, frame, upTo } from "./plot_style.ts";
import type { RunRecord } from "./results.ts";
import type { StudyPlan } from "./run_study.ts";
import { axesOf, isBest } from "./study.ts";

type Result = StudyPlan & { readonly records: readonly RunRecord[] };

/** The name of a column, or of a measure, in words. */
function words(column: string): string {
  return column.replace(/_final$/, " after the last epoch").replace(/_epoch_(\d+)$/, " after epoch $1")
    .replaceAll("_", " ");
}

/** Which settings matter. */
export function importancePlot(result: Result): Description | undefined {
  const found = studyImportance(result.study, result.records, result.data.train.classes);
  if (!found) return undefined;
  const rest = found.importances.filter(({ setting }) => setting === "the rest");
  const pairs = found.importances.filter(({ best, importance }) => !best && importance >= 0.005);
  const shown = found.importances.filter((i) => i.best || rest.includes(i) || pairs.slice(0, 8).includes(i));
  const rows = shown.map(({ setting, importance, best }) => ({
    ...{ setting: words(setting), importance: 100 * importance },
    label: `${(100 * importance).toFixed(1)} %` + (best ? `, best: ${best.value}` : ""),
  }));
  const x = {
    field: "importance",
    type: "quantitative",
    title: `Share of the variance of ${words(found.metric)} (%)`,
    scale: { domain: [0, 1.35 * Math.max(1, ...rows.map(({ importance }) => importance))], nice: false },
    axis: { tickCount: 6 },
  };
  const y = {
    field: "setting",
    type: "nominal",
    sort: rows.map(({ setting }) => setting),
    title: null,
    axis: { labelLimit: 300, domain: false, ticks: false },
  };
  return {
    ...frame(result, "which settings matter"),
    width: 560,
    height: { step: 24 },
    data: { values: rows },
    encoding: { x, y },
    layer: [
      { mark: { type: "bar", color: "#0072B2", height: { band: 0.7 } } },
      { mark: { type: "text", align: "left", dx: 5, fontSize: 12 }, encoding: { text: { field: "label" } } },
    ],
  };
}

/** Validation accuracy over the two settings that matter most. */
export function heatMap(result: Result): Description | undefined {
  const { study, records, data } = result;
  const found = studyImportance(study, records, data.train.classes);
  const [a, b] = found?.importances.filter(({ best }) => best) as Importance[] ?? [];
  if (!found || !b) return undefined;
  const axes = axesOf(study, records.map(({ run }) => run));
  const epoch = Number(found.metric.match(/_epoch_(\d+)$/)?.[1] ?? Infinity);
  const trials = records.filter(({ run }) => !isBest(study, run.name)).map(({ run, epochs, status }) => ({
    values: valuesOf(axes, run.configuration),
    accuracy: status === "diverged"
      ? 1 / data.train.classes
      : epochs[Math.min(epoch, epochs.length) - 1]?.testAccuracy ?? 1 / data.train.classes,
  }));
  const cells = Map.groupBy(trials, ({ values }) => `${values[a.setting]} × ${values[b.setting]}`);
  const KINDS = ["mean over all else", "best of all else"];
  const rows = [...cells.values()].flatMap((cell) => {
    const accuracies = cell.map(({ accuracy }) => accuracy);
    const common = { x: cell[0].values[a.setting], y: cell[0].values[b.setting] };
    const mean = accuracies.reduce((sum, value) => sum + value, 0) / cell.length;
    return [mean, Math.max(...accuracies)].map((value, i) => ({
      ...{ ...common, kind: KINDS[i], value: 100 * value, label: formatPercent(value) },
    }));
  });
  const numbers = rows.map(({ value }) => value);
  const middle = (Math.min(...numbers) + Math.max(...numbers)) / 2;
  const inOrder = (setting: string) =>
    [...new Set(trials.map(({ values }) => values[setting]))].sort((p, q) => Number(p) - Number(q) || 0);
  const axis = { labelAngle: 0, domain: false, ticks: false };
  return {
    ...frame(result, "validation accuracy over two settings", {
      details: [
        `measure: ${words(found.metric)}; the two settings that matter most, a cell has ${
          plural(trials.length / cells.size, "trial")
        }`,
      ],
    }),
    data: { values: rows },
    facet: { field: "kind", type: "nominal", sort: KINDS, title: null },
    columns: 2,
    spec: {
      width: 300,
      height: 240,
      encoding: {
        x: { field: "x", type: "nominal", sort: inOrder(a.setting), title: words(a.setting), axis },
        y: { field: "y", type: "nominal", sort: inOrder(b.setting), title: words(b.setting), axis },
      },
      layer: [
        {
          mark: { type: "rect", stroke: "white", strokeWidth: 2 },
          encoding: {
            color: {
              field: "value",
              type: "quantitative",
              scale: { scheme: "viridis", zero: false },
              title: ["Validation", "accuracy (%)"],
              legend: { gradientLength: 180 },
            },
          },
        },
        {
          mark: { type: "text", fontSize: 14 },
          encoding: {
            text: { field: "label" },
            color: { condition: { test: `datum.value > ${middle}`, value: "black" }, value: "white" },
          },
        },
      ],
    },
  };
}

/** Every trial as a line through its settings. */
export function parallelCoordinates(result: Result): Description | undefined {
  const { study, records, data } = result;
  const found = studyImportance(study, records, data.train.classes);
  const all = axesOf(study, records.map(({ run }) => run));
  if (all.length === 0) return undefined;
  const importanceOf = (key: string) =>
    found?.importances.find(({ setting }) => setting === key)?.importance ?? 0;
  const axes = all.toSorted((a, b) => importanceOf(columnName(a)) - importanceOf(columnName(b)));
  const trials = records.filter(({ run }) => !isBest(study, run.name)).map(({ run, epochs, status }) => ({
    trial: run.name,
    values: valuesOf(axes, run.configuration),
    accuracy: status === "diverged" ? 1 / data.train.classes : epochs.at(-1)?.testAccuracy ?? 0,
  })).sort((a, b) => a.accuracy - b.accuracy);
  const last = "validation\u00a0accuracy";
  const name = (key: string) =>
    `${words(columnName(key))}${found ? `|${(100 * importanceOf(columnName(key))).toFixed(0)} %` : ""}`;
  const columns = [...axes.map(name), last];
  const ticks = axes.flatMap((key) => {
    const values = [...new Set(trials.map(({ values }) => values[columnName(key)]))]
      .sort((p, q) => Number(p) - Number(q) || 0);
    return values.map((value, i) => ({
      key,
      setting: name(key),
      value,
      y: (i + 0.5) / values.length,
      room: 0.4 / values.length,
    }));
  });
  const accuracies = trials.map(({ accuracy }) => accuracy);
  const [least, most] = [Math.min(...accuracies), Math.max(...accuracies)];
  const height = (accuracy: number) => most > least ? 0.02 + 0.96 * (accuracy - least) / (most - least) : 0.5;
  const bestFrom = trials.length - Math.max(1, Math.round(trials.length / 20));
  const rows = trials.flatMap(({ trial, values, accuracy }, rankFromBelow) => {
    const common = { trial, accuracy: 100 * accuracy, top: rankFromBelow >= bestFrom };
    return [
      ...axes.map((key) => {
        const tick = ticks.find((tick) => tick.key === key && tick.value === values[columnName(key)])!;
        // Lines of one value are spread, the better ones above.
        const spread = (rankFromBelow / Math.max(1, trials.length - 1) - 0.5) * tick.room;
        return { ...common, setting: name(key), y: tick.y + spread };
      }),
      { ...common, setting: last, y: height(accuracy) },
    ];
  });
  const longest = Math.max(...ticks.map(({ value }) => value.length));
  const marks = upTo(5).map((i) => least + (most - least) * (i - 1) / 4);
  const labels = [
    ...ticks.map(({ setting, value, y }) => ({ setting, y, label: value })),
    ...marks.map((mark) => ({ setting: last, y: height(mark), label: `${(100 * mark).toFixed(1)} %` })),
  ];
  const x = {
    field: "setting",
    type: "nominal",
    sort: columns,
    title: null,
    scale: { type: "point", domain: columns, padding: 0.4 },
    axis: {
      labelAngle: 0,
      labelExpr: "split(datum.label, '|')",
      labelFontSize: 13,
      domain: false,
      ticks: false,
      grid: true,
      gridColor: "#777",
    },
  };
  const y = { field: "y", type: "quantitative", axis: null, scale: { domain: [0, 1] } };
  const line = (top: boolean) => ({
    data: { values: rows.filter((row) => row.top === top) },
    mark: top
      ? { type: "line", strokeWidth: 2.4, opacity: 0.95 }
      : { type: "line", strokeWidth: 1, opacity: 0.35 },
    encoding: {
      x,
      y,
      detail: { field: "trial" },
      color: {
        field: "accuracy",
        type: "quantitative",
        scale: { scheme: "viridis", reverse: true, domain: [100 * least, 100 * most] },
        title: ["Validation", "accuracy (%)"],
        legend: { gradientOpacity: 1 },
      },
    },
  });
  const text = (mark: Description) => ({
    data: { values: labels },
    mark: { type: "text", align: "left", dx: 7, fontSize: 12, ...mark },
    encoding: { x, y, text: { field: "label" } },
  });
  return {
    ...frame(result, "all trials", {
      details: [
        ...(found ? ["below each setting: its share of the variance of accuracy"] : []),
        `thick: the best ${
          plural(trials.length - bestFrom, "trial")
        } of ${trials.length}; accuracy after the last epoch of each`,
      ],
    }),
    width: Math.max(640, Math.max(115, 7 * longest + 20) * columns.length),
    height: 380,
    layer: [
      line(false),
      line(true),
      text({ stroke: "white", strokeWidth: 4, strokeJoin: "round" }),
      text({ color: "black" }),
    ],
  };
}
