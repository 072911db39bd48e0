/** What there is to see in a trained network.
 * @module
 */
import type { Inspection, SeenImage } from "../study/inspection.ts";
import { formatCount, formatMeasure, formatPercent } from "../study/format.ts";
import { max, min } from "../study/extent.ts";
import type { Chart } from "./chart.ts";
import { calibrationChart } from "./calibration_chart.ts";
import { confusionChart } from "./confusion_chart.ts";
import { histogramsChart } from "./histograms_chart.ts";
import { greyPicture, signedPicture } from "./picture.ts";
import { picturesChart, TEXT } from "./pictures_chart.ts";
import { cutOff, textWidth } from "./text_width.ts";

/** The width that all pictures beside each other have, and the least for a name. */
const ROOM = 800, LEAST = 25;

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
    charts.push(picturesChart({
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
    charts.push(picturesChart({
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
    charts.push(picturesChart({
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
