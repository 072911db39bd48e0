/** What ways to get the exponential cost, and how wrong they are.
 * @module
 */
import { general } from "../numbers.ts";
import { numberIn } from "../read_csv.ts";
import type { Study } from "../study.ts";
import { type Chart, COMMON, look } from "./chart.ts";

const SHAPES = ["circle", "square", "triangle-up", "diamond", "cross"];

/** Time against error. An error of nothing is drawn at the bottom. */
export function functionsChart({ tables }: Study): Chart | undefined {
  const rows = (tables.functions?.rows ?? []).flatMap((row) => {
    const error = numberIn(row.maximum_error), time = numberIn(row.forward_ns);
    return error === undefined || time === undefined
      ? []
      : [{ place: row.place, exponential: row.exponential, error, time }];
  });
  if (rows.length === 0) return undefined;
  const positive = rows.map(({ error }) => error).filter((error) => error > 0);
  const bottom = positive.length > 0 ? Math.min(...positive) / 10 : 1e-17;
  const values = rows.map(({ place, exponential, error, time }) => ({
    ...{ place, exponential, time, error: error > 0 ? error : bottom },
    ...{
      In: place,
      Exponential: exponential,
      Forward: `${general(time)} ns a number`,
      Error: general(error),
    },
  }));
  const ways = [...new Set(values.map(({ exponential }) => exponential))];
  const places = [...new Set(values.map(({ place }) => place))];
  const legend = {
    orient: "top",
    symbolOpacity: 1,
    columns: { expr: "containerSize()[0] < 480 ? 2 : 4" },
    symbolStrokeWidth: 0,
  };
  return {
    title: "Time against error",
    note: "Down and to the left is better.",
    hides: false,
    spec: {
      ...COMMON,
      height: 280,
      data: { values },
      mark: { type: "point", filled: true, size: 110, opacity: 0.95 },
      encoding: {
        x: { field: "time", type: "quantitative", title: "Forward, ns a number", axis: { tickCount: 6 } },
        y: {
          ...{
            field: "error",
            type: "quantitative",
            title: "Largest error",
            scale: { type: "log", nice: false, padding: 12 },
          },
          axis: { format: "~e", tickCount: 6, domain: false, ticks: false, labelPadding: 6 },
        },
        color: {
          ...{ field: "exponential", type: "nominal", title: null, legend },
          scale: { domain: ways, range: ways.map((_, i) => look(i).color) },
        },
        shape: {
          ...{
            field: "place",
            type: "nominal",
            title: null,
            legend: { ...legend, symbolFillColor: "var(--ink-soft)" },
          },
          scale: { domain: places, range: places.map((_, i) => SHAPES[i % SHAPES.length]) },
        },
        tooltip: ["In", "Exponential", "Forward", "Error"].map((field) => ({ field, type: "nominal" })),
      },
    },
  };
}
