import type { ExtraMeasures, SoftmaxMeasures } from "../study/extra_measures.ts";
import { formatNumber } from "../study/format.ts";
import { ticksAt } from "./axes.ts";
import type { Chart, Plot } from "./chart.ts";
import { layer, named, quantitative, QUIET, tooltip } from "./encoding.ts";

/** How each outcome looks: by colour and by shape. */
const OUTCOMES = [
  { status: "ok", sign: "●", shape: "circle", color: "var(--run-2)" },
  { status: "inaccurate", sign: "◆", shape: "diamond", color: "var(--run-5)" },
  { status: "overflow", sign: "▲", shape: "triangle-up", color: "var(--run-1)" },
  { status: "underflow", sign: "▼", shape: "triangle-down", color: "var(--run-0)" },
] as const;

const METHODS = { plain: "as it stands", shifted: "maximum subtracted first" } as const;

/** Where the axis of errors has ticks; the last is for results that are not finite. */
const ERRORS = [1e-9, 1e-7, 1e-5, 1e-3, 1e-1, 10], LOWEST = ERRORS[0], NOT_FINITE = ERRORS.at(-1)!;

/** The error at each shift of the logits, in a panel for each method. */
export function softmaxChart({ softmax = [] }: ExtraMeasures): Chart | undefined {
  if (softmax.length === 0) return undefined;
  const axes = { x: "Shift of the logits", y: "Largest error of a probability" };
  const note = "The logits 0, 1, 2 … 9 plus a shift, in float32, against float64; on top: no finite result.";
  const signs = OUTCOMES.map(({ status, sign }) => `${sign} ${status}`).join(", ");
  const marks = OUTCOMES.map(({ status, shape, color }) => ({ name: status, shape, color, filled: true }));
  return {
    id: "softmax",
    title: "Which logits break softmax",
    note: `↑ ${axes.y}, → ${axes.x.toLowerCase()}. ${note} ${signs}.`,
    hides: false,
    wide: true,
    plots: [plot("plain", softmax), plot("shifted", softmax)],
    paper: { note, axes, marks },
  };
}

function plot(method: keyof typeof METHODS, all: readonly SoftmaxMeasures[]): Plot {
  const name = METHODS[method];
  const values = all.filter((of) => of.method === method).map(({ shift, status, maximumError }) => ({
    shift,
    status,
    error: Number.isFinite(maximumError) ? Math.max(maximumError, LOWEST) : NOT_FINITE,
    method: name,
    erred: formatNumber(maximumError),
  }));
  const outcome = (of: "color" | "shape") =>
    named("status", OUTCOMES.map(({ status }) => status), OUTCOMES.map((outcome) => outcome[of]));
  const shifts = {
    labelAngle: 0,
    labelOverlap: "greedy",
    labelSeparation: 8,
    labelExpr: "format(datum.value, ',')",
  };
  const labelExpr = `datum.value > 1 ? 'not finite' : ${ticksAt(ERRORS).labelExpr}`;
  const scale = { type: "log", domain: [LOWEST / 2, NOT_FINITE * 3], nice: false };
  return {
    name,
    spec: {
      height: 210,
      data: { values },
      encoding: {
        x: { field: "shift", type: "ordinal", title: null, axis: shifts },
        y: quantitative("error", null, scale, { values: ERRORS, labelExpr, ...QUIET }),
      },
      layer: [
        { mark: { type: "line", strokeWidth: 1.5, color: "var(--rule-strong)", tooltip: null } },
        layer({ type: "point", filled: true, size: 55, opacity: 1 }, {
          color: outcome("color"),
          shape: outcome("shape"),
          tooltip: tooltip({ Softmax: "method", Shift: "shift", Status: "status", Error: "erred" }),
        }),
      ],
    },
  };
}
