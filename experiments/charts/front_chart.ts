import { type FrontPoint, frontPoints } from "../analysis/front.ts";
import { max, min } from "../study/extent.ts";
import { formatPercent, formatSeconds } from "../study/format.ts";
import type { StudyRecord } from "../study/study_record.ts";
import { logTicks, ticksAt } from "./axes.ts";
import type { Chart } from "./chart.ts";
import { byRun, faded, layer, NOT_HIDDEN, PARAMS, PERCENT_LABELS, quantitative, QUIET } from "./encoding.ts";
import { tooltip } from "./encoding.ts";
import type { Runs } from "./runs.ts";
import { rounded } from "./series.ts";

/** Where some are more accurate, others are not drawn: the first epochs would flatten the rest. */
const LEAST = 0.9;

const COSTS = [
  { name: "operations", cost: (point: FrontPoint) => point.operations, front: "leastOperations" },
  { name: "seconds", cost: (point: FrontPoint) => point.seconds, front: "leastSeconds" },
] as const;

/** What accuracy there is for which cost: every network after every epoch, and a line through those that no other beats. */
export function frontChart(record: StudyRecord, runs: Runs): Chart | undefined {
  const all = frontPoints(record).filter(({ seconds }) => seconds > 0);
  const good = all.filter(({ accuracy }) => accuracy >= LEAST), points = good.length > 0 ? good : all;
  if (points.length === 0) return undefined;
  const axes = { x: "Cost of training: floating-point operations, seconds", y: "Test accuracy" };
  const plots = COSTS.map(({ name, cost, front }) => {
    const values = points.map((point) => ({
      run: point.variant,
      x: rounded(cost(point)),
      y: rounded(point.accuracy),
      front: point[front],
      epoch: point.epoch,
      reached: `${formatPercent(point.accuracy)} %`,
      took: `${formatSeconds(point.seconds)} s`,
    }));
    const [low, high] = [min(values, ({ x }) => x)! / 1.2, max(values, ({ x }) => x)! * 1.2];
    const x = quantitative("x", null, { type: "log", domain: [low, high], nice: false }, {
      ...ticksAt(logTicks(low, high, 5)),
      grid: false,
    });
    const y = quantitative("y", null, { zero: false, nice: false, padding: 6 }, {
      ...PERCENT_LABELS,
      ...QUIET,
    });
    const tooltips = tooltip({ Run: "run", Epoch: "epoch", Accuracy: "reached", Training: "took" });
    const looks = { color: byRun(runs, "color"), shape: byRun(runs, "shape"), tooltip: tooltips };
    return {
      name,
      spec: {
        height: 260,
        params: PARAMS,
        data: { values },
        transform: [NOT_HIDDEN],
        encoding: { x, y },
        layer: [
          layer(
            { type: "point", filled: true, size: 20 },
            { ...looks, opacity: faded(0.35) },
            "!datum.front",
          ),
          layer(
            { type: "line", interpolate: "step-after", strokeWidth: 1.5, tooltip: null },
            { color: { value: "var(--ink-soft)" } },
            "datum.front",
          ),
          layer({ type: "point", filled: true, size: 70 }, { ...looks, opacity: faded(1) }, "datum.front"),
        ],
      },
    };
  });
  const note =
    "Each network after each epoch, means over the seeds; line and large points: no other is as accurate " +
    "for as little. Operations are those of the products, as if images had no background.";
  return {
    id: "front",
    title: "What accuracy costs",
    note: `↑ ${axes.y}, → ${axes.x.toLowerCase()}, logarithmic. ${note}`,
    hides: runs.names.length > 1,
    wide: true,
    plots,
    paper: { note, legend: "points", axes },
  };
}
