/** What ways to get the exponential cost, and how wrong they are.
 * @module
 */
import { logTicks, ticksAt } from "./axes.ts";
import { general } from "../report/numbers.ts";
import { numberIn } from "../report/read_csv.ts";
import type { Study } from "../report/study.ts";
import { type Chart, COMMON, look, type Plot } from "./chart.ts";

/** A way to get the exponential, in one place. */
interface Point {
  readonly place: string;
  readonly way: string;
  readonly error: number;
  readonly time: number;
}

/** Where names are written: what is nearly as fast and as wrong stays apart. */
const BESIDE: Readonly<Record<string, Record<string, unknown>>> = {
  simd: { align: "right", dx: -9 },
  exact: { align: "center", dy: 15 },
};

/** Time against error, in a panel for each place. An error of nothing is drawn at the bottom. */
export function functionsChart({ tables }: Study): Chart | undefined {
  const rows = (tables.functions?.rows ?? []).flatMap(({ place, exponential: way, ...row }): Point[] => {
    const error = numberIn(row.maximum_error), time = numberIn(row.forward_ns);
    return error === undefined || time === undefined || time <= 0 ? [] : [{ place, way, error, time }];
  });
  if (rows.length === 0) return undefined;
  const positive = rows.map(({ error }) => error).filter((error) => error > 0);
  const bottom = positive.length > 0 ? Math.min(...positive) / 10 : 1e-17;
  const points = rows.map((row) => ({ ...row, error: row.error > 0 ? row.error : bottom }));
  const places = [...new Set(points.map(({ place }) => place))];
  return {
    title: "Ways to get the exponential: time against error",
    note: "↑ Largest error, → time, ns a number; both logarithmic. Down and to the left is better.",
    hides: false,
    wide: true,
    plots: places.map((place) => plot(place, points)),
  };
}

function plot(name: string, all: readonly Point[]): Plot {
  const channel = (field: "time" | "error", axis: Record<string, unknown>) => {
    const values = all.map((point) => point[field]);
    const room = field === "error" ? 10 : 3; // names are written below
    const domain = [Math.min(...values) / room, Math.max(...values) * 3];
    return {
      ...{ field, type: "quantitative", title: null, scale: { type: "log", domain, nice: false } },
      axis: { ...ticksAt(logTicks(domain[0], domain[1], 6)), labelOverlap: true, ...axis },
    };
  };
  const ways = [...new Set(all.map(({ way }) => way))];
  const of = (value: "color" | "shape") => ({
    ...{ field: "way", type: "nominal", legend: null },
    scale: { domain: ways, range: ways.map((_, i) => look(i)[value]) },
  });
  return {
    name,
    spec: {
      ...COMMON,
      height: 230,
      data: {
        values: all.filter(({ place }) => place === name).map((point) => ({
          ...point,
          ...{ In: name, Exponential: point.way },
          ...{ Forward: `${general(point.time)} ns a number`, Error: general(point.error) },
        })),
      },
      encoding: {
        x: channel("time", { grid: false }),
        y: channel("error", { domain: false, ticks: false, labelPadding: 6 }),
      },
      layer: [
        {
          mark: { type: "point", filled: true, size: 110, opacity: 0.95 },
          encoding: {
            ...{ color: of("color"), shape: of("shape") },
            tooltip: ["In", "Exponential", "Forward", "Error"].map((field) => ({ field, type: "nominal" })),
          },
        },
        ...ways.map((way) => ({
          transform: [{ filter: { field: "way", equal: way } }],
          mark: { type: "text", ...(BESIDE[way] ?? { align: "left", dx: 9 }) },
          encoding: { text: { field: "way" } },
        })),
      ],
    },
  };
}
