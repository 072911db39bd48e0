import type { MeanStd } from "../analysis/statistics.ts";
import { summarizeVariants } from "../analysis/summary.ts";
import { extent } from "../study/extent.ts";
import { formatLoss, formatPercent } from "../study/format.ts";
import { isBest } from "../study/study.ts";
import type { StudyRecord } from "../study/study_record.ts";
import { isWide, logTicks, ticksAt } from "./axes.ts";
import { type Chart, lookOf, sentences } from "./chart.ts";
import * as share from "./encoding.ts";
import { figureText } from "./figure_text.ts";
import type { Runs } from "./runs.ts";

const SETS = ["train", "test"] as const, TIMES = ["average", "final"] as const;
const WHEN = { final: "last epoch", average: "mean of all epochs" };
const SHAPE = { test: "circle", train: "triangle-up" };
const DIVERGED = { type: "text", align: "left", dx: 20, text: "diverged" };

/** A row of dots for each run, and for the best settings of a search: final and average, held-out and training images. */
export function dotChart(
  { study, records, seeds }: StudyRecord,
  runs: Runs,
  of: "accuracy" | "loss",
): Chart | undefined {
  const accuracy = of === "accuracy", unit = accuracy ? " %" : "";
  const write = (figure: MeanStd) => figureText(figure, accuracy ? formatPercent : formatLoss);
  const held = study.search ? "Held out" : "Test", setName = { test: held, train: "Training" };
  const nameOf = (run: string) => isBest(study, run) ? `${run}, all training images` : run;
  const summaries = summarizeVariants(records);
  const best = summaries.map(({ variant }) => variant).filter((name) => isBest(study, name));
  const rows = [...runs.names, ...best], shown = summaries.filter(({ variant }) => rows.includes(variant));
  // What matters most comes last, and is drawn on top.
  const marks = SETS.flatMap((set) =>
    TIMES.map((when) => ({ set, when, what: `${setName[set]}, ${WHEN[when]}`, shape: SHAPE[set] }))
  );
  const values = shown.flatMap(({ variant: run, figures }) =>
    marks.flatMap(({ set, when, what }) => {
      const figure = figures[`${set}_${of}_${when}`];
      if (!figure) return [];
      const { mean, std = 0 } = figure;
      // A logarithmic axis has no place for what is not above 0.
      const [low, high] = [Math.max(mean - std, mean / 10), mean + std];
      return [{ run, name: nameOf(run), what, mean, low, high, value: write(figure) + unit }];
    })
  );
  if (values.length === 0) return undefined;
  const lost = runs.names.filter((name) => runs.diverged.has(name));
  const [least, most] = extent(values, ({ mean }) => mean) as [number, number];
  const logarithmic = !accuracy && isWide(least, most);
  const scale = { ...(logarithmic ? { type: "log" } : { zero: false }), nice: false, padding: 10 };
  const x = share.quantitative("mean", accuracy ? "Accuracy" : "Loss", scale, {
    domain: false,
    labelOverlap: true,
    labelSeparation: 8,
    ...(accuracy && share.PERCENT_LABELS),
    ...(logarithmic ? ticksAt(logTicks(least / 1.2, most * 1.2, 5)) : { tickCount: 4 }),
  });
  const y = { field: "name", type: "nominal", title: null, sort: rows.map(nameOf) };
  const inked = { grid: true, labelColor: "var(--ink)" };
  const names = { ...share.NAME_LABELS, ...share.QUIET, ...inked, labelPadding: 8 };
  const colourOf = (run: string) => runs.names.includes(run) ? lookOf(runs, run).color : "var(--ink)";
  const color = share.named("run", rows, rows.map(colourOf));
  const texts = shown.filter(({ variant }) => !lost.includes(variant)).map(({ variant, figures }) => {
    const lines = (["final", "average"] as const).map((when) => {
      const both = [figures[`test_${of}_${when}`], figures[`train_${of}_${when}`]];
      return both.map((figure) => figure ? write(figure) : "–").join("  ·  ");
    });
    return [nameOf(variant), lines] as const;
  });
  const titles = [WHEN.final, WHEN.average].map((when) =>
    `${when}: ${held.toLowerCase()}  ·  training${unit && ", %"}`
  );
  const hollow = { test: `indexof(datum.what, '${WHEN.average}') >= 0`, value: "var(--card)" };
  const ends = [{ ...share.DIVERGED_MARK, xOffset: 10 }, { ...DIVERGED, ...share.HALO }, DIVERGED].map(
    (mark) => {
      const here = { x: { value: 0 }, y: { ...y, axis: null }, opacity: share.faded(1) };
      // A text in the colour of its run would be too pale to read.
      const ink = mark.type === "text" && { color: { value: "var(--ink)" } };
      return share.layer(mark, { ...here, ...ink }, "datum.lost");
    },
  );
  const low = { ...x, field: "low" }, x2 = { field: "high" };
  const bars = share.layer(
    { type: "rule", strokeWidth: 1.5, tooltip: null },
    { x: low, x2, y: { ...y, axis: names }, opacity: share.faded(0.8) },
    "!datum.lost",
  );
  const dots = share.layer({ type: "point", strokeWidth: 1.8, size: 70 }, {
    x,
    y: { ...y, axis: numbersAxis(titles) },
    shape: share.named("what", marks.map(({ what }) => what), marks.map(({ shape }) => shape)),
    fill: { ...color, condition: hollow },
    opacity: share.faded(1),
    tooltip: share.tooltip({ Run: "name", Figure: "what", Value: "value" }),
  }, "!datum.lost");
  const note = sentences(
    values.some(({ low, high }) => low < high) && `Bars: ± one standard deviation of ${seeds} seeds.`,
    best.length > 0 && "With all training images, those held out too: the test set in their place.",
  );
  const signs =
    `● ○ ${held.toLowerCase()} images, ▲ △ training images; filled: after the last epoch, hollow: mean ` +
    "over all epochs.";
  return {
    id: `${of}_bars`,
    title: `Final and average ${of}`,
    note: sentences(signs, note),
    hides: runs.names.length > 1,
    plots: [{
      spec: {
        height: { step: 34 },
        params: [
          ...share.PARAMS,
          { name: "named", value: texts.map(([name]) => name) },
          { name: "figures", value: texts.map(([, lines]) => lines) },
        ],
        data: { values: [...values, ...lost.map((run) => ({ run, name: nameOf(run), lost: true }))] },
        transform: [share.NOT_HIDDEN],
        resolve: { axis: { y: "independent" } },
        encoding: { color },
        layer: [...(lost.length > 0 ? ends : []), bars, dots],
      },
    }],
    paper: {
      note,
      marks: marks.toReversed().map(({ what: name, shape, when }) => ({
        name,
        shape,
        filled: when === "final",
      })),
    },
  };
}

const TITLE = { titleAngle: 0, titleAlign: "left", titleX: 12, titleColor: "var(--ink-soft)" };

/** Where there is room for figures beside their dots. */
const ROOM = "containerSize()[0] > 620";

/** The figures beside their dots, on the right, by the names of runs, whatever these are. */
const FIGURES = "figures[indexof(named, datum.value)] || ''";

/** The axis on the right. */
function numbersAxis(title: readonly string[]): share.Part {
  const given = (roomy: number | string, narrow: number | string) => `${ROOM} ? ${roomy} : ${narrow}`;
  return {
    ...share.QUIET,
    ...TITLE,
    orient: "right",
    title,
    titleY: { expr: given(-20, 0) },
    titleFontSize: { expr: given(11, 0) },
    labelPadding: { expr: given(12, 0) },
    labelExpr: given(FIGURES, "''"),
    labelFontSize: 11,
    labelLineHeight: 13,
    labelLimit: 300,
  };
}
