/** What accuracy costs.
 * @module
 */
import { summarizeVariants } from "../analysis/summary.ts";
import { max, min } from "../study/extent.ts";
import type { StudyRecord } from "../study/study_record.ts";
import { isWide, logTicks, ticksAt } from "./axes.ts";
import { type Chart, lookOf, type Plot } from "./chart.ts";
import { faded, NOT_HIDDEN, PARAMS, PERCENT_LABELS, runColor, tooltip } from "./encoding.ts";
import { percentText, secondsText } from "./figure_text.ts";
import { comparedRecords, type Panel, panelsOf, type Runs } from "./runs.ts";
import { rounded } from "./series.ts";

/** A variant, what it cost and what it reached. */
interface Point {
  readonly run: string;
  readonly time: number;
  readonly accuracy: number;
  readonly left: number;
  readonly right: number;
  readonly low: number;
  readonly high: number;
}

/** So few points have their names beside them. */
const NAMED = 6;

/** Training time against accuracy. */
export function scatterChart(record: StudyRecord, runs: Runs): Chart | undefined {
  const { study } = record;
  const all = summarizeVariants(comparedRecords(record)).flatMap(({ variant, figures }) => {
    const { train_seconds: time, test_accuracy_final: accuracy } = figures;
    if (!time || !accuracy) return [];
    const [t, a] = [time.std ?? 0, accuracy.std ?? 0];
    return [{
      run: variant,
      time: time.mean,
      accuracy: accuracy.mean,
      // A logarithmic axis has no place for what is not above 0.
      left: Math.max(time.mean - t, time.mean / 10),
      right: time.mean + t,
      low: accuracy.mean - a,
      high: accuracy.mean + a,
      trained: `${secondsText(time)} s`,
      reached: `${percentText(accuracy)} %`,
    }];
  });
  const points = all.filter(({ run }) => runs.names.includes(run));
  const others = study.search ? all.filter(({ run }) => !runs.names.includes(run)) : [];
  if (points.length === 0) return undefined;
  const panels = panelsOf(runs), several = panels.length > 1;
  const titles = {
    x: "Training time, s",
    y: `${study.search ? "Validation" : "Test"} accuracy after the last epoch`,
  };
  const note = "Up and to the left is better." +
    (all.some(({ low, high }) => low < high)
      ? ` Bars: ± one standard deviation of ${record.seeds} seeds.`
      : "") +
    (others.length > 0 ? ` Grey: the other ${others.length} trials that ended.` : "");
  const named = !several && points.length <= NAMED && others.length === 0;
  return {
    id: "time_accuracy",
    title: "Time against accuracy",
    note: several ? `↑ ${titles.y}, → ${titles.x.toLowerCase()}. ${note}` : note,
    hides: points.length > 1,
    wide: several,
    plots: panels.map((panel) => plot(panel, points, others, named, several ? undefined : titles, runs)),
    paper: { note, legend: named ? undefined : "points", axes: several ? titles : undefined },
  };
}

function plot(
  { name, names }: Panel,
  shown: readonly Point[],
  others: readonly Point[],
  named: boolean,
  titles: { x: string; y: string } | undefined,
  runs: Runs,
): Plot {
  const all = [...shown, ...others];
  const range = (from: number, to: number, room: number) => {
    const around = room * (to - from) || to / 10 || 1;
    return [from - around, to + around];
  };
  const [least, most] = [min(all, ({ left }) => left)! / 1.2, max(all, ({ right }) => right)! * 1.2];
  const [low, high] = range(min(all, (point) => point.low)!, max(all, (point) => point.high)!, 0.1);
  const wide = isWide(least, most), middle = wide ? Math.sqrt(least * most) : (least + most) / 2;
  const x = {
    type: "quantitative",
    title: titles?.x ?? null,
    ...(wide
      ? {
        scale: { type: "log", domain: [least, most], nice: false },
        axis: ticksAt(logTicks(least, most, 5)),
      }
      : {
        scale: { domain: range(1.2 * least, most / 1.2, 0.06), nice: false },
        axis: { tickCount: { expr: "clamp(width / 60, 2, 8)" }, labelOverlap: true, labelFlush: false },
      }),
  };
  const y = {
    type: "quantitative",
    title: titles?.y ?? null,
    scale: { domain: [low, Math.min(high, 1.01)], nice: false },
    axis: { ...PERCENT_LABELS, tickCount: titles ? 6 : 4, domain: false, ticks: false, labelPadding: 6 },
  };
  const points = shown.filter(({ run }) => names.includes(run));
  // Names are written beside the points where there is room for them.
  const labels = named ? labelled(points, middle, 0.08 * (high - low)) : [];
  return {
    name,
    spec: {
      height: titles ? 260 : 190,
      params: PARAMS,
      data: { values: points },
      transform: [NOT_HIDDEN],
      encoding: { color: runColor(runs) },
      layer: [
        ...(others.length > 0
          ? [{
            data: {
              values: others.map(({ time, accuracy }) => ({
                time: rounded(time),
                accuracy: rounded(accuracy),
              })),
            },
            mark: { type: "point", filled: true, size: 40, opacity: 0.3, tooltip: null },
            encoding: {
              x: { ...x, field: "time" },
              y: { ...y, field: "accuracy" },
              color: { value: "var(--ink-soft)" },
            },
          }]
          : []),
        {
          mark: { type: "rule", strokeWidth: 1.5, tooltip: null },
          encoding: {
            x: { ...x, field: "left" },
            x2: { field: "right" },
            y: { ...y, field: "accuracy" },
            opacity: faded(0.7),
          },
        },
        {
          mark: { type: "rule", strokeWidth: 1.5, tooltip: null },
          encoding: {
            x: { ...x, field: "time" },
            y: { ...y, field: "low" },
            y2: { field: "high" },
            opacity: faded(0.7),
          },
        },
        {
          mark: { type: "point", filled: true, size: 90 },
          encoding: {
            x: { ...x, field: "time" },
            y: { ...y, field: "accuracy" },
            opacity: faded(1),
            shape: {
              field: "run",
              type: "nominal",
              legend: null,
              scale: { domain: runs.names, range: runs.names.map((run) => lookOf(runs, run).shape) },
            },
            tooltip: tooltip({ Run: "run", Training: "trained", Accuracy: "reached" }),
          },
        },
        ...labels.map(({ run, right, below }) => ({
          transform: [{ filter: { field: "run", equal: run } }, { filter: "width > 400" }],
          mark: { type: "text", align: right ? "right" : "left", dx: right ? -9 : 9, dy: below ? 12 : -10 },
          encoding: {
            x: { ...x, field: "time" },
            y: { ...y, field: "accuracy" },
            text: { field: "run" },
            color: { value: "var(--ink)" },
            opacity: faded(1),
          },
        })),
      ],
    },
  };
}

/** Where names are written: to the side that has more room, and below a point if another one is beside it. */
function labelled(points: readonly Point[], middle: number, near: number) {
  const above: Point[] = [];
  return points.map((point) => {
    const below = above.some(({ accuracy }) => Math.abs(accuracy - point.accuracy) < near);
    if (!below) above.push(point);
    return { run: point.run, right: point.time > middle, below };
  });
}
