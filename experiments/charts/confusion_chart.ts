/** Which classes are taken for which.
 * @module
 */
import type { Inspection } from "../study/inspection.ts";
import { formatCount } from "../study/format.ts";
import { max } from "../study/extent.ts";
import type { Chart } from "./chart.ts";
import { layer, QUIET, tooltip } from "./encoding.ts";

/** How often each class was taken for each. The diagonal is right, and as large as it is it has no colour. */
export function confusionChart({ confusion }: Inspection, classes: readonly string[]): Chart {
  const values = confusion.flatMap((row, label) =>
    row.map((images, answer) => ({
      label: classes[label],
      answer: classes[answer],
      images,
      wrong: label === answer ? 0 : images,
      text: images === 0 ? "" : formatCount(images),
    }))
  );
  const most = max(values, ({ wrong }) => wrong) || 1;
  const range = [0, 1, 2, 3, 4, 5, 6].map((i) => `var(--ramp-${i})`);
  const axis = { ...QUIET, labelAngle: 0 };
  const color = {
    condition: { test: "datum.label === datum.answer", value: "var(--card)" },
    field: "wrong",
    type: "quantitative",
    legend: null,
    scale: { type: "quantize", domain: [0, most], range, nice: false },
  };
  const light = { test: `datum.wrong >= ${most * 4 / 7}`, value: "var(--on-high)" };
  const ink = { test: "datum.label === datum.answer", value: "var(--ink)" };
  return {
    id: "confusion",
    title: "Which classes are taken for which",
    note: "Images of each label by the answer they got. The darker, the more of them were wrong.",
    hides: false,
    wide: true,
    plots: [{
      spec: {
        height: { step: 32 },
        data: { values },
        encoding: {
          x: {
            field: "answer",
            type: "nominal",
            title: "Answer",
            sort: classes,
            axis: { ...axis, orient: "top" },
          },
          y: { field: "label", type: "nominal", title: "Label", sort: classes, axis },
        },
        layer: [
          layer({ type: "rect", stroke: "var(--rule)", strokeWidth: 1 }, {
            color,
            tooltip: tooltip({ Label: "label", Answer: "answer", Images: "images" }),
          }),
          layer({ type: "text", tooltip: null }, {
            text: { field: "text", type: "nominal" },
            color: { condition: [ink, light], value: "var(--on-low)" },
          }),
        ],
      },
    }],
  };
}
