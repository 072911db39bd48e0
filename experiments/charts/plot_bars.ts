/** Plots of what variants reached, and of what it cost.
 * @module
 */
import { variantOf } from "../study/configuration.ts";
import { formatCount, formatMeanStd, formatMeasure, formatPercent } from "../study/format.ts";
import { logTicks, ticksAt } from "./axes.ts";
import {
  accuracyAxis,
  type Description,
  divergedNote,
  frame,
  inPanels,
  laidOut,
  layoutOf,
  numberAxis,
  pointStyleOf,
  type Result,
  textWidth,
  widthBeside,
} from "./plot_style.ts";
import { isBest } from "../study/study.ts";
import { type Figure, summarizeVariants, type VariantSummary } from "../analysis/summary.ts";
import { rank } from "../analysis/trials.ts";

/** How many trials of a search have bars, or names. */
const MOST = 10;

/** The variants that are shown: of a search the best trials, and the best with all training images. */
function shownVariants({ study, records }: Result): VariantSummary[] {
  if (!study.search) return summarizeVariants(records);
  const names = rank(study, records).slice(0, MOST).map(({ run }) => run.name);
  const order = (name: string) => isBest(study, name) ? MOST : names.indexOf(name);
  return summarizeVariants(records.filter(({ run }) => order(run.name) >= 0))
    .sort((a, b) => order(a.variant) - order(b.variant));
}

const WHEN = { final: "after the last epoch", average: "mean over all epochs" } as const;

/** How figures are drawn. */
interface Format {
  readonly value: (x: number) => number;
  readonly label: (x: number) => string;
  readonly unit: string;
  /** Bars would show nothing but the largest where figures are further apart than this: then they are points. */
  readonly apart: number;
}

/** Bars for both sets, final and average, with error bars where there are several seeds. */
function bars(
  result: Result,
  title: string,
  xTitle: string,
  kind: "accuracy" | "loss",
  format: Format,
  details: readonly string[],
): Description {
  const { value, label, unit } = format;
  const variants = shownVariants(result);
  const held = result.study.search ? "held out" : "test";
  const rows = variants.flatMap(({ variant, figures }) =>
    (["final", "average"] as const).flatMap((when) =>
      (["train", "test"] as const).flatMap((set) => {
        const figure = figures[`${set}_${kind}_${when}` as Figure];
        if (!figure) return [];
        const { mean, std = 0 } = figure;
        const [a, b] = [value(mean - std), value(mean + std)];
        const [low, high] = [Math.max(0, Math.min(a, b)), Math.max(a, b)];
        return [{
          ...{
            variant,
            when: WHEN[when],
            set: set === "test" ? held : "training",
            value: value(mean),
            low,
            high,
          },
          label: formatMeanStd(figure, label) + unit,
        }];
      })
    )
  );
  const several = rows.some(({ low, high }) => high > low);
  const sets = { domain: ["training", held], range: [COLOUR_OF.training, COLOUR_OF.test] };
  const width = widthBeside(variants.map(({ variant }) => variant), 2);
  // The labels behind the bars need room.
  const room = 1 -
    (textWidth(rows.reduce((a, { label }) => label.length > a.length ? label : a, ""), 11) + 10) / width;
  const [least, most] = [
    Math.min(...rows.map(({ value }) => value)),
    Math.max(0, ...rows.map(({ high }) => high)),
  ];
  const apart = least > 0 && most / least > format.apart;
  const [from, to] = [least / 1.5, least / 1.5 * (1.5 * most / least) ** (1 / room)];
  const x = {
    type: "quantitative",
    title: xTitle,
    scale: apart
      ? { type: "log", domain: [from, to], nice: false }
      : { domain: [0, most / room || 1], nice: false },
    axis: { grid: true, ...(apart ? ticksAt(logTicks(from, to, 8)) : { tickCount: 5 }), labelOverlap: true },
  };
  const y = {
    field: "variant",
    type: "nominal",
    sort: variants.map(({ variant }) => variant),
    title: null,
    axis: { labelLimit: 300, labelFontSize: 12, domain: false, ticks: false },
    scale: { paddingInner: 0.25 },
  };
  const yOffset = { field: "set", sort: sets.domain, scale: { domain: sets.domain } };
  return {
    ...frame(result, title, {
      details: [
        ...details,
        ...(several ? [`whiskers and ±: standard deviation of ${result.seeds} seeds`] : []),
        ...divergedNote(result),
      ],
    }),
    data: { values: rows },
    facet: { field: "when", type: "nominal", sort: Object.values(WHEN), title: null },
    columns: 2,
    spec: {
      width,
      height: { step: 17 },
      encoding: { y, yOffset },
      layer: [
        {
          mark: apart
            ? { type: "point", filled: true, size: 60, opacity: 1 }
            : { type: "bar", height: { band: 0.9 } },
          encoding: {
            x: { field: "value", ...x },
            color: {
              field: "set",
              type: "nominal",
              scale: sets,
              sort: sets.domain,
              legend: { title: "Images", orient: "bottom", symbolType: "square" },
            },
          },
        },
        ...(several
          ? [{
            transform: [{ filter: "datum.high > datum.low" }],
            mark: { type: "rule", strokeWidth: 1.6, color: "black" },
            encoding: { x: { field: "low", ...x }, x2: { field: "high" } },
          }]
          : []),
        {
          mark: { type: "text", align: "left", dx: apart ? 8 : 5, fontSize: 11, color: "#222" },
          encoding: { x: { field: "high", ...x }, text: { field: "label" } },
        },
      ],
    },
  };
}

