/** Which logits break softmax.
 * @module
 */
import type { Study } from "../report/study.ts";
import { general } from "../report/numbers.ts";
import { numberIn } from "../report/read_csv.ts";
import { type Chart, COMMON } from "./chart.ts";

/** How each outcome looks: by colour and by sign. */
const OUTCOMES = [
  { status: "ok", sign: "✓", color: "var(--good)" },
  { status: "inaccurate", sign: "≈", color: "var(--fair)" },
  { status: "underflow", sign: "0", color: "var(--bad)" },
  { status: "overflow", sign: "∞", color: "var(--bad)" },
];

/** A field for each shift and method. */
export function softmaxChart({ tables }: Study): Chart | undefined {
  const values = (tables.softmax?.rows ?? []).map(({ method, shift, status, maximum_error }) => ({
    ...{ method, shift: numberIn(shift) ?? shift, status },
    sign: OUTCOMES.find((outcome) => outcome.status === status)?.sign ?? "?",
    ...{ Method: method, Shift: shift, Status: status },
    Error: numberIn(maximum_error) === undefined ? maximum_error || "–" : general(Number(maximum_error)),
  }));
  if (values.length === 0) return undefined;
  return {
    title: "Which logits break softmax",
    note:
      "The logits 0, 1, 2 … 9 plus a shift, in float32; shifted: the largest logit is subtracted first. " +
      OUTCOMES.map(({ status, sign }) => `${sign} ${status}`).join(", ") + ".",
    hides: false,
    wide: true,
    least: 20 * new Set(values.map(({ shift }) => shift)).size,
    plots: [{
      spec: {
        ...COMMON,
        height: { step: 40 },
        data: { values },
        encoding: {
          x: {
            ...{ field: "shift", type: "ordinal", title: "Shift of the logits" },
            axis: { labelAngle: 0, ticks: false, domain: false, labelOverlap: "greedy", labelSeparation: 8 },
          },
          y: {
            field: "method",
            type: "nominal",
            title: null,
            axis: { ticks: false, domain: false, labelColor: "var(--ink)", labelPadding: 8 },
          },
        },
        layer: [
          {
            mark: { type: "rect", stroke: "var(--card)", strokeWidth: 2, cornerRadius: 3 },
            encoding: {
              color: {
                ...{ field: "status", type: "nominal", legend: null },
                scale: {
                  domain: OUTCOMES.map(({ status }) => status),
                  range: OUTCOMES.map(({ color }) => color),
                },
              },
              tooltip: ["Method", "Shift", "Status", "Error"].map((field) => ({ field, type: "nominal" })),
            },
          },
          {
            mark: { type: "text", fontSize: 14, color: "var(--on-status)" },
            encoding: { text: { field: "sign" } },
          },
        ],
      },
    }],
  };
}
