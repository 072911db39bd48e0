import type { Histogram } from "../study/inspection.ts";
import { formatCount } from "../study/format.ts";
import { tickLabel } from "./axes.ts";
import type { Chart, Plot } from "./chart.ts";
import { layer, quantitative, QUIET, tooltip } from "./encoding.ts";

/** The colours of what is measured. */
const COLOURS = { weight: "var(--run-0)", gradient: "var(--run-1)", output: "var(--run-2)" };

/** How the numbers of each layer are spread: a drawing for each. */
export function histogramsChart(histograms: readonly Histogram[]): Chart {
  return {
    id: "histograms",
    title: "How weights, gradients and outputs are spread",
    note:
      "Weights of each layer, their gradients and the outputs, these two of the first 100 images; how many numbers are in each bin.",
    hides: false,
    wide: true,
    plots: histograms.map(plot),
  };
}

/** What is drawn of a layer, in words. */
export function histogramName(layer: string, what: Histogram["what"]): string {
  return what === "gradient" ? `${layer}: gradient of the weight` : `${layer}: ${what}`;
}

function plot({ layer: name, what, low, high, counts }: Histogram): Plot {
  const width = (high - low) / counts.length || 1;
  const values = counts.map((count, i) => ({
    from: low + i * width,
    to: low + (i + 1) * width,
    count,
    of: formatCount(count),
    place: `${tickLabel(low + i * width)} to ${tickLabel(low + (i + 1) * width)}`,
  }));
  return {
    name: histogramName(name, what),
    spec: {
      height: 90,
      data: { values },
      encoding: {
        x: quantitative("from", null, { nice: false, zero: false }, {
          ...QUIET,
          grid: false,
          tickCount: 4,
          labelExpr: "format(datum.value, '.3~g')",
          labelOverlap: true,
        }),
        x2: { field: "to" },
        y: quantitative("count", null, {}, {
          ...QUIET,
          tickCount: 3,
          labelExpr: "format(datum.value, '.3~s')",
        }),
      },
      layer: [
        layer({ type: "rect", color: COLOURS[what], stroke: "var(--card)", strokeWidth: 0.5 }, {
          y2: { datum: 0 },
          tooltip: tooltip({ Range: "place", Numbers: "of" }),
        }),
      ],
    },
  };
}
