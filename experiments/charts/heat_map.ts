import { METRIC } from "../analysis/comparisons.ts";
import { type StudyImportance, studyImportance } from "../analysis/importance.ts";
import { summarizeVariants } from "../analysis/summary.ts";
import { columnName, valuesOf } from "../study/run_names.ts";
import { extent, max } from "../study/extent.ts";
import { formatPercent, plural } from "../study/format.ts";
import { axesOf, combinedRuns } from "../study/study.ts";
import type { StudyRecord } from "../study/study_record.ts";
import { inOrder } from "./axes.ts";
import type { Chart } from "./chart.ts";
import { layer, NAME_LABELS, type Part, QUIET, ramp, tooltip } from "./encoding.ts";
import { comparedRecords } from "./runs.ts";
import { measureName, settingName, settingText } from "./setting_words.ts";

/** Something that was trained, its settings and how well it did. */
interface Point {
  readonly values: Readonly<Record<string, string>>;
  readonly accuracy: number;
}

/** A table: what is across, what is down, and what its fields show of all that fall into them. */
interface Table {
  readonly name?: string;
  readonly points: readonly Point[];
  readonly down: readonly string[];
  readonly across: string;
  readonly field: (accuracies: readonly number[]) => number;
}

/** How many pairs of the settings of a search are drawn. */
const PAIRS = 2;

const mean = (numbers: readonly number[]) => numbers.reduce((sum, n) => sum + n, 0) / numbers.length;
const best = (numbers: readonly number[]) => max(numbers)!;

/** Accuracy over the settings that a study combines; of a search, over the pairs of them that matter most. */
export function heatMap(record: StudyRecord): Chart | undefined {
  return record.study.search ? heatMapOfSearch(record) : heatMapOfVariants(record);
}

function heatMapOfVariants({ study, records }: StudyRecord): Chart | undefined {
  const runs = records.map(({ run }) => run), axes = axesOf(study, runs), settings = axes.map(columnName);
  const combined = new Set(combinedRuns(study, runs).map(({ name }) => name));
  const points = summarizeVariants(records.filter(({ run }) => combined.has(run.name)))
    .flatMap(({ records: [{ run }], figures: { [METRIC]: figure } }) =>
      figure ? [{ values: valuesOf(axes, run.configuration), accuracy: figure.mean }] : []
    );
  if (settings.length < 2 || settings.length > 3 || points.length < 4) return undefined;
  const names = settings.map(settingName).join(", ").replace(/, ([^,]*)$/, " and $1");
  const table = { points, down: settings.slice(0, -1), across: settings.at(-1)!, field: mean };
  return chart([table], `Accuracy by ${names}`, "Test accuracy after the last epoch, in %.");
}

function heatMapOfSearch(record: StudyRecord): Chart | undefined {
  const { study, data } = record, records = comparedRecords(record);
  const found = studyImportance({ ...record, records });
  // Of what was drawn hardly two trials fall into the same field.
  if (!found || found.drawn) return undefined;
  const axes = axesOf(study, records.map(({ run }) => run));
  // After the epoch that all trials have reached, and what has diverged has learned nothing: as in the importances.
  const epoch = Number(found.metric.match(/_epoch_(\d+)$/)?.[1] ?? Infinity);
  const points = records.map(({ run, epochs, status }): Point => {
    const reached = status === "diverged" ? undefined : epochs[Math.min(epoch, epochs.length) - 1];
    return {
      values: valuesOf(axes, run.configuration),
      accuracy: reached?.heldOutAccuracy ?? 1 / data.classes,
    };
  });
  const tables = mostImportant(found).flatMap(([a, b]): Table[] => {
    const table = { points, down: [a], across: b }, pair = `${settingName(a)} × ${settingName(b)}`;
    const each = plural(Math.round(points.length / cellsOf({ ...table, field: mean }).length), "trial");
    return [
      { ...table, name: `${pair}: mean of ${each} each`, field: mean },
      { ...table, name: `${pair}: best of ${each} each`, field: best },
    ];
  });
  const measure = measureName(found.metric).replace(/^./, (letter) => letter.toUpperCase());
  const note =
    `${measure} of ${
      plural(points.length, "trial")
    }, in %, over the settings that matter most. Means share ` +
    "their colours, and so do the best.";
  return chart(tables, "Accuracy over pairs of settings", note);
}

