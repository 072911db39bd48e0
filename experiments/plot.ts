/** Plots of studies, as SVG.
 * @module
 */
import { describeEpochs, describeLosses, describeNetwork, describeTraining } from "./describe.ts";
import type { RunRecord } from "./results.ts";
import type { StudyPlan } from "./run_study.ts";
import type { EpochMeasures } from "./train.ts";

/** Colours that people with any kind of colour vision tell apart on white (M. Okabe and K. Ito, 2008). */
const COLOURS = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#000000", "#E69F00", "#56B4E9"];

/** Strokes differ too: curves that coincide are both seen, and prints without colour can be read. */
const DASHES = [[1, 0], [7, 4], [2, 3], [9, 3, 2, 3]];

/** The plots of a study by the names of their files: training loss and test accuracy, epoch by epoch. */
export async function plots(
  { records, ...plan }: StudyPlan & { records: readonly RunRecord[] },
): Promise<Record<"training_loss.svg" | "testing_accuracy.svg", string>> {
  return {
    "training_loss.svg": await render(chart(
      "Training loss",
      "Training loss (mean over the epoch's batches)",
      plan,
      points(records, ({ trainLoss }) => trainLoss),
    )),
    "testing_accuracy.svg": await render(chart(
      "Test accuracy",
      "Test accuracy (fraction of the test set)",
      plan,
      points(records, ({ testAccuracy }) => testAccuracy),
    )),
  };
}

interface Point {
  readonly run: string;
  readonly epoch: number;
  readonly value: number;
}

function points(records: readonly RunRecord[], measure: (epoch: EpochMeasures) => number): Point[] {
  return records.flatMap(({ run, epochs }) =>
    epochs.map((epoch) => ({ run: run.name, epoch: epoch.epoch, value: measure(epoch) }))
  );
}

/** A chart with a line for each run, as Vega-Lite wants it described. */
function chart(title: string, yTitle: string, { study, runs, data }: StudyPlan, values: Point[]): unknown {
  const last = Math.max(1, ...values.map(({ epoch }) => epoch));
  const few = last <= 15;
  const names = runs.map(({ name }) => name);
  const numbers = values.map(({ value }) => value);
  const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
  const logarithmic = least > 0 && Number.isFinite(most) && most / least > 10 ** 1.5;
  const several = names.length > 1;
  const range = (values: readonly unknown[]) => names.map((_, i) => values[i % values.length]);
  const color = {
    field: "run",
    type: "nominal",
    scale: { domain: names, range: range(COLOURS) },
    legend: several
      ? {
        ...{ title: null, orient: "bottom", columns: legendColumns(names) },
        ...{ symbolType: "stroke", symbolSize: 900, symbolStrokeWidth: 2.5 },
      }
      : null,
  };
  const strokeDash = { ...color, scale: { domain: names, range: range(DASHES) } };
  // Points that coincide with those of the run before are dots within them.
  const size = { field: "size", type: "quantitative", scale: null };
  return {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    width: 640,
    height: 300,
    padding: 12,
    background: "white",
    title: {
      text: `${study.title}: ${title.toLowerCase()} on ${data.name}`,
      subtitle: [
        `${describeNetwork(runs, data)}, ${describeEpochs(runs)}` +
        (several ? "" : `, ${describeLosses(runs)}`),
        describeTraining(runs),
      ],
      anchor: "start",
      offset: 14,
      fontSize: 16,
      subtitleFontSize: 12,
      subtitleColor: "#444",
      subtitlePadding: 5,
    },
    data: {
      values: values.map((point) => ({ ...point, size: names.indexOf(point.run) % 2 === 0 ? 110 : 40 })),
    },
    layer: [
      { mark: { type: "line", strokeWidth: 2.2 }, encoding: { color, strokeDash } },
      ...(few ? [{ mark: { type: "point", filled: true, opacity: 1 }, encoding: { color, size } }] : []),
    ],
    encoding: {
      x: {
        field: "epoch",
        type: "quantitative",
        title: "Epoch",
        scale: { domain: last === 1 ? [0.5, 1.5] : [1, last], nice: false, zero: false },
        axis: {
          ...(few ? { values: upTo(last) } : { tickMinStep: 1, tickCount: 10 }),
          format: ",~f",
          grid: false,
          labelFlush: false,
          labelOverlap: !few,
        },
      },
      y: {
        field: "value",
        type: "quantitative",
        title: yTitle,
        scale: logarithmic
          ? { type: "log", domain: [least / 1.15, most * 1.15], nice: false }
          : { zero: false, ...(values.length === 0 ? { domain: [0, 1] } : {}) },
        axis: logarithmic ? { values: steps(least, most), format: "~g" } : { tickCount: 8 },
      },
    },
    config: {
      font: "Helvetica, Arial, sans-serif",
      axis: {
        labelFontSize: 12,
        titleFontSize: 13,
        titleFontWeight: "normal",
        titlePadding: 8,
        gridColor: "#ddd",
      },
      legend: { labelFontSize: 13, labelLimit: 400 },
      view: { stroke: "#bbb" },
    },
  };
}

function upTo(last: number): number[] {
  return Array.from({ length: last }, (_, i) => i + 1);
}

/** Round numbers from `least` to `most` for a logarithmic axis: 1, 2, 5, 10 …, or powers of ten if those are many. */
function steps(least: number, most: number): number[] {
  const powers = upTo(Math.ceil(Math.log10(most / least)) + 2).map((i) =>
    Math.floor(Math.log10(least)) + i - 1
  );
  return powers.flatMap((power) =>
    (powers.length > 6 ? [1] : [1, 2, 5]).map((digit) => Number(`${digit}e${power}`))
  );
}

/** How many entries of a legend fit beside each other. */
function legendColumns(names: readonly string[]): number {
  const width = (columns: number) =>
    upTo(columns).reduce((sum, column) => {
      const inColumn = names.filter((_, i) => i % columns === column - 1);
      return sum + 55 + 8 * Math.max(...inColumn.map(({ length }) => length));
    }, 0);
  return upTo(names.length).findLast((columns) => width(columns) <= 640) ?? 1;
}

/** Estimates the width of a text in pixels. */
type MeasureText = (item: { fontSize?: number }, text: unknown) => number;

/** Renders a description of Vega-Lite. Loading it takes a moment, so that happens here. */
async function render(description: unknown): Promise<string> {
  const [vega, vegaLite] = await Promise.all([import("vega"), import("vega-lite")]);
  // There is no canvas to measure text with, and what Vega assumes is much too wide.
  const { textMetrics } = vega as unknown as { textMetrics: { width: MeasureText } };
  textMetrics.width = ({ fontSize = 12 }, text) => 0.53 * fontSize * String(text ?? "").length;
  const { spec } = vegaLite.compile(description as Parameters<typeof vegaLite.compile>[0]);
  const view = new vega.View(vega.parse(spec), { renderer: "none" });
  const svg = await view.toSVG();
  view.finalize();
  return svg + "\n";
}
