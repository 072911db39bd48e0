/** Final and average figures of what a study compares.
 * @module
 */
import type { MeanStd } from "../analysis/statistics.ts";
import { type Figure, summarizeVariants } from "../analysis/summary.ts";
import { max, min } from "../study/extent.ts";
import { isBest } from "../study/study.ts";
import type { StudyRecord } from "../study/study_record.ts";
import { isWide, logTicks, ticksAt } from "./axes.ts";
import { type Chart, lookOf } from "./chart.ts";
import {
  DIVERGED_MARK,
  faded,
  HALO,
  NAME_LABELS,
  NOT_HIDDEN,
  PARAMS,
  PERCENT_LABELS,
  tooltip,
} from "./encoding.ts";
import { lossText, percentText } from "./figure_text.ts";
import type { Runs } from "./runs.ts";

/** What is drawn for each run, and how. */
const MARKS = [
  { set: "test", when: "final", shape: "circle" },
  { set: "test", when: "average", shape: "circle" },
  { set: "train", when: "final", shape: "triangle-up" },
  { set: "train", when: "average", shape: "triangle-up" },
] as const;

const DIVERGED_TEXT = { type: "text", align: "left", dx: 20, text: "diverged" };

const WHEN = { final: "last epoch", average: "mean of all epochs" } as const;

