import { studyImportance } from "../analysis/importance.ts";
import { columnName, valuesOf } from "../study/run_names.ts";
import { extent } from "../study/extent.ts";
import { formatPercent } from "../study/format.ts";
import { axesOf } from "../study/study.ts";
import type { StudyRecord } from "../study/study_record.ts";
import { inOrder } from "./axes.ts";
import type { Chart } from "./chart.ts";
import { HALO, layer, type Part, quantitative, QUIET, ramp, tooltip } from "./encoding.ts";
import { comparedRecords } from "./runs.ts";
import { settingName, settingText } from "./setting_words.ts";

/** The most labels on an axis. */
const MOST_LABELS = 8;

/**
 * A line for each trial, from setting to setting to its accuracy; the settings that matter most are next to that. Trials with
 * the same value of a setting are spread around it, the better ones above.
 */
export function parallelChart(record: StudyRecord): Chart | undefined {
  const { study, data } = record, records = comparedRecords(record);
  const axes = axesOf(study, records.map(({ run }) => run));
  if (records.length < 2 || axes.length < 2) return undefined;
  const found = studyImportance({ ...record, records });
  const share = new Map(found?.importances.map(({ setting, importance }) => [setting, importance]));
  const settings = axes.map(columnName).toSorted((a, b) => (share.get(a) ?? 0) - (share.get(b) ?? 0));
  const trials = records.map(({ run, epochs, status }) => ({
    trial: run.name,
    values: valuesOf(axes, run.configuration),
    // What has diverged has learned nothing.
    accuracy: (status === "diverged" ? undefined : epochs.at(-1)?.heldOutAccuracy) ?? 1 / data.classes,
  }));
  const names = settings.map((setting) =>
    settingName(setting) + (found ? `|${(100 * (share.get(setting) ?? 0)).toFixed(0)} %` : "")
  );
  const last = "validation|accuracy";
  const [low, high] = extent(trials, ({ accuracy }) => accuracy) as [number, number];
  const height = (accuracy: number) => high > low ? 0.02 + 0.96 * (accuracy - low) / (high - low) : 0.5;
  const ticks = settings.flatMap((setting, i) => {
    const values = inOrder(trials.map(({ values }) => values[setting])), { length } = values;
    return values.map((value, k) => ({
      setting,
      value,
      axis: names[i],
      y: (k + 0.5) / length,
      room: 0.4 / length,
      // Of values that were drawn there may be as many as trials.
      labelled: length <= MOST_LABELS || k === length - 1 || k % Math.ceil(length / MOST_LABELS) === 0,
    }));
  });
  const best = Math.max(1, Math.round(trials.length / 20));
  const ranked = trials.toSorted((a, b) => a.accuracy - b.accuracy);
  const lines = ranked.flatMap(({ trial, values, accuracy }, i) => {
    const common = { trial, accuracy, ...(i >= ranked.length - best && { top: 1 }) };
    const spread = i / (ranked.length - 1) - 0.5;
    const places = settings.map((setting) => {
      const tick = ticks.find((tick) => tick.setting === setting && tick.value === values[setting])!;
      return { axis: tick.axis, y: Number((tick.y + spread * tick.room).toFixed(4)) };
    });
    // The tooltip of a line is that of its first point.
    const texts = {
      settings: settings.map((name) => `${settingName(name)} ${settingText(values[name])}`).join(", "),
      reached: `${formatPercent(accuracy)} %`,
    };
    places.push({ axis: last, y: Number(height(accuracy).toFixed(4)) });
    return places.map((place, k) => ({ ...place, ...common, ...(k === 0 && texts) }));
  });
  const accuracies = [0, 0.25, 0.5, 0.75, 1].map((part) => low + part * (high - low));
  const labels = [
    ...ticks.filter(({ labelled }) => labelled).map(({ axis, y, value }) => ({
      axis,
      y,
      label: brokenName(settingText(value)),
    })),
    ...accuracies.map((accuracy) => ({
      axis: last,
      y: height(accuracy),
      label: [`${(100 * accuracy).toFixed(1)} %`],
    })),
  ];
  const note =
    `Each line is a trial; stronger is better, and the best ${best} are thick. Accuracy after the last epoch ` +
    "of each." + (found ? " Below each setting: its share of the variance of accuracy." : "");
  return {
    id: "parallel_coordinates",
    title: `All ${trials.length} trials across their settings`,
    note: `${note} Point at a line to see its settings.`,
    hides: false,
    wide: true,
    least: 90 * (names.length + 1),
    plots: [{ spec: spec([...names, last], lines, labels, [low, high]) }],
    paper: { note },
  };
}

/** A long name in two lines. */
function brokenName(name: string): string[] {
  return name.length > 12 ? name.replace(/^([a-z]+-)/, "$1\n").split("\n") : [name];
}

function spec(
  names: readonly string[],
  lines: readonly unknown[],
  labels: readonly unknown[],
  accuracies: readonly number[],
): Part {
  const y = quantitative("y", undefined, { domain: [0, 1], nice: false }, null);
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
  const trials = layer({ type: "line", strokeJoin: "round" }, {
    y,
    detail: { field: "trial" },
    color: ramp(accuracies),
    opacity: emphasis(1, 0.95, 0.4),
    strokeWidth: emphasis(4, 2.6, 1.2),
    tooltip: tooltip({ Trial: "trial", Settings: "settings", Accuracy: "reached" }),
  });
  const texts = [{ ...text, ...HALO }, text].map((mark) => layer(mark, { y, text: { field: "label" } }));
  return {
    height: 380,
    data: { values: lines },
    encoding: { x: { field: "axis", type: "nominal", title: null, scale, axis } },
    layer: [
      { params: [{ name: "over", select }], ...trials },
      ...texts.map((layer) => ({ data: { values: labels }, ...layer })),
    ],
  };
}
