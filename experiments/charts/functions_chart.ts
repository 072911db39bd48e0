import type { ExtraMeasures } from "../study/extra_measures.ts";
import { max, min } from "../study/extent.ts";
import { formatNumber } from "../study/format.ts";
import { logTicks, ticksAt } from "./axes.ts";
import { type Chart, look } from "./chart.ts";
import { layer, named, type Part, quantitative, QUIET, tooltip } from "./encoding.ts";

/** Where names are written: what is nearly as fast and as wrong stays apart. */
const BESIDE: Readonly<Record<string, Part>> = {
  simd: { align: "right", dx: -9 },
  exact: { align: "center", dy: 15 },
};

/** Time against error, in a panel for each place. No error is drawn at the bottom, one without bounds at the top. */
export function functionsChart({ functions = [] }: ExtraMeasures): Chart | undefined {
  const rows = functions.filter(({ forwardNs }) => forwardNs > 0);
  if (rows.length === 0) return undefined;
  const positive = rows.map(({ maximumError }) => maximumError).filter((error) =>
    error > 0 && error < Infinity
  );
  const bottom = (min(positive) ?? 1e-16) / 10, top = (max(positive) ?? 1) * 10;
  const points = rows.map(({ place, exponential: way, maximumError: error, forwardNs: time }) => ({
    place,
    way,
    time,
    error: !Number.isFinite(error) ? top : error > 0 ? error : bottom,
    took: `${formatNumber(time)} ns a number`,
    erred: formatNumber(error),
  }));
  const channel = (field: "time" | "error", axis: Part) => {
    // Names are written below and on both sides.
    const [before, behind] = field === "error" ? [20, 5] : [6, 25];
    const [low, high] = [min(points, (of) => of[field])! / before, max(points, (of) => of[field])! * behind];
    const scale = { type: "log", domain: [low, high], nice: false };
    return quantitative(field, null, scale, {
      ...ticksAt(logTicks(low, high, 8)),
      labelOverlap: true,
      ...axis,
    });
  };
  const ways = [...new Set(points.map(({ way }) => way))];
  const of = (value: "color" | "shape") => named("way", ways, ways.map((_, i) => look(i)[value]));
  const tooltips = tooltip({ In: "place", Exponential: "way", Forward: "took", Error: "erred" });
  const plot = (name: string) => ({
    name,
    spec: {
      height: 230,
      data: { values: points.filter(({ place }) => place === name) },
      encoding: { x: channel("time", { grid: false }), y: channel("error", QUIET) },
      layer: [
        layer(
          { type: "point", filled: true, size: 110, opacity: 0.95 },
          { color: of("color"), shape: of("shape"), tooltip: tooltips },
        ),
        ...ways.map((way) => {
          const mark = { type: "text", tooltip: null, ...(BESIDE[way] ?? { align: "left", dx: 9 }) };
          return layer(mark, { text: { field: "way" } }, { field: "way", equal: way });
        }),
      ],
    },
  });
  const axes = { x: "Time, ns a number", y: "Largest error" };
  const note =
    "Batches of 100 × 128 numbers (softmax: 100 × 10, value and gradient), evenly spread over the range seen " +
    "in training; down and to the left is better.";
  return {
    id: "functions",
    title: "Time against error of the exponentials",
    note: `↑ ${axes.y}, → ${axes.x.toLowerCase()}; both logarithmic. ${note}`,
    hides: false,
    wide: true,
    plots: [...new Set(points.map(({ place }) => place))].map(plot),
    paper: { note, axes },
  };
}
