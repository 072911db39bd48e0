import { studyImportance, wasDrawn } from "../analysis/importance.ts";
import { columnName, valuesOf } from "../study/run_names.ts";
import { max, min } from "../study/extent.ts";
import { formatPercent } from "../study/format.ts";
import { axesOf } from "../study/study.ts";
import type { StudyRecord } from "../study/study_record.ts";
import { inOrder, logTicks, ticksAt } from "./axes.ts";
import type { Chart, Plot } from "./chart.ts";
import { CROSS, layer, type Part, PERCENT_LABELS, quantitative, QUIET, tooltip } from "./encoding.ts";
import { comparedRecords } from "./runs.ts";
import { settingName, settingText } from "./setting_words.ts";

/** A trial, its settings and how well it did. */
interface Trial {
  readonly trial: string;
  readonly values: Readonly<Record<string, string>>;
  readonly accuracy: number;
  readonly reached: string;
  readonly out: boolean;
}

const TITLE = "Validation accuracy";

/** The accuracy of trials that were drawn against each setting that varied. */
export function settingsChart(record: StudyRecord): Chart | undefined {
  const records = comparedRecords(record);
  if (!wasDrawn(record) || records.length < 2) return undefined;
  const { importances = [] } = studyImportance(record) ?? {};
  const place = new Map(importances.map(({ setting }, i) => [setting, i]));
  // What matters most comes first.
  const axes = axesOf(record.study, record.runs)
    .toSorted((a, b) => (place.get(columnName(a)) ?? 0) - (place.get(columnName(b)) ?? 0));
  const trials = records.flatMap(({ run, epochs, status }): Trial[] => {
    const accuracy = epochs.at(-1)?.heldOutAccuracy, out = status === "diverged";
    if (accuracy === undefined && !out) return [];
    // What has diverged has learned nothing.
    const shown = out ? 1 / record.data.classes : accuracy!;
    const reached = `${formatPercent(shown)} %${out ? ", diverged" : ""}`;
    return [{ trial: run.name, values: valuesOf(axes, run.configuration), accuracy: shown, reached, out }];
  });
  const best = trials.filter(({ out }) => !out).sort((a, b) => b.accuracy - a.accuracy).at(0)?.trial;
  const diverged = trials.some(({ out }) => out);
  const note = "A dot is a trial, the ring is around the best." + (diverged ? " Crosses diverged." : "") +
    " Which of the dots lie high is what to look for: a setting that makes no difference has a flat cloud.";
  return {
    id: "settings",
    title: `All ${trials.length} trials against each setting`,
    note: `↑ ${TITLE} after the last epoch of each. ${note}`,
    hides: false,
    wide: true,
    plots: axes.map((key) => plot(columnName(key), trials, best)),
    paper: { note, axes: { x: "", y: TITLE } },
  };
}

function plot(setting: string, trials: readonly Trial[], best: string | undefined): Plot {
  const texts = trials.map(({ values }) => values[setting]), name = settingName(setting);
  const numbers = texts.every((text) => text !== "" && Number.isFinite(Number(text))), order = inOrder(texts);
  const rows = trials.map(({ values, trial, accuracy, reached, out }, i) => ({
    trial,
    x: numbers ? Number(values[setting]) : settingText(values[setting]),
    at: settingText(values[setting]),
    accuracy,
    reached,
    ...(out && { out }),
    ...(trial === best && { best: true }),
    // Trials of one name stand beside each other, for they would hide each other.
    ...(!numbers && { beside: Number((i * 0.618 % 1).toFixed(3)) }),
  }));
  const x = numbers ? numberAxis(texts.map(Number)) : {
    field: "x",
    type: "nominal",
    title: null,
    sort: order.map(settingText),
    axis: { ...QUIET, labelAngle: 0, labelOverlap: true, labelExpr: "split(datum.label, '-')" },
  };
  const beside = { field: "beside", type: "quantitative", scale: { domain: [-0.6, 1.6] } };
  const y = quantitative("accuracy", null, { zero: false, padding: 8 }, {
    ...PERCENT_LABELS,
    ...QUIET,
    tickCount: 5,
  });
  const tooltips = tooltip({ Trial: "trial", [name]: "at", Accuracy: "reached" });
  const dot = { type: "point", filled: true, size: 45, opacity: 0.75, color: "var(--run-0)" };
  const cross = { type: "point", shape: CROSS, size: 45, strokeWidth: 1.8, color: "var(--ink-soft)" };
  const ring = {
    type: "point",
    filled: false,
    size: 150,
    strokeWidth: 2.2,
    color: "var(--run-1)",
    tooltip: null,
  };
  return {
    name,
    spec: {
      height: 190,
      data: { values: rows },
      encoding: { x, y, ...(!numbers && { xOffset: beside }) },
      layer: [
        layer(dot, { tooltip: tooltips }, "!datum.out"),
        layer(cross, { tooltip: tooltips }, "datum.out"),
        layer(ring, {}, "datum.best"),
      ],
    },
  };
}

/** An axis of numbers, by equal factors where they seem to have been drawn so: their middle is nearer to that of the logarithms. */
function numberAxis(numbers: readonly number[]): Part {
  const low = min(numbers)!, high = max(numbers)!;
  const middle = numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
  const byFactors = low > 0 && high / low >= 3 && middle < (Math.sqrt(low * high) + (low + high) / 2) / 2;
  const axis = byFactors
    ? { ...QUIET, ...ticksAt(logTicks(low, high, 4)) }
    : { ...QUIET, tickCount: 4, labelOverlap: true };
  const scale = { ...(byFactors && { type: "log" }), zero: false, nice: false, padding: 12 };
  return quantitative("x", null, scale, axis);
}
