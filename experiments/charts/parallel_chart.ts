import { studyImportance } from "../analysis/importance.ts";
import { columnName, valuesOf } from "../study/configuration.ts";
import { extent } from "../study/extent.ts";
import { formatPercent } from "../study/format.ts";
import { axesOf } from "../study/study.ts";
import type { StudyRecord } from "../study/study_record.ts";
import type { Chart } from "./chart.ts";
import { HALO, type Part, QUIET, ramp, tooltip } from "./encoding.ts";
import { brokenName, parallel } from "./parallel_lines.ts";
import { comparedRecords } from "./runs.ts";
import { settingName, settingText } from "./setting_words.ts";

/** A line for each trial, from setting to setting to its accuracy; the settings that matter most are next to that. */
export function parallelChart(record: StudyRecord): Chart | undefined {
  const { study, data } = record, records = comparedRecords(record);
  const axes = axesOf(study, records.map(({ run }) => run));
  if (records.length < 2 || axes.length < 2) return undefined;
  const found = studyImportance(study, records, data.classes);
  const share = new Map(found?.importances.map(({ setting, importance }) => [setting, importance]));
  const settings = axes.map(columnName).toSorted((a, b) => (share.get(a) ?? 0) - (share.get(b) ?? 0));
  const trials = records.map(({ run, epochs, status }) => ({
    trial: run.name,
    values: valuesOf(axes, run.configuration),
    // What has diverged has learned nothing.
    accuracy: (status === "diverged" ? undefined : epochs.at(-1)?.heldOutAccuracy) ?? 1 / data.classes,
  }));
  const { points, ticks, top, height } = parallel(trials, settings);
  const names = settings.map((setting) =>
    settingName(setting) + (found ? `|${(100 * (share.get(setting) ?? 0)).toFixed(0)} %` : "")
  );
  names.push("validation|accuracy");
  const texts = new Map(trials.map(({ trial, values, accuracy }) => [trial, {
    settings: settings.map((name) => `${settingName(name)} ${settingText(values[name])}`).join(", "),
    reached: `${formatPercent(accuracy)} %`,
  }]));
  const lines = points.map(({ axis, y, trial, accuracy, top }) => {
    const point = { axis: names[axis], y: Number(y.toFixed(4)), trial, accuracy, ...(top && { top: 1 }) };
    // The tooltip of a line is that of its first point.
    return { ...point, ...(axis === 0 && texts.get(trial)) };
  });
  const domain = extent(trials, ({ accuracy }) => accuracy) as [number, number], [low, high] = domain;
  const labels = [
    ...ticks.map(({ axis, y, value }) => ({ axis: names[axis], y, label: brokenName(settingText(value)) })),
    ...[0, 0.25, 0.5, 0.75, 1].map((part) => low + part * (high - low)).map((accuracy) => ({
      axis: names.at(-1),
      y: height(accuracy),
      label: [`${(100 * accuracy).toFixed(1)} %`],
    })),
  ];
  const note =
    `Each line is a trial; stronger is better, and the best ${top} are thick. Accuracy after the last epoch ` +
    "of each." + (found ? " Below each setting: its share of the variance of accuracy." : "");
  return {
    id: "parallel_coordinates",
    title: `All ${trials.length} trials across their settings`,
    note: `${note} Point at a line to see its settings.`,
    hides: false,
    wide: true,
    least: 90 * names.length,
    plots: [{ spec: spec(names, lines, labels, domain) }],
    paper: { note },
  };
}

function spec(
  names: readonly string[],
  lines: readonly unknown[],
  labels: readonly unknown[],
  domain: readonly number[],
): Part {
  const y = { field: "y", type: "quantitative", axis: null, scale: { domain: [0, 1], nice: false } };
  const text = { type: "text", align: "left", baseline: "middle", dx: 6, tooltip: null };
  const select = { type: "point", on: "pointerover", clear: "pointerout", fields: ["trial"] };
  const emphasis = (over: number, top: number, value: number) => ({
    condition: [{ param: "over", empty: false, value: over }, { test: "datum.top", value: top }],
    value,
  });
  const axis = {
    ...QUIET,
    orient: "top",
    labelAngle: 0,
    labelPadding: 24,
    grid: true,
    gridColor: "var(--rule-strong)",
    labelColor: "var(--ink)",
    labelLineHeight: 15,
    labelExpr: "split(datum.label, '|')",
  };
  const scale = { type: "point", domain: names, padding: 0.45 };
  return {
    height: 380,
    data: { values: lines },
    encoding: { x: { field: "axis", type: "nominal", title: null, scale, axis } },
    layer: [
      {
        params: [{ name: "over", select }],
        mark: { type: "line", strokeJoin: "round" },
        encoding: {
          y,
          detail: { field: "trial" },
          color: ramp(domain),
          opacity: emphasis(1, 0.95, 0.4),
          strokeWidth: emphasis(4, 2.6, 1.2),
          tooltip: tooltip({ Trial: "trial", Settings: "settings", Accuracy: "reached" }),
        },
      },
      ...[{ ...text, ...HALO }, text].map((mark) => ({
        data: { values: labels },
        mark,
        encoding: { y, text: { field: "label" } },
      })),
    ],
  };
}
