/** Plots of measures epoch by epoch.
 * @module
 */
import { variantOf } from "../study/configuration.ts";
import { lateFrom } from "./axes.ts";
import {
  accuracyAxis,
  type Description,
  divergedNote,
  frame,
  inPanels,
  laidOut,
  type Layout,
  layoutOf,
  numberAxis,
  type Result,
  solidFirst,
  styleOf,
  upTo,
} from "./plot_style.ts";
import { meanStd } from "../analysis/statistics.ts";
import { isBest } from "../study/study.ts";
import { rank } from "../analysis/trials.ts";
import type { EpochMeasures, RunRecord } from "../study/run_record.ts";

/** How many trials of a search have a colour of their own; the others are grey. */
const COLOURED = 5;

interface Point {
  readonly variant: string;
  readonly epoch: number;
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly size: number;
}

/** The mean over seeds of each epoch, and a standard deviation to both sides. Runs that end early count while they last. */
function points(
  records: readonly RunRecord[],
  measure: (epoch: EpochMeasures) => number,
  layout: Layout,
): Point[] {
  const variants = Map.groupBy(records, ({ run }) => variantOf(run));
  return [...variants].flatMap(([variant, group]) => {
    const last = Math.max(0, ...group.map(({ epochs }) => epochs.length));
    // Points that coincide with those of the run before are dots within them.
    const size = layout.lines.indexOf(layout.of(variant).line) % 2 === 0 ? 110 : 40;
    return upTo(last).map((epoch) => {
      const values = group.flatMap(({ epochs }) => epochs[epoch - 1] ? [measure(epochs[epoch - 1])] : []);
      const { mean, std = 0 } = meanStd(values)!;
      return { variant, epoch, value: mean, low: mean - std, high: mean + std, size };
    });
  });
}

/** What a line chart shows. */
export interface LineChartOptions {
  readonly title: string;
  readonly yTitle: string;
  readonly measure: (epoch: EpochMeasures) => number;
  /** Whether that is an accuracy. */
  readonly accuracy?: boolean;
}

/** A chart with a line for each variant, and a band where it has several seeds. */
export function lineChart(
  plan: Result,
  { title, yTitle, measure, accuracy = false }: LineChartOptions,
): Description {
  const { study, seeds } = plan;
  const ranked = study.search ? rank(study, plan.records).map(({ run }) => run.name) : [];
  const top = ranked.slice(0, COLOURED);
  const layout = layoutOf(study, study.search ? top : plan.runs.map(variantOf));
  const records = plan.records.filter(({ run }) => study.search ? !isBest(study, run.name) : true);
  const all = points(records, measure, layout);
  const longest = Math.max(0, ...all.map(({ epoch }) => epoch));
  // Trials of a single epoch are no lines.
  const lines = new Set(all.filter(({ epoch }) => epoch > 1).map(({ variant }) => variant));
  const values = study.search && longest > 1 ? all.filter(({ variant }) => lines.has(variant)) : all;
  const [grey, coloured] = study.search
    ? [
      values.filter(({ variant }) => !top.includes(variant)),
      values.filter(({ variant }) => top.includes(variant)),
    ]
    : [[], values];
  const last = Math.max(1, ...values.map(({ epoch }) => epoch));
  const few = last <= 15;
  const bands = seeds > 1 && !study.search;
  const from = accuracy ? lateFrom(curvesOf(coloured)) : undefined;
  const numbers = values.flatMap(({ value, low, high }) => bands && low > 0 ? [low, high] : [value]);
  const { scale, axis } = accuracy
    ? accuracyAxis(numbers.map((value) => Math.max(value, from ?? 0)))
    : numberAxis(numbers);
  const logarithmic = scale.type === "log";
  const { color, strokeDash } = styleOf(layout.lines, layout.panels.length > 1 ? 700 : 640);
  // Beside a panel there is no room for a long title.
  const lined = layout.panels.length > 0 ? yTitle.split(/ (?=\()/) : yTitle;
  const y = { field: "value", type: "quantitative", title: lined, scale, axis };
  const size = { field: "size", type: "quantitative", scale: null };
  const details = [
    ...(bands ? [`line: mean of ${seeds} seeds, band: ± standard deviation`] : []),
    ...(grey.length > 0 ? [`coloured: the best ${top.length} of ${ranked.length} trials`] : []),
    ...(from === undefined ? [] : ["the first epochs are below what is shown"]),
    ...divergedNote(plan),
  ];
  return {
    ...frame(plan, title, { details }),
    data: { values: laidOut(layout, solidFirst(layout, coloured)) },
    ...inPanels(layout, 300, {
      layer: [
        ...(grey.length > 0
          ? [{
            data: { values: grey },
            mark: { type: "line", strokeWidth: 1, color: "#999", opacity: 0.35, clip: true },
            encoding: { detail: { field: "variant" }, y },
          }]
          : []),
        ...(bands
          ? [{
            transform: logarithmic ? [{ filter: "datum.low > 0" }] : [],
            mark: { type: "area", opacity: 0.18, clip: true },
            encoding: {
              color,
              y: { ...y, field: "low" },
              y2: { field: "high" },
            },
          }]
          : []),
        { mark: { type: "line", strokeWidth: 2.2, clip: true }, encoding: { color, strokeDash, y } },
        ...(few ? [{ mark: { type: "point", filled: true, opacity: 1 }, encoding: { color, size, y } }] : []),
      ],
      encoding: {
        x: {
          field: "epoch",
          type: "quantitative",
          title: "Epoch",
          scale: { domain: last === 1 ? [0.5, 1.5] : [1, last], nice: false, zero: false },
          axis: {
            ...(few
              ? { values: upTo(last) }
              : { tickMinStep: 1, tickCount: layout.panels.length > 4 ? 5 : 10 }),
            format: ",~f",
            grid: false,
            labelFlush: false,
            labelOverlap: !few || layout.panels.length > 4,
          },
        },
      },
    }),
  };
}

/** The points of each variant as a curve. */
function curvesOf(points: readonly Point[]): { x: number[]; y: number[] }[] {
  return [...Map.groupBy(points, ({ variant }) => variant).values()].map((of) => ({
    x: of.map(({ epoch }) => epoch),
    y: of.map(({ value }) => value),
  }));
}
