/** Trials as lines across their settings.
 * @module
 */
import { brokenName, parallel } from "./parallel_lines.ts";
import { percent } from "../report/numbers.ts";
import { numberIn } from "../report/read_csv.ts";
import type { Study } from "../report/study.ts";
import { settingName, settingText, variedSettings } from "../report/trials_table.ts";
import { type Chart, COMMON, RAMP } from "./chart.ts";

/** A line for each trial, from setting to setting to its accuracy; the settings that matter most are next to that. */
export function parallelChart({ tables, part }: Study): Chart | undefined {
  const rows = (tables.trials?.rows ?? []).filter(({ validation_accuracy }) =>
    numberIn(validation_accuracy) !== undefined
  );
  const share = (setting: string) =>
    numberIn(tables.importance?.rows.find((row) => row.setting === setting)?.importance);
  const settings = variedSettings(rows).toSorted((a, b) => (share(a) ?? 0) - (share(b) ?? 0));
  if (rows.length < 2 || settings.length < 2) return undefined;
  const trials = rows.map((row) => ({
    trial: row.trial,
    values: row,
    accuracy: Number(row.validation_accuracy),
  }));
  const { points, ticks, top, height } = parallel(trials, settings);
  const names = [
    ...settings.map((setting) => {
      const part = share(setting);
      return settingName(setting) + (part === undefined ? "" : `|${(100 * part).toFixed(0)} %`);
    }),
    `${part}|accuracy`,
  ];
  const texts = new Map(trials.map(({ trial, values, accuracy }) => [trial, {
    Settings: settings.map((name) => `${settingName(name)} ${settingText(values[name])}`).join(", "),
    Accuracy: `${percent(accuracy)} %`,
  }]));
  const lines = points.map(({ axis, y, trial, accuracy, top }) => ({
    ...{ axis: names[axis], y: Number(y.toFixed(4)), trial, accuracy },
    ...(top ? { top: 1 } : {}),
    // The tooltip of a line is that of its first point.
    ...(axis === 0 ? texts.get(trial) : {}),
  }));
  const accuracies = trials.map(({ accuracy }) => accuracy);
  const [low, high] = [Math.min(...accuracies), Math.max(...accuracies)];
  const labels = [
    ...ticks.map(({ axis, y, value }) => ({ axis: names[axis], y, label: brokenName(settingText(value)) })),
    ...[0, 0.25, 0.5, 0.75, 1].map((part) => low + part * (high - low)).map((accuracy) => ({
      axis: names.at(-1),
      y: height(accuracy),
      label: [`${(100 * accuracy).toFixed(1)} %`],
    })),
  ];
  const y = { field: "y", type: "quantitative", axis: null, scale: { domain: [0, 1], nice: false } };
  const text = { type: "text", align: "left", baseline: "middle", dx: 6 };
  const over = { param: "over", empty: false };
  const halo = { stroke: "var(--card)", strokeWidth: 4, strokeJoin: "round" };
  return {
    title: `All ${trials.length} trials across their settings`,
    note: `Each line is a trial; stronger is better, and the best ${top} are thick.` +
      (settings.some(share) ? " Below each setting: its share of the variance of accuracy." : "") +
      " Point at a line to see its settings.",
    hides: false,
    wide: true,
    least: 90 * names.length,
    plots: [{
      spec: {
        ...COMMON,
        height: 380,
        data: { values: lines },
        encoding: {
          x: {
            ...{ field: "axis", type: "nominal", title: null },
            scale: { type: "point", domain: names, padding: 0.45 },
            axis: {
              ...{ labelAngle: 0, orient: "top", ticks: false, domain: false, labelPadding: 24, grid: true },
              ...{ gridColor: "var(--rule-strong)", labelColor: "var(--ink)", labelLineHeight: 15 },
              labelExpr: "split(datum.label, '|')",
            },
          },
        },
        layer: [
          {
            params: [{
              name: "over",
              select: { type: "point", on: "pointerover", clear: "pointerout", fields: ["trial"] },
            }],
            mark: { type: "line", strokeJoin: "round" },
            encoding: {
              y,
              detail: { field: "trial" },
              color: RAMP,
              opacity: { condition: [{ ...over, value: 1 }, { test: "datum.top", value: 0.95 }], value: 0.4 },
              strokeWidth: {
                condition: [{ ...over, value: 4 }, { test: "datum.top", value: 2.6 }],
                value: 1.2,
              },
              tooltip: [
                { field: "trial", title: "Trial", type: "nominal" },
                ...["Settings", "Accuracy"].map((field) => ({ field, type: "nominal" })),
              ],
            },
          },
          ...[{ ...text, ...halo }, text].map((mark) => ({
            data: { values: labels },
            mark,
            encoding: { y, text: { field: "label" } },
          })),
        ],
      },
    }],
  };
}
