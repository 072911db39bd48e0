/** Plots of what variants reached, and of what it cost.
 * @module
 */
import { formatMeanStd, formatMeasure, formatPercent } from "./format.ts";
import { type Description, frame, laidOut, layoutOf, numberAxis, styleOf } from "./plot_style.ts";
import type { RunRecord } from "./results.ts";
import type { StudyPlan } from "./run_study.ts";
import { isBest } from "./study.ts";
import { type Figure, summarizeVariants, type VariantSummary } from "./summary.ts";
import { rank } from "./trials.ts";

type Result = StudyPlan & { readonly records: readonly RunRecord[] };

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

/** Bars for both sets, final and average, with error bars where there are several seeds. */
function bars(
  result: Result,
  title: string,
  xTitle: string,
  kind: "accuracy" | "loss",
  { value, label, unit }: { value: (x: number) => number; label: (x: number) => string; unit: string },
  details: readonly string[],
): Description {
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
  const most = Math.max(0, ...rows.map(({ high }) => high));
  const x = {
    type: "quantitative",
    title: xTitle,
    scale: { domain: [0, 1.45 * most || 1], nice: false },
    axis: { tickCount: 5, grid: true },
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
      ],
    }),
    data: { values: rows },
    facet: { field: "when", type: "nominal", sort: Object.values(WHEN), title: null },
    columns: 2,
    spec: {
      width: 330,
      height: { step: 17 },
      encoding: { y, yOffset },
      layer: [
        {
          mark: { type: "bar", height: { band: 0.9 } },
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
          mark: { type: "text", align: "left", dx: 5, fontSize: 11, color: "#222" },
          encoding: { x: { field: "high", ...x }, text: { field: "label" } },
        },
      ],
    },
  };
}

const COLOUR_OF = { training: "#E69F00", test: "#0072B2" };

/** Wrong images in per cent: bars that begin at 0, which those of accuracies would not show differences in. */
export function accuracyBars(result: Result): Description {
  const format = { value: (x: number) => 100 * (1 - x), label: formatPercent, unit: " %" };
  return bars(result, "accuracy", "Error rate (% of the images)", "accuracy", format, [
    "a bar is the error rate, the number beside it the accuracy",
  ]);
}

/** The losses. */
export function lossBars(result: Result): Description {
  const format = { value: (x: number) => x, label: formatMeasure, unit: "" };
  return bars(result, "loss", "Loss (mean over the images)", "loss", format, []);
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
  const layout = layoutOf({ study: { ...study, panels: undefined }, runs: own.map(({ run }) => run) });
  const named = rows.length <= 24;
  const color = named ? { ...styleOf(layout.lines).color, legend: null } : { value: "#0072B2" };
  const kind = study.search ? "Validation" : "Test";
  const seconds = rows.flatMap(({ from, to, seconds }) => from > 0 ? [from, to] : [seconds]);
  const x = { type: "quantitative", title: "Training time (seconds)", ...numberAxis(seconds) };
  const y = {
    type: "quantitative",
    title: `${kind} accuracy after the last epoch (fraction)`,
    scale: { zero: false, padding: 12 },
    axis: { tickCount: 8 },
  };
  const several = rows.some(({ low, high }) => high > low);
  return {
    ...frame(result, "time and accuracy", {
      details: several ? [`whiskers: standard deviation of ${result.seeds} seeds`] : [],
    }),
    width: 640,
    height: 360,
    data: { values: laidOut({ ...layout, panels: [] }, rows) },
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
        mark: { type: "point", filled: true, size: 80, opacity: named ? 1 : 0.5 },
        encoding: { x: { field: "seconds", ...x }, y: { field: "accuracy", ...y }, color },
      },
      ...(named
        ? [{
          mark: { type: "text", align: "left", dx: 8, dy: -7, fontSize: 11 },
          encoding: {
            x: { field: "seconds", ...x },
            y: { field: "accuracy", ...y },
            text: { field: "variant" },
          },
        }]
        : []),
    ],
  };
}
