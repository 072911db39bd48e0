/** Trials as lines across their settings.
 * @module
 */
import { percent } from "../numbers.ts";
import { numberIn } from "../read_csv.ts";
import type { Study } from "../study.ts";
import { byRank, settingName, settingText, variedSettings } from "../trials_table.ts";
import { type Chart, COMMON, RAMP } from "./chart.ts";
import { sorted } from "./heat_map.ts";

/** The most lines that can be told apart. */
const MOST = 150;

/** A line for each trial, from setting to setting to its accuracy. */
export function parallelChart({ tables, part }: Study): Chart | undefined {
  const trials = byRank(tables.trials?.rows ?? []).filter(({ validation_accuracy }) =>
    numberIn(validation_accuracy) !== undefined
  );
  const settings = variedSettings(trials);
  if (trials.length < 2 || settings.length < 2) return undefined;
  const shown = trials.slice(0, MOST);
  const accuracies = shown.map(({ validation_accuracy }) => Number(validation_accuracy));
  const [low, high] = [Math.min(...accuracies), Math.max(...accuracies)];
  const place = (i: number, count: number) => count < 2 ? 0.5 : i / (count - 1);
  const values = new Map(settings.map((name) => [name, sorted([...new Set(shown.map((row) => row[name]))])]));
  const last = `${part} accuracy`;
  const axes = [...settings.map(settingName), last];
  const lines = shown.flatMap((row, i) => {
    const text = settings.map((name) => `${settingName(name)} ${settingText(row[name])}`).join(", ");
    const common = { trial: row.trial, accuracy: accuracies[i] };
    // The tooltip of a line is that of its first point.
    const first = { best: i === 0, Settings: text, Accuracy: `${percent(accuracies[i])} %` };
    return [
      ...settings.map((name, k) => {
        const all = values.get(name)!;
        const point = { ...common, axis: settingName(name), y: place(all.indexOf(row[name]), all.length) };
        return k === 0 ? { ...point, ...first } : point;
      }),
      { ...common, axis: last, y: high === low ? 0.5 : (accuracies[i] - low) / (high - low) },
    ];
  });
  const labels = [
    ...settings.flatMap((name) =>
      values.get(name)!.map((value, i, { length }) => ({
        axis: settingName(name),
        y: place(i, length),
        label: settingText(value),
      }))
    ),
    { axis: last, y: 0, label: percent(low) + " %" },
    { axis: last, y: 1, label: percent(high) + " %" },
  ];
  const x = { field: "axis", type: "ordinal", sort: axes, title: null };
  const y = { field: "y", type: "quantitative", axis: null, scale: { domain: [-0.04, 1.04], nice: false } };
  return {
    title: "Trials across their settings",
    note: "Each line is a trial; stronger is better, and the best is thick. Hover over one to see it alone." +
      (trials.length > MOST ? ` The ${MOST} best of ${trials.length}.` : ""),
    hides: false,
    wide: true,
    spec: {
      ...COMMON,
      height: 320,
      params: [{
        name: "over",
        select: { type: "point", on: "pointerover", clear: "pointerout", fields: ["trial"] },
        views: ["lines"],
      }],
      data: { values: lines },
      encoding: {
        x: {
          ...x,
          axis: {
            labelAngle: 0,
            orient: "top",
            ticks: false,
            domain: false,
            labelPadding: 10,
            grid: true,
            gridColor: "var(--rule-strong)",
            labelColor: "var(--ink)",
          },
        },
      },
      layer: [
        {
          name: "lines",
          mark: { type: "line", strokeJoin: "round" },
          encoding: {
            y,
            detail: { field: "trial" },
            color: RAMP,
            opacity: { condition: { param: "over", value: 0.85 }, value: 0.06 },
            strokeWidth: { condition: { test: "datum.best", value: 4 }, value: 1.6 },
            tooltip: [
              { field: "trial", title: "Trial", type: "nominal" },
              ...["Settings", "Accuracy"].map((field) => ({ field, type: "nominal" })),
            ],
          },
        },
        {
          data: { values: labels },
          mark: {
            type: "text",
            align: "left",
            dx: 6,
            stroke: "var(--card)",
            strokeWidth: 5,
            strokeJoin: "round",
          },
          encoding: { y, text: { field: "label" } },
        },
        {
          data: { values: labels },
          mark: { type: "text", align: "left", dx: 6 },
          encoding: { y, text: { field: "label" } },
        },
      ],
    },
  };
}
