/** Which logits break softmax.
 * @module
 */
import type { ExtraMeasures, SoftmaxMeasures } from "../study/extra_measures.ts";
import { formatNumber } from "../study/format.ts";
import { ticksAt } from "./axes.ts";
import type { Chart, Plot } from "./chart.ts";
import { tooltip } from "./encoding.ts";

/** How each outcome looks: by colour and by shape. */
const OUTCOMES = [
  { status: "ok", sign: "●", shape: "circle", color: "var(--run-2)" },
  { status: "inaccurate", sign: "◆", shape: "diamond", color: "var(--run-5)" },
  { status: "overflow", sign: "▲", shape: "triangle-up", color: "var(--run-1)" },
  { status: "underflow", sign: "▼", shape: "triangle-down", color: "var(--run-0)" },
] as const;

const METHODS = { plain: "as it stands", shifted: "maximum subtracted first" } as const;

/** Where the axis of errors has ticks; the last is for results that are not finite. */
const ERRORS = [1e-9, 1e-7, 1e-5, 1e-3, 1e-1, 10];

/** The error at each shift of the logits, in a panel for each method. */
export function softmaxChart({ softmax = [] }: ExtraMeasures): Chart | undefined {
  if (softmax.length === 0) return undefined;
  const axes = { x: "Shift of the logits", y: "Largest error of a probability" };
  const note = "The logits 0, 1, 2 … 9 plus a shift, in float32, against float64; on top: no finite result.";
  const signs = OUTCOMES.map(({ status, sign }) => `${sign} ${status}`).join(", ");
  return {
    id: "softmax",
    title: "Which logits break softmax",
    note: `↑ ${axes.y}, → ${axes.x.toLowerCase()}. ${note} ${signs}.`,
    hides: false,
    wide: true,
    plots: (["plain", "shifted"] as const).map((method) => plot(method, softmax)),
    paper: {
      note,
      axes,
      marks: OUTCOMES.map(({ status, shape, color }) => ({ name: status, shape, color, filled: true })),
    },
  };
}

function plot(method: "plain" | "shifted", all: readonly SoftmaxMeasures[]): Plot {
  const values = all.filter((of) => of.method === method).map(({ shift, status, maximumError }) => ({
    shift,
    status,
    error: Number.isFinite(maximumError) ? Math.max(maximumError, ERRORS[0]) : ERRORS.at(-1),
    method: METHODS[method],
    erred: formatNumber(maximumError),
  }));
  const outcome = (of: "color" | "shape") => ({
    field: "status",
    type: "nominal",
    legend: null,
    scale: { domain: OUTCOMES.map(({ status }) => status), range: OUTCOMES.map((outcome) => outcome[of]) },
  });
  return {
    name: METHODS[method],
    spec: {
      height: 210,
      data: { values },
      encoding: {
        x: {
          field: "shift",
          type: "ordinal",
          title: null,
          axis: {
            labelAngle: 0,
            labelOverlap: "greedy",
            labelSeparation: 8,
            labelExpr: "format(datum.value, ',')",
          },
        },
        y: {
          field: "error",
          type: "quantitative",
          title: null,
          scale: { type: "log", domain: [ERRORS[0] / 2, ERRORS.at(-1)! * 3], nice: false },
          axis: {
            values: ERRORS,
            labelExpr: `datum.value > 1 ? 'not finite' : ${ticksAt(ERRORS).labelExpr}`,
            domain: false,
            ticks: false,
            labelPadding: 6,
          },
        },
      },
      layer: [
        { mark: { type: "line", strokeWidth: 1.5, color: "var(--rule-strong)", tooltip: null } },
        {
          mark: { type: "point", filled: true, size: 55, opacity: 1 },
          encoding: {
            color: outcome("color"),
            shape: outcome("shape"),
            tooltip: tooltip({ Softmax: "method", Shift: "shift", Status: "status", Error: "erred" }),
          },
        },
      ],
    },
  };
}
