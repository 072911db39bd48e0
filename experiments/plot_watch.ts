/** Plots of what goes on inside networks.
 * @module
 */
import { variantOf } from "./configuration.ts";
import { type Description, frame, inPanels, laidOut, layoutOf, steps, styleOf } from "./plot_style.ts";
import type { WatchedStep } from "./probe.ts";
import type { RunRecord } from "./results.ts";
import type { StudyPlan } from "./run_study.ts";

type Result = StudyPlan & { readonly records: readonly RunRecord[] };

/** The limits that matter, as lines across. */
const LIMITS = [
  { limit: 3.4028235e38, name: "largest float32" },
  { limit: 88.72, name: "exp overflows" },
];

/** A measure of the watched steps, step by step on logarithmic axes. The first seed of each variant is drawn. */
function watchPlot(
  result: Result,
  title: string,
  yTitle: string,
  measure: (step: WatchedStep) => number | undefined,
  limits: typeof LIMITS,
): Description {
  const layout = layoutOf(result);
  const first = [...Map.groupBy(result.records, ({ run }) => variantOf(run)).values()].map(([record]) =>
    record
  );
  const rows = first.flatMap(({ run, watched = [], status }) => {
    const points = watched.flatMap((step) => {
      const value = measure(step);
      return value !== undefined && Number.isFinite(value) && value > 0
        ? [{ variant: variantOf(run), iteration: step.iteration, value, end: "" }]
        : [];
    });
    if (status === "diverged" && points.length > 0) points[points.length - 1].end = "diverged";
    return points;
  });
  const diverged = first.some(({ status }) => status === "diverged");
  const values = rows.map(({ value }) => value);
  const [least, most] = values.length > 0 ? [Math.min(...values), Math.max(...values)] : [0.1, 1];
  const shown = limits.filter(({ limit }) => limit < most * 100 || (diverged && most > 1e12));
  const high = Math.max(most, ...shown.map(({ limit }) => limit));
  const { color, strokeDash } = styleOf(layout.lines, 700);
  const y = {
    field: "value",
    type: "quantitative",
    title: yTitle,
    scale: { type: "log", domain: [least / 1.5, Math.min(high, 1e39) * 2], nice: false },
    axis: { values: steps(least, high), format: high / least > 1e6 ? ".0e" : "~g" },
  };
  const x = {
    field: "iteration",
    type: "quantitative",
    title: "Step",
    scale: { type: "log", nice: false },
    axis: { values: [1, 10, 100, 1000, 10_000, 100_000], format: "~s", grid: false },
  };
  return {
    ...frame(result, title, { details: ["✕: the last number that is finite, of a run that diverged"] }),
    data: { values: laidOut(layout, rows) },
    ...inPanels(layout, 320, {
      layer: [
        ...shown.flatMap(({ limit, name }) => [
          {
            data: { values: [{ limit }] },
            mark: { type: "rule", color: "#555", strokeDash: [4, 3] },
            encoding: { y: { ...y, field: "limit" } },
          },
          {
            data: { values: [{ limit, name }] },
            mark: {
              type: "text",
              align: "left",
              dx: 4,
              dy: limit > 1e12 ? 9 : -6,
              fontSize: 11,
              color: "#555",
            },
            encoding: { x: { value: 0 }, y: { ...y, field: "limit" }, text: { field: "name" } },
          },
        ]),
        { mark: { type: "line", strokeWidth: 2 }, encoding: { x, y, color, strokeDash } },
        {
          transform: [{ filter: "datum.end === 'diverged'" }],
          mark: { type: "point", shape: "M-1,-1L1,1M1,-1L-1,1", size: 130, strokeWidth: 2.4, opacity: 1 },
          encoding: { x, y, color },
        },
      ],
    }),
  };
}

/** The largest pre-activation of any layer. */
export function preActivationsPlot(result: Result): Description {
  return watchPlot(
    result,
    "growth of pre-activations",
    "Largest |pre-activation| of the batch",
    ({ layers }) => Math.max(...layers.map(({ maximum }) => maximum)),
    LIMITS,
  );
}

/** The norm of all gradients together. */
export function gradientNormsPlot(result: Result): Description {
  return watchPlot(
    result,
    "gradient norms",
    "Norm of all gradients, before clipping",
    ({ gradientNorm }) => gradientNorm,
    LIMITS.slice(0, 1),
  );
}
