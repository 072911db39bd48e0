/** What there is to see in a trained network.
 * @module
 */
import type { Inspection, SeenImage } from "../study/inspection.ts";
import { formatCount, formatMeasure, formatPercent } from "../study/format.ts";
import { max, min } from "../study/extent.ts";
import type { Chart } from "./chart.ts";
import { histogramsChart } from "./histograms_chart.ts";
import { layer, type Part, PERCENT_LABELS, quantitative, QUIET, tooltip } from "./encoding.ts";
import { greyPicture, signedPicture } from "./picture.ts";
import { cutOff, textWidth } from "./text_width.ts";

/** The size of what is said below pictures, the width that all beside each other have, and the least for a name. */
const TEXT = 11, ROOM = 800, LEAST = 25;

/** The charts that there is something to draw in. */
export function inspectionCharts(inspection: Inspection, classes: readonly string[]): Chart[] {
  const { mistakes, firstLayer, inputGradients } = inspection;
  const charts = [confusionChart(inspection, classes), calibrationChart(inspection)];
  const name = (k: number, room: number) => cutOff(classes[k], TEXT, Math.max(LEAST, room));
  const valuesOf = ({ image, label, answer, confidence }: SeenImage) => ({
    Image: formatCount(image),
    Label: classes[label],
    Answer: classes[answer],
    Probability: `${formatPercent(confidence)} %`,
  });
  const titled = ({ label, answer }: SeenImage, room: number) => {
    const each = (room - textWidth(" → ", TEXT)) / 2;
    return `${name(label, each)} → ${name(answer, each)}`;
  };
  if (mistakes.length > 0) {
    const across = 10, room = ROOM / Math.min(across, mistakes.length);
    charts.push(pictures({
      id: "mistakes",
      title: "The surest mistakes",
      note: "Label → answer, with the answer's probability; the surest first.",
      items: mistakes.map((seen) => ({
        url: greyPicture(seen.pixels, inspection),
        text: titled(seen, room),
        more: `${formatPercent(seen.confidence)} %`,
        values: valuesOf(seen),
      })),
      across,
    }));
  }
  if (firstLayer.length > 0) {
    charts.push(pictures({
      id: "first_layer",
      title: "What the first layer looks for",
      note:
        "Weights of the units whose weights are largest: red above 0, blue below, each with colours of its own.",
      items: firstLayer.map(({ unit, weights }) => ({
        url: signedPicture(weights, inspection),
        text: `unit ${unit}`,
        values: {
          Unit: String(unit),
          "Lowest weight": formatMeasure(min(weights)!),
          "Highest weight": formatMeasure(max(weights)!),
        },
      })),
      across: 8,
    }));
  }
  const room = ROOM / inputGradients.length;
  if (inputGradients.length > 0) {
    charts.push(pictures({
      id: "input_gradients",
      title: "Where the network looks",
      note:
        "An image of each class, and the derivative of its answer's logit by each pixel: more ink speaks for the answer where it " +
        "is red, against it where it is blue.",
      items: [
        ...inputGradients.map((seen) => ({
          url: greyPicture(seen.pixels, inspection),
          text: titled(seen, room),
          values: { ...valuesOf(seen), Picture: "the image" },
        })),
        ...inputGradients.map((seen) => ({
          url: signedPicture(seen.gradient, inspection),
          text: `logit of ${name(seen.answer, room - textWidth("logit of ", TEXT))}`,
          values: { ...valuesOf(seen), Picture: "the gradient" },
        })),
      ],
      across: inputGradients.length,
    }));
  }
  if (inspection.histograms.length > 0) charts.push(histogramsChart(inspection.histograms));
  return charts;
}

/** How often each class was taken for each. The diagonal is right, and as large as it is it has no colour. */
function confusionChart({ confusion }: Inspection, classes: readonly string[]): Chart {
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

/** Accuracy against confidence; on the diagonal probabilities mean what they say. */
function calibrationChart({ calibration, calibrationError, images }: Inspection): Chart {
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

/** An image with what is said below it. */
interface Picture {
  readonly url: string;
  readonly text: string;
  readonly more?: string;
  /** What is shown where it is pointed at, and in the table of values. */
  readonly values: Readonly<Record<string, string>>;
}

/** Images beside and below each other. */
function pictures(
  { items, across, ...words }: Pick<Chart, "id" | "title" | "note"> & {
    readonly items: readonly Picture[];
    readonly across: number;
  },
): Chart {
  const values = items.map(({ values, ...item }, i) => (
    { ...item, ...values, column: i % across, row: Math.floor(i / across) }
  ));
  const names = Object.keys(items[0].values);
  const side = 66, lines = items.some(({ more }) => more !== undefined) ? 2 : 1, step = side + 6 + 16 * lines;
  const text = (field: string, line: number): Part =>
    layer(
      { type: "text", fontSize: TEXT, tooltip: null, dy: (side + 6) / 2 - 16 * lines / 2 + 8 + 14 * line },
      {
        text: { field, type: "nominal" },
      },
    );
  const place = (field: "column" | "row") => ({ field, type: "ordinal", axis: null });
  return {
    ...words,
    hides: false,
    wide: true,
    least: across * (side + 6),
    plots: [{
      spec: {
        height: { step },
        view: { stroke: null },
        data: { values },
        encoding: { x: place("column"), y: place("row") },
        layer: [
          layer({
            type: "image",
            width: side,
            height: side,
            smooth: false,
            yOffset: -8 * lines,
          }, {
            url: { field: "url", type: "nominal" },
            tooltip: tooltip(Object.fromEntries(names.map((name) => [name, name]))),
          }),
          text("text", 0),
          ...(lines > 1 ? [text("more", 1)] : []),
        ],
      },
    }],
  };
}