const COLOUR_OF = { training: "#E69F00", test: "#0072B2" };

/** Wrong images in per cent: bars that begin at 0, which those of accuracies would not show differences in. */
export function accuracyBars(result: Result): Description {
  const format = { value: (x: number) => 100 * (1 - x), label: formatPercent, unit: " %", apart: Infinity };
  return bars(result, "accuracy", "Error rate (% of the images)", "accuracy", format, [
    "bars: error rate; numbers beside them: accuracy, which is what is missing to 100 %",
  ]);
}

/** The losses. */
export function lossBars(result: Result): Description {
  const format = { value: (x: number) => x, label: lossLabel, unit: "", apart: 100 };
  return bars(result, "loss", "Loss (mean over the images)", "loss", format, []);
}

/** Four decimals, and fewer of large numbers. */
function lossLabel(value: number): string {
  if (value < 10 || value >= 1e5) return formatMeasure(value);
  return value < 1000 ? value.toFixed(2) : formatCount(value);
}

/** Training time against test accuracy. */
export function timeAccuracy(result: Result): Description {
  const { study, records } = result;
  const own = records.filter(({ run }) => !isBest(study, run.name));
  const variants = summarizeVariants(own);
  const rows = variants.flatMap((
    { variant, figures: { test_accuracy_final: accuracy, train_seconds: time } },
  ) =>
    accuracy && time
      ? [{
        ...{ variant, seconds: time.mean, accuracy: accuracy.mean },
        ...{ low: accuracy.mean - (accuracy.std ?? 0), high: accuracy.mean + (accuracy.std ?? 0) },
        ...{ from: time.mean - (time.std ?? 0), to: time.mean + (time.std ?? 0) },
      }]
      : []
  );
  const layout = layoutOf(study, own.map(({ run }) => variantOf(run)));
  const { color, shape } = study.search
    ? { color: { value: "#0072B2" }, shape: { value: "circle" } }
    : pointStyleOf(layout.lines, 700);
  const kind = study.search ? "Validation" : "Test";
  const seconds = rows.flatMap(({ from, to, seconds }) => from > 0 ? [from, to] : [seconds]);
  const x = { type: "quantitative", title: "Training time (seconds)", ...spaced(numberAxis(seconds)) };
  const y = {
    type: "quantitative",
    title: [`${kind} accuracy`, "after the last epoch (fraction)"],
    ...accuracyAxis(rows.flatMap(({ low, high }) => [low, high])),
  };
  const several = rows.some(({ low, high }) => high > low);
  return {
    ...frame(result, "time and accuracy", {
      details: [
        ...(several ? [`whiskers: standard deviation of ${result.seeds} seeds`] : []),
        ...divergedNote(result),
      ],
    }),
    data: { values: laidOut(layout, rows) },
    ...inPanels(layout, 320, {
      layer: [
        ...(several
          ? [
            {
              mark: { type: "rule", strokeWidth: 1.4 },
              encoding: {
                x: { field: "seconds", ...x },
                y: { field: "low", ...y },
                y2: { field: "high" },
                color,
              },
            },
            {
              mark: { type: "rule", strokeWidth: 1.4 },
              encoding: {
                x: { field: "from", ...x },
                x2: { field: "to" },
                y: { field: "accuracy", ...y },
                color,
              },
            },
          ]
          : []),
        {
          mark: { type: "point", filled: true, size: 90, opacity: study.search ? 0.5 : 1 },
          encoding: { x: { field: "seconds", ...x }, y: { field: "accuracy", ...y }, color, shape },
        },
      ],
    }),
  };
}

/** An axis with room at its ends. */
function spaced(
  { scale, axis }: { scale: Description; axis: Description },
): { scale: Description; axis: Description } {
  return { scale: { ...scale, padding: 10 }, axis };
}
