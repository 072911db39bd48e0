/** Plots of what goes on inside networks.
 * @module
 */
import { variantOf } from "../study/configuration.ts";
import { logTicks, ticksAt } from "./axes.ts";
import { type Description, frame, inPanels, laidOut, layoutOf, type Result, styleOf } from "./plot_style.ts";
import type { WatchedStep } from "../study/run_record.ts";

/** The limits that matter, as lines across. */
const LIMITS = [
  { limit: 3.4028235e38, name: "3.4e38, where float32 ends" },
  { limit: 88.72, name: "88.7, above which exp overflows" },
];

/** A measure of the watched steps, step by step on logarithmic axes. The first seed of each variant is drawn. */
function watchPlot(
  result: Result,
  title: string,
  yTitle: string,
  measure: (step: WatchedStep) => number | undefined,
  limits: typeof LIMITS,
): Description {
  const layout = layoutOf(result.study, result.runs.map(variantOf));
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
  const [low, high] = [least / 1.5, 2 * Math.max(most, ...shown.map(({ limit }) => limit))];
  const { color, strokeDash } = styleOf(layout.lines, 700);
  const y = {
    field: "value",
    type: "quantitative",
    title: yTitle,
    scale: { type: "log", domain: [low, high], nice: false },
    axis: ticksAt(logTicks(low, high, 8)),
  };
  const x = {
    field: "iteration",
    type: "quantitative",
    title: "Step",
    scale: { type: "log", nice: false },
    axis: { ...ticksAt([1, 10, 100, 1000, 10_000, 100_000]), grid: false, labelOverlap: true },
  };
  return {
    ...frame(result, title, {
      details: [
        ...(shown.length > 0 ? [`dashed: ${shown.map(({ name }) => name).join("; ")}`] : []),
        ...(diverged ? ["✕: the last number that is finite, of a run that diverged"] : []),
      ],
    }),
    data: { values: laidOut(layout, rows) },
    ...inPanels(layout, 320, {
      layer: [
        ...shown.map(({ limit }) => ({
          data: { values: [{ limit }] },
          mark: { type: "rule", color: "#555", strokeDash: [4, 3] },
          encoding: { y: { ...y, field: "limit" } },
        })),
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
