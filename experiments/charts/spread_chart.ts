import type { EpochHistograms, Histogram } from "../study/inspection.ts";
import { type Chart, type Plot, sentences, type Series } from "./chart.ts";
import { layer, PARAMS, type Part, quantitative, QUIET } from "./encoding.ts";
import { histogramName } from "./histograms_chart.ts";
import { rounded } from "./series.ts";

/** The lines, and the share of the numbers that is below each. */
const LINES = { lowest: 0, "5 %": 0.05, "25 %": 0.25, median: 0.5, "75 %": 0.75, "95 %": 0.95, highest: 1 };

/** So many linear layers are shown, with what belongs to each. */
const MOST = 4;

/** How weights, gradients and outputs of each layer are spread as training goes on: a drawing for each. */
export function spreadChart(history: readonly EpochHistograms[]): Chart {
  const epochs = history.map(({ epoch }) => epoch), { histograms } = history[0];
  const all = [...new Set(histograms.map(({ layer }) => numberOf(layer)))], shown = evenly(all);
  const plots = histograms.flatMap(({ layer, what }, i) => {
    if (!shown.includes(numberOf(layer))) return [];
    const course = history.map(({ histograms }) => histograms[i]);
    const series = Object.entries(LINES).map(([run, share]): Series => ({
      run,
      x: epochs,
      y: course.map((histogram) => rounded(quantile(histogram, share))),
    }));
    return [
      {
        ...PLOT,
        name: histogramName(layer, what),
        curves: { series, xTitle: "Epoch", yTitle: what, writing: "number" },
      } as const,
    ];
  });
  return {
    id: "histograms",
    title: "How weights, gradients and outputs are spread, epoch by epoch",
    note: sentences(
      "Line: median; dark: the middle half of the numbers; light: nine tenths of them; thin: the lowest and the highest.",
      "Gradients and outputs are of the first 100 test images.",
      shown.length < all.length && `${shown.length} of ${all.length} linear layers are shown.`,
    ),
    hides: false,
    wide: true,
    plots,
  };
}

/** All drawings have the same specification, which is compiled once. */
const PLOT: Plot = { spec: specification() };

function specification(): Part {
  const axis = { ...QUIET, tickCount: 4, labelExpr: "format(datum.value, '.3~g')", labelOverlap: true };
  const y = (field: string) => quantitative(field, null, { nice: false, zero: false }, axis);
  const band = (low: string, high: string, opacity: number) =>
    layer({ type: "area", color: "var(--run-0)", opacity, tooltip: null }, {
      y: y(low),
      y2: { field: high },
    });
  const line = (field: string, strokeWidth: number) =>
    layer({ type: "line", color: "var(--run-0)", strokeWidth, tooltip: null }, { y: y(field) });
  return {
    height: 120,
    params: [...PARAMS, { name: "at", value: null }],
    data: { name: "points" },
    transform: [{ pivot: "run", value: "y", groupby: ["x"] }],
    encoding: {
      x: quantitative("x", null, { zero: false, nice: false }, {
        grid: false,
        tickMinStep: 1,
        tickCount: 4,
        format: ",~f",
        labelFlush: false,
      }),
    },
    layer: [
      band("5 %", "95 %", 0.18),
      band("25 %", "75 %", 0.3),
      line("lowest", 0.8),
      line("highest", 0.8),
      line("median", 2),
      {
        transform: [{ filter: "datum.x === at" }],
        mark: { type: "rule", strokeDash: [3, 3] },
        encoding: { color: { value: "var(--ink-soft)" } },
      },
    ],
  };
}

/** The number that so great a share is below, as far as a histogram tells: within its bins numbers are taken to lie evenly. */
export function quantile({ low, high, counts }: Histogram, share: number): number {
  const width = (high - low) / counts.length, all = counts.reduce((sum, count) => sum + count, 0);
  let below = 0;
  for (const [i, count] of counts.entries()) {
    if (count > 0 && below + count >= share * all) {
      return low + width * (i + Math.max(0, share * all - below) / count);
    }
    below += count;
  }
  return high;
}

/** The number of the linear layer that a layer is, or comes after. */
function numberOf(layer: string): string {
  return layer.split(" ").at(-1)!;
}

/** Some of a list: the first, the last, and others between them. */
function evenly(all: readonly string[]): string[] {
  if (all.length <= MOST) return [...all];
  return Array.from({ length: MOST }, (_, i) => all[Math.round(i * (all.length - 1) / (MOST - 1))]);
}