/** A row of dots for each run, and for the best settings of a search: final and average, held-out and training images. */
export function dotChart(record: StudyRecord, runs: Runs, quantity: "accuracy" | "loss"): Chart | undefined {
  const { study, records, seeds } = record, accuracy = quantity === "accuracy";
  const write = accuracy ? percentText : lossText;
  const sets = { test: study.search ? "Held out" : "Test", train: "Training" };
  const nameOf = (variant: string) => isBest(study, variant) ? `${variant}, all training images` : variant;
  const shown = summarizeVariants(records)
    .filter(({ variant }) => runs.names.includes(variant) || isBest(study, variant));
  const rows = [...runs.names, ...shown.map(({ variant }) => variant).filter((name) => isBest(study, name))];
  const figure = (
    figures: Readonly<Record<Figure, MeanStd | undefined>>,
    { set, when }: typeof MARKS[number],
  ) => figures[`${set}_${quantity}_${when}`];
  const values = shown.flatMap(({ variant, figures }) =>
    MARKS.toReversed().flatMap((mark) => { // what matters most is drawn on top
      const measured = figure(figures, mark);
      if (!measured) return [];
      const { mean, std = 0 } = measured;
      return [{
        run: variant,
        name: nameOf(variant),
        what: `${sets[mark.set]}, ${WHEN[mark.when]}`,
        mean,
        // A logarithmic axis has no place for what is not above 0.
        low: Math.max(mean - std, mean / 10),
        high: mean + std,
        value: write(measured) + (accuracy ? " %" : ""),
      }];
    })
  );
  if (values.length === 0) return undefined;
  const lost = runs.names.filter((name) => runs.diverged.has(name));
  const [least, most] = [min(values, ({ mean }) => mean)!, max(values, ({ mean }) => mean)!];
  const logarithmic = !accuracy && isWide(least, most);
  const x = {
    type: "quantitative",
    title: accuracy ? "Accuracy" : "Loss",
    scale: { ...(logarithmic ? { type: "log" } : { zero: false }), nice: false, padding: 10 },
    axis: {
      ...(accuracy ? PERCENT_LABELS : {}),
      ...(logarithmic ? ticksAt(logTicks(least / 1.2, most * 1.2, 5)) : { tickCount: 4 }),
      domain: false,
      labelOverlap: true,
      labelSeparation: 8,
    },
  };
  const y = { field: "name", type: "nominal", title: null, sort: rows.map(nameOf) };
  const color = {
    field: "run",
    type: "nominal",
    legend: null,
    scale: {
      domain: rows,
      range: rows.map((run) => runs.names.includes(run) ? lookOf(runs, run).color : "var(--ink)"),
    },
  };
  const numbers = new Map(
    shown.filter(({ variant }) => !lost.includes(variant)).map(({ variant, figures }) => {
      const line = (when: "final" | "average") =>
        (["test", "train"] as const).map((set) => figures[`${set}_${quantity}_${when}`])
          .map((of) => of ? write(of) : "–").join("  ·  ");
      return [nameOf(variant), [line("final"), line("average")]];
    }),
  );
  const layers = [
    ...(lost.length > 0
      ? [{ ...DIVERGED_MARK, xOffset: 10 }, { ...DIVERGED_TEXT, ...HALO }, DIVERGED_TEXT]
        .map((mark) => ({
          transform: [{ filter: "datum.lost" }],
          mark,
          encoding: { x: { value: 0 }, y: { ...y, axis: null }, opacity: faded(1) },
        }))
      : []),
    {
      transform: [{ filter: "!datum.lost" }],
      mark: { type: "rule", strokeWidth: 1.5, tooltip: null },
      encoding: {
        x: { ...x, field: "low" },
        x2: { field: "high" },
        y: {
          ...y,
          axis: {
            ...NAME_LABELS,
            ticks: false,
            domain: false,
            grid: true,
            labelPadding: 8,
            labelColor: "var(--ink)",
          },
        },
        opacity: faded(0.8),
      },
    },
    {
      transform: [{ filter: "!datum.lost" }],
      mark: { type: "point", strokeWidth: 1.8, size: 70 },
      encoding: {
        x: { ...x, field: "mean" },
        y: { ...y, axis: numbersAxis(numbers, sets.test.toLowerCase(), accuracy) },
        shape: {
          field: "what",
          type: "nominal",
          scale: {
            domain: MARKS.map(({ set, when }) => `${sets[set]}, ${WHEN[when]}`),
            range: MARKS.map(({ shape }) => shape),
          },
          legend: null,
        },
        fill: {
          condition: { test: `indexof(datum.what, '${WHEN.average}') >= 0`, value: "var(--card)" },
          ...color,
        },
        opacity: faded(1),
        tooltip: tooltip({ Run: "name", Figure: "what", Value: "value" }),
      },
    },
  ];
  const notes = [
    values.some(({ low, high }) => low < high) ? `Bars: ± one standard deviation of ${seeds} seeds.` : "",
    rows.length > runs.names.length
      ? "With all training images, those held out too: the test set in their place."
      : "",
  ];
  const note = notes.filter(Boolean).join(" ");
  return {
    id: `${quantity}_bars`,
    title: accuracy ? "Final and average accuracy" : "Final and average loss",
    note:
      `● ○ ${sets.test.toLowerCase()} images, ▲ △ training images; filled: after the last epoch, hollow: mean over ` +
      `all epochs. ${note}`.trimEnd(),
    hides: runs.names.length > 1,
    plots: [{
      spec: {
        height: { step: 34 },
        params: PARAMS,
        data: { values: [...values, ...lost.map((run) => ({ run, name: nameOf(run), lost: true }))] },
        transform: [NOT_HIDDEN],
        resolve: { axis: { y: "independent" } },
        encoding: { color },
        layer: layers,
      },
    }],
    paper: {
      note,
      marks: MARKS.map(({ set, when, shape }) => ({
        name: `${sets[set]}, ${WHEN[when]}`,
        shape,
        filled: when === "final",
      })),
    },
  };
}

/** The numbers of the dots on the right, where there is room for them. */
function numbersAxis(
  numbers: ReadonlyMap<string, readonly string[]>,
  heldOut: string,
  accuracy: boolean,
): Record<string, unknown> {
  const room = "containerSize()[0] > 620";
  return {
    orient: "right",
    title: ["last epoch:", "mean of all epochs:"].map((when) =>
      `${when} ${heldOut}  ·  training${accuracy ? ", %" : ""}`
    ),
    titleAngle: 0,
    titleAlign: "left",
    titleX: 12,
    titleY: -20,
    titleFontSize: 11,
    titleColor: "var(--ink-soft)",
    ticks: false,
    domain: false,
    labelPadding: 12,
    labelExpr: `${room} ? ${JSON.stringify(Object.fromEntries(numbers))}[datum.value] || '' : ''`,
    labelLineHeight: 13,
    labelFontSize: 11,
    labelLimit: 300,
  };
}
