/** Plots of softmax and of exponentials.
 * @module
 */
import { EXPONENTIALS } from "../study/configuration.ts";
import { logTicks, ticksAt } from "./axes.ts";
import { COLOURS, type Description, render } from "./plot_style.ts";
import type { FunctionMeasures, SoftmaxMeasures } from "../study/extra_measures.ts";

const LOOK = {
  background: "white",
  padding: 12,
  config: {
    font: "Helvetica, Arial, sans-serif",
    axis: {
      labelFontSize: 12,
      titleFontSize: 13,
      titleFontWeight: "normal",
      titlePadding: 8,
      gridColor: "#ddd",
    },
    legend: { labelFontSize: 13, titleFontSize: 13, titleFontWeight: "normal", labelLimit: 400 },
    header: { labelFontSize: 13 },
    view: { stroke: "#bbb" },
  },
};

const BELOW = { orient: "bottom", direction: "horizontal", titleOrient: "left" };

/** Where the axis of errors has ticks. */
const ERRORS = [1e-9, 1e-7, 1e-5, 1e-3, 1e-1, 10];

function title(text: string, ...subtitle: string[]): Description {
  return {
    title: {
      ...{ text, subtitle, anchor: "start", offset: 14, fontSize: 16, subtitleFontSize: 12 },
      ...{ subtitleColor: "#444", subtitlePadding: 5 },
    },
  };
}

/** What becomes of softmax in float32 as its logits rise and fall. */
export function softmaxPlot(measures: readonly SoftmaxMeasures[], top: number): Promise<string> {
  const near = measures.filter(({ shift }) => Math.abs(shift) <= 150);
  const rows = near.map(({ method, shift, maximumError, status }) => ({
    method: method === "plain" ? "as it stands" : "maximum subtracted",
    logit: shift + top,
    status,
    error: Number.isFinite(maximumError) ? Math.max(maximumError, 1e-9) : 10,
  }));
  const names = ["ok", "inaccurate", "overflow", "underflow"];
  const methods = ["as it stands", "maximum subtracted"];
  return render({
    ...LOOK,
    ...title(
      "Softmax in float32, with and without its maximum subtracted",
      "a row of ten logits, 1 apart; errors are against float64; on top: no finite result",
    ),
    width: 690,
    height: 280,
    data: { values: rows },
    encoding: {
      x: {
        field: "logit",
        type: "quantitative",
        title: "Largest logit",
        scale: { nice: false },
        axis: { tickCount: 12 },
      },
      y: {
        field: "error",
        type: "quantitative",
        title: "Largest error of a probability",
        scale: { type: "log", domain: [5e-10, 30] },
        axis: {
          values: ERRORS,
          labelExpr: `datum.value > 1 ? 'not finite' : ${ticksAt(ERRORS).labelExpr}`,
        },
      },
    },
    layer: [
      {
        mark: { type: "line", strokeWidth: 2 },
        encoding: {
          strokeDash: {
            field: "method",
            sort: methods,
            title: "Softmax",
            legend: BELOW,
            scale: { range: [[5, 4], [1, 0]] },
          },
          color: { value: "#888" },
          detail: { field: "method" },
        },
      },
      {
        mark: { type: "point", filled: true, size: 60, opacity: 1 },
        encoding: {
          color: {
            field: "status",
            type: "nominal",
            title: "Result",
            legend: BELOW,
            scale: { domain: names, range: [COLOURS[2], COLOURS[5], COLOURS[1], COLOURS[0]] },
          },
          shape: {
            field: "status",
            type: "nominal",
            title: "Result",
            legend: BELOW,
            scale: { domain: names, range: ["circle", "diamond", "triangle-up", "triangle-down"] },
          },
        },
      },
    ],
  });
}

/** Time per number against error. */
export function functionsPlot(measures: readonly FunctionMeasures[]): Promise<string> {
  const rows = measures.map(({ place, exponential, forwardNs, maximumError }) => ({
    ...{ place, exponential, ns: forwardNs },
    error: Math.min(1e30, Math.max(1e-9, Number.isFinite(maximumError) ? maximumError : 1e30)),
  }));
  const places = [...new Set(rows.map(({ place }) => place))];
  const errors = rows.map(({ error }) => error), times = rows.map(({ ns }) => ns);
  const axis = (numbers: readonly number[], most?: number) => {
    const [low, high] = [Math.min(...numbers) / 2, Math.max(...numbers) * 2];
    return {
      scale: { type: "log", domain: [low, high], nice: false },
      axis: ticksAt(logTicks(low, high, most)),
    };
  };
  if (rows.length === 0) {
    return render({ ...LOOK, ...title("No exponential was measured"), mark: "point", data: { values: [] } });
  }
  return render({
    ...LOOK,
    ...title(
      "Ways to an exponential: time and error",
      "batches of 100 × 128 numbers (softmax: 100 × 10, value and gradient), evenly spread over the range seen in training;",
      "the error is the largest over that range",
    ),
    data: { values: rows },
    facet: { field: "place", type: "nominal", sort: places, title: null },
    columns: 3,
    spec: {
      width: 210,
      height: 260,
      encoding: {
        x: {
          field: "ns",
          type: "quantitative",
          title: "Time (ns per number)",
          ...axis(times),
        },
        y: {
          field: "error",
          type: "quantitative",
          title: "Largest error",
          ...axis(errors, 8),
        },
        color: {
          field: "exponential",
          type: "nominal",
          scale: { domain: EXPONENTIALS, range: COLOURS },
          legend: { title: null, orient: "bottom", columns: 4, symbolStrokeWidth: 2.4 },
        },
        shape: {
          field: "exponential",
          type: "nominal",
          scale: { domain: EXPONENTIALS, range: ["circle", "square", "diamond", "triangle-up"] },
        },
      },
      mark: { type: "point", size: 130, strokeWidth: 2.4, opacity: 1 },
    },
  });
}
