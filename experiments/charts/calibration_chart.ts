/** Whether probabilities mean what they say.
 * @module
 */
import type { Inspection } from "../study/inspection.ts";
import { formatCount, formatPercent } from "../study/format.ts";
import type { Chart } from "./chart.ts";
import { PERCENT_LABELS, quantitative, QUIET, tooltip } from "./encoding.ts";

/** Accuracy against confidence; on the diagonal probabilities mean what they say. */
export function calibrationChart({ calibration, calibrationError, images }: Inspection): Chart {
  const values = calibration.filter(({ images }) => images > 0).map((bin) => ({
    ...bin,
    of: formatCount(bin.images),
    right: `${formatPercent(bin.accuracy!)} %`,
    sure: `${formatPercent(bin.confidence!)} %`,
  }));
  const scale = { domain: [0, 1], nice: false };
  return {
    id: "calibration",
    title: "Whether probabilities mean what they say",
    note:
      `Images by how sure the answer is; the larger a point, the more of them. On the line as many are right as the network says. ` +
      `Expected calibration error over ${formatCount(images)} images: ${
        formatPercent(calibrationError)
      } points.`,
    hides: false,
    wide: true,
    plots: [{
      spec: {
        height: 260,
        encoding: {
          x: quantitative("confidence", "Probability of the answer", scale, {
            ...PERCENT_LABELS,
            grid: false,
          }),
          y: quantitative("accuracy", "Right", scale, { ...PERCENT_LABELS, ...QUIET }),
        },
        layer: [
          {
            data: { values: [{ confidence: 0, accuracy: 0 }, { confidence: 1, accuracy: 1 }] },
            mark: {
              type: "line",
              strokeDash: [4, 4],
              strokeWidth: 1,
              color: "var(--rule-strong)",
              tooltip: null,
            },
          },
          {
            data: { values },
            mark: { type: "point", filled: true, opacity: 0.9, color: "var(--run-0)" },
            encoding: {
              size: {
                field: "images",
                type: "quantitative",
                legend: null,
                scale: { type: "sqrt", domain: [0, images], range: [30, 500] },
              },
              tooltip: tooltip({ Images: "of", Right: "right", Confidence: "sure" }),
            },
          },
        ],
      },
    }],
  };
}
