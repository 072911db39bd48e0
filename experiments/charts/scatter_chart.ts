import { summarizeVariants } from "../analysis/summary.ts";
import { max, min } from "../study/extent.ts";
import { formatPercent, formatSeconds } from "../study/format.ts";
import type { StudyRecord } from "../study/study_record.ts";
import { isWide, logTicks, ticksAt } from "./axes.ts";
import { type Chart, sentences } from "./chart.ts";
import {
  byRun,
  faded,
  layer,
  NOT_HIDDEN,
  PARAMS,
  PERCENT_LABELS,
  quantitative,
  QUIET,
  tooltip,
} from "./encoding.ts";
import { figureText } from "./figure_text.ts";
import { comparedRecords, type Panel, panelsOf, type Runs } from "./runs.ts";
import { rounded } from "./series.ts";

/** So few points have their names beside them. */
const NAMED = 6;

/** Training time against accuracy. */
export function scatterChart(record: StudyRecord, runs: Runs): Chart | undefined {
  const { study, seeds } = record;
  const measured = summarizeVariants(comparedRecords(record)).flatMap(({ variant: run, figures }) => {
    const { train_seconds: time, test_accuracy_final: accuracy } = figures;
    if (!time || !accuracy) return [];
    const { mean: x, std: dx = 0 } = time, { mean: y, std: dy = 0 } = accuracy;
    const trained = `${figureText(time, formatSeconds)} s`,
      reached = `${figureText(accuracy, formatPercent)} %`;
    // A logarithmic axis has no place for what is not above 0.
    return [{
      run,
      x,
      y,
      left: Math.max(x - dx, x / 10),
      right: x + dx,
      low: y - dy,
      high: y + dy,
      trained,
      reached,
    }];
  });
  const shown = measured.filter(({ run }) => runs.names.includes(run));
  const others = study.search ? measured.filter(({ run }) => !runs.names.includes(run)) : [];
  const all = [...shown, ...others];
  if (shown.length === 0) return undefined;
  const panels = panelsOf(runs), several = panels.length > 1;
  const kind = study.search ? "Validation" : "Test";
  const titles = { x: "Training time, s", y: `${kind} accuracy after the last epoch` };

  const [least, most] = [min(all, ({ left }) => left)!, max(all, ({ right }) => right)!];
  const [low, high] = widened(min(all, ({ low }) => low)!, max(all, ({ high }) => high)!, 0.1);
  const wide = isWide(least / 1.2, most * 1.2), middle = wide ? Math.sqrt(least * most) : (least + most) / 2;
  const domain = wide ? [least / 1.2, most * 1.2] : widened(least, most, 0.06);
  const steps = { tickCount: { expr: "clamp(width / 60, 2, 8)" }, labelOverlap: true, labelFlush: false };
  const x = quantitative(
    "x",
    several ? null : titles.x,
    { domain, nice: false, ...(wide && { type: "log" }) },
    wide ? ticksAt(logTicks(domain[0], domain[1], 5)) : steps,
  );
  const y = quantitative(
    "y",
    several ? null : titles.y,
    { domain: [low, Math.min(high, 1.01)], nice: false },
    { ...PERCENT_LABELS, ...QUIET, tickCount: several ? 4 : 6 },
  );
  const dot = { type: "point", filled: true, size: 40, opacity: 0.3, tooltip: null };
  const grey = {
    data: { values: others.map(({ x, y }) => ({ x: rounded(x), y: rounded(y) })) },
    ...layer(dot, { x, y, color: { value: "var(--ink-soft)" } }),
  };
  const rule = { type: "rule", strokeWidth: 1.5, tooltip: null }, opacity = faded(0.7);
  const bars = [
    layer(rule, { x: { ...x, field: "left" }, x2: { field: "right" }, y, opacity }),
    layer(rule, { x, y: { ...y, field: "low" }, y2: { field: "high" }, opacity }),
  ];
  const tooltips = tooltip({ Run: "run", Training: "trained", Accuracy: "reached" });
  const looks = { opacity: faded(1), shape: byRun(runs, "shape"), tooltip: tooltips };
  const points = layer({ type: "point", filled: true, size: 90 }, { x, y, ...looks });
  // Names are written beside the points where there is room for them: to the side that has more of it, and below a point
  // if another one is beside it.
  const named = !several && shown.length <= NAMED && others.length === 0, above: number[] = [];
  const names = (named ? shown : []).map(({ run, x: time, y: accuracy }) => {
    const below = above.some((other) => Math.abs(other - accuracy) < 0.08 * (high - low)),
      right = time > middle;
    if (!below) above.push(accuracy);
    const text = { field: "run" }, color = { value: "var(--ink)" };
    const mark = { type: "text", align: right ? "right" : "left", dx: right ? -9 : 9, dy: below ? 12 : -10 };
    return layer(mark, { x, y, text, color, opacity: faded(1) }, { field: "run", equal: run }, "width > 400");
  });
  const plot = ({ name, names: own }: Panel) => ({
    name,
    spec: {
      height: several ? 190 : 260,
      params: PARAMS,
      data: { values: shown.filter(({ run }) => own.includes(run)) },
      transform: [NOT_HIDDEN],
      encoding: { color: byRun(runs, "color") },
      layer: [...(others.length > 0 ? [grey] : []), ...bars, points, ...names],
    },
  });
  const note = sentences(
    "Up and to the left is better.",
    all.some(({ low, high }) => low < high) && `Bars: ± one standard deviation of ${seeds} seeds.`,
    others.length > 0 && `Grey: the other ${others.length} trials that ended.`,
  );
  return {
    id: "time_accuracy",
    title: "Time against accuracy",
    note: sentences(several && `↑ ${titles.y}, → ${titles.x.toLowerCase()}.`, note),
    hides: shown.length > 1,
    wide: several,
    plots: panels.map(plot),
    paper: { note, legend: named ? undefined : "points", axes: several ? titles : undefined },
  };
}

/** A range with some room around it. */
function widened(from: number, to: number, room: number): [number, number] {
  const around = room * (to - from) || to / 10 || 1;
  return [from - around, to + around];
}
