/** Plots of a search.
 * @module
 */
import { columnName, valuesOf } from "../study/configuration.ts";
import { formatPercent, formatSetting, plural } from "../study/format.ts";
import { type Importance, studyImportance } from "../analysis/importance.ts";
import { brokenName, inOrder, parallel } from "./parallel_lines.ts";
import { type Description, frame, onTop, type Result, upTo } from "./plot_style.ts";
import { axesOf, isBest } from "../study/study.ts";

/** The name of a column, or of a measure, in words. */
function words(column: string): string {
  return column.replace(/_final$/, " after the last epoch").replace(/_epoch_(\d+)$/, " after epoch $1")
    .replaceAll("_", " ");
}

/** Which settings matter. */
export function importancePlot(result: Result): Description | undefined {
  const found = studyImportance(result.study, result.records, result.data.classes);
  if (!found) return undefined;
  const rest = found.importances.filter(({ setting }) => setting === "the rest");
  const pairs = found.importances.filter(({ best, importance }) => !best && importance >= 0.005);
  const shown = found.importances.filter((i) => i.best || rest.includes(i) || pairs.slice(0, 8).includes(i));
  const rows = shown.map(({ setting, importance, best }) => ({
    ...{ setting: words(setting), importance: 100 * importance },
    label: `${(100 * importance).toFixed(1)} %` + (best ? `, best: ${shortValue(best.value)}` : ""),
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
  const found = studyImportance(study, records, data.classes);
  const [a, b] = found?.importances.filter(({ best }) => best) as Importance[] ?? [];
  if (!found || !b) return undefined;
  const axes = axesOf(study, records.map(({ run }) => run));
  const epoch = Number(found.metric.match(/_epoch_(\d+)$/)?.[1] ?? Infinity);
  const trials = records.filter(({ run }) => !isBest(study, run.name)).map(({ run, epochs, status }) => ({
    values: valuesOf(axes, run.configuration),
    accuracy: status === "diverged"
      ? 1 / data.classes
      : epochs[Math.min(epoch, epochs.length) - 1]?.heldOutAccuracy ?? 1 / data.classes,
  }));
  const cells = Map.groupBy(trials, ({ values }) => `${values[a.setting]} × ${values[b.setting]}`);
  const KINDS = ["mean over all else", "best of all else"];
  const rows = [...cells.values()].flatMap((cell) => {
    const accuracies = cell.map(({ accuracy }) => accuracy);
    const common = { x: shortValue(cell[0].values[a.setting]), y: shortValue(cell[0].values[b.setting]) };
    const mean = accuracies.reduce((sum, value) => sum + value, 0) / cell.length;
    return [mean, Math.max(...accuracies)].map((value, i) => ({
      ...{ ...common, kind: KINDS[i], value: 100 * value, label: formatPercent(value) },
    }));
  });
  const numbers = rows.map(({ value }) => value);
  const middle = (Math.min(...numbers) + Math.max(...numbers)) / 2;
  const sorted = (setting: string) => inOrder(trials.map(({ values }) => values[setting])).map(shortValue);
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
        x: { field: "x", type: "nominal", sort: sorted(a.setting), title: words(a.setting), axis },
        y: { field: "y", type: "nominal", sort: sorted(b.setting), title: words(b.setting), axis },
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
  const found = studyImportance(study, records, data.classes);
  const all = axesOf(study, records.map(({ run }) => run));
  if (all.length === 0) return undefined;
  const importanceOf = (key: string) =>
    found?.importances.find(({ setting }) => setting === key)?.importance ?? 0;
  const axes = all.toSorted((a, b) => importanceOf(columnName(a)) - importanceOf(columnName(b)));
  const trials = records.filter(({ run }) => !isBest(study, run.name)).map(({ run, epochs, status }) => ({
    trial: run.name,
    values: valuesOf(axes, run.configuration),
    accuracy: status === "diverged" ? 1 / data.classes : epochs.at(-1)?.heldOutAccuracy ?? 0,
  }));
  const settings = axes.map(columnName);
  const { points, ticks, top, height } = parallel(trials, settings);
  const headings = [
    ...settings.map((key) => words(key) + (found ? `|${(100 * importanceOf(key)).toFixed(0)} %` : "")),
    "validation|accuracy",
  ];
  const accuracies = trials.map(({ accuracy }) => accuracy);
  const [least, most] = [Math.min(...accuracies), Math.max(...accuracies)];
  const marks = upTo(5).map((i) => least + (most - least) * (i - 1) / 4);
  const labels = [
    ...ticks.map(({ axis, y, value }) => ({
      setting: headings[axis],
      y,
      label: brokenName(shortValue(value)),
    })),
    ...marks.map((mark) => ({
      setting: headings.at(-1),
      y: height(mark),
      label: [`${(100 * mark).toFixed(1)} %`],
    })),
  ];
  const rows = points.map(({ axis, accuracy, ...rest }) => ({
    ...{ ...rest, accuracy: 100 * accuracy, setting: headings[axis] },
  }));
  const x = {
    field: "setting",
    type: "nominal",
    title: null,
    scale: { type: "point", domain: headings, padding: 0.45 },
    axis: {
      labelAngle: 0,
      labelExpr: "split(datum.label, '|')",
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
        title: "Validation accuracy (%)",
        legend: {
          ...{ orient: "bottom", direction: "horizontal", titleOrient: "left", gradientOpacity: 1 },
          ...{ gradientLength: 240, tickCount: 5 },
        },
      },
    },
  });
  return {
    ...frame(result, "all trials", {
      details: [
        ...(found ? ["below each setting: its share of the variance of accuracy"] : []),
        `thick: the best ${plural(top, "trial")} of ${trials.length}; accuracy after the last epoch of each`,
      ],
    }),
    width: Math.max(700, 88 * headings.length),
    height: 380,
    layer: [
      line(false),
      line(true),
      ...onTop({ align: "left", baseline: "middle", dx: 6, fontSize: 12 }, {
        data: { values: labels },
        encoding: { x, y, text: { field: "label" } },
      }),
    ],
  };
}

/** A value as short as it is exact. */
function shortValue(value: string): string {
  return value !== "" && Number.isFinite(Number(value)) ? formatSetting(Number(value)) : value;
}