/** The pairs of settings that go with most of the variance, each of the two alone and both together. */
function mostImportant({ importances }: StudyImportance): [string, string][] {
  const share = new Map(importances.map(({ setting, importance }) => [setting, importance]));
  const settings = importances.filter((of) => of.best).map(({ setting }) => setting);
  const weight = ([a, b]: readonly [string, string]) =>
    [a, b, `${a} × ${b}`, `${b} × ${a}`].reduce((sum, name) => sum + (share.get(name) ?? 0), 0);
  return settings.flatMap((a, i) => settings.slice(i + 1).map((b): [string, string] => [a, b]))
    .sort((p, q) => weight(q) - weight(p)).slice(0, PAIRS);
}

function chart(tables: readonly Table[], title: string, note: string): Chart {
  // Tables of the same kind share the meaning of colours.
  const byField = Map.groupBy(tables, ({ field }) => field);
  const plots = tables.map((table) => {
    const cells = byField.get(table.field)!.flatMap(cellsOf);
    const accuracies = extent(cells, ({ accuracy }) => accuracy) as [number, number];
    return { name: table.name, spec: spec(table, cellsOf(table), accuracies) };
  });
  return { id: "heat_map", title, note, hides: false, wide: tables.length > 1, plots };
}

/** A field for each pair of values that there is. */
function cellsOf({ points, down, across, field }: Table) {
  const row = ({ values }: Point) => down.map((axis) => settingText(values[axis])).join(" · ");
  const column = ({ values }: Point) => settingText(values[across]);
  return [...Map.groupBy(points, (point) => `${row(point)}\n${column(point)}`).values()].map((of) => {
    const accuracy = field(of.map(({ accuracy }) => accuracy));
    return { row: row(of[0]), column: column(of[0]), accuracy, label: formatPercent(accuracy) };
  });
}

function spec(
  { down, across }: Table,
  cells: ReturnType<typeof cellsOf>,
  [low, high]: [number, number],
): Part {
  const rows = cells.map(({ row }) => row), columns = inOrder(cells.map(({ column }) => column));
  const rowTitle = down.map(settingName).join(" · "), title = settingName(across);
  // Where columns are narrow, names are broken; the first line stands highest.
  const longest = max(columns, ({ length }) => length)!,
    lines = max(columns, (name) => name.split("-").length)!;
  const names = 50 + 6.6 * Math.min(20, max(rows, ({ length }) => length)!);
  const narrow = (letters: string) =>
    `6.6 * ${letters} > (containerSize()[0] - ${names}) / ${columns.length}`;
  const broken = "split(replace(datum.label, regexp('-', 'g'), '-\\n'), '\\n')";
  const columnAxis = {
    ...QUIET,
    orient: "top",
    labelAngle: 0,
    labelExpr: `${narrow("length(datum.label)")} ? ${broken} : datum.label`,
    labelPadding: { expr: `${narrow(String(longest))} ? ${6 + 14 * (lines - 1)} : 6` },
    labelLineHeight: 14,
  };
  const sort = down.length > 1 ? [...new Set(rows)] : inOrder(rows);
  const light = { test: `datum.accuracy >= ${low + (high - low) * 4 / 7}`, value: "var(--on-high)" };
  const tooltips = tooltip({ [rowTitle]: "row", [title]: "column", Accuracy: "label" });
  const fields = { color: ramp([low, high]), tooltip: tooltips };
  const texts = {
    text: { field: "label", type: "nominal" },
    color: { condition: light, value: "var(--on-low)" },
  };
  return {
    height: { step: cells.length > 12 ? 34 : 44 },
    data: { values: cells },
    encoding: {
      x: { field: "column", type: "nominal", title, sort: columns, axis: columnAxis },
      y: {
        field: "row",
        type: "nominal",
        title: rowTitle,
        sort,
        axis: { ...NAME_LABELS, ...QUIET, titlePadding: 10 },
      },
    },
    layer: [
      layer({ type: "rect", stroke: "var(--card)", strokeWidth: 2, cornerRadius: 3 }, fields),
      layer({ type: "text", fontSize: 12, tooltip: null }, texts),
    ],
  };
}
