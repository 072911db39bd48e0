/** Accuracy over two settings.
 * @module
 */
import { inOrder } from "./parallel_lines.ts";
import { percent } from "../report/numbers.ts";
import { numberIn } from "../report/read_csv.ts";
import type { Study } from "../report/study.ts";
import { settingName, settingText, variedSettings } from "../report/trials_table.ts";
import { type Chart, COMMON, NAME_LABELS, RAMP } from "./chart.ts";

/** Something that was trained, its settings and how well it did. */
interface Point {
  readonly values: Readonly<Record<string, string>>;
  readonly accuracy: number;
}

/** How many pairs of the settings of a grid are drawn. */
const PAIRS = 2;

/** Accuracy over the settings that a study combines; of a grid, over the pairs of them that matter most. */
export function heatMaps(study: Study): Chart[] {
  const { tables, variants, configuration, part } = study;
  const trials = tables.trials?.rows;
  const points: Point[] = trials
    ? trials.flatMap((row) => {
      const accuracy = numberIn(row.validation_accuracy);
      return accuracy === undefined ? [] : [{ values: row, accuracy }];
    })
    : variants.flatMap(({ values, measures }) =>
      measures.test_accuracy_final ? [{ values, accuracy: measures.test_accuracy_final.mean }] : []
    );
  const all = trials ? variedSettings(trials) : configuration?.study.axes ?? [];
  const axes = all.filter((axis) => new Set(points.map(({ values }) => values[axis])).size > 1);
  if (!trials) {
    return [heatMap(points, axes, `Final ${part} accuracy in %.`)].filter((map) => map !== undefined);
  }
  const pairs = axes.flatMap((a, i) => axes.slice(i + 1).map((b) => [a, b]));
  return pairs.toSorted((a, b) => weight(study, b) - weight(study, a)).slice(0, PAIRS)
    .map((pair) => heatMap(points, pair, `Each field is the best ${part} accuracy of its trials, in %.`))
    .filter((map) => map !== undefined);
}

/** A field for each pair of values, with the best accuracy that there is for it; undefined if there is no such table. */
function heatMap(points: readonly Point[], axes: readonly string[], note: string): Chart | undefined {
  if (axes.length < 2 || axes.length > 3) return undefined;
  const across = axes.at(-1)!, down = axes.slice(0, -1);
  const rowOf = ({ values }: Point) => down.map((axis) => settingText(values[axis])).join(" · ");
  const columnOf = ({ values }: Point) => settingText(values[across]);
  const groups = Map.groupBy(points, (point) => `${rowOf(point)}\n${columnOf(point)}`);
  const cells = [...groups.values()].map((of) => {
    const accuracy = Math.max(...of.map(({ accuracy }) => accuracy));
    return {
      ...{ row: rowOf(of[0]), column: columnOf(of[0]), accuracy, label: percent(accuracy) },
      ...{ Accuracy: `${percent(accuracy)} %` },
    };
  });
  if (cells.length < 4) return undefined;
  const sizes = cells.map(({ accuracy }) => accuracy);
  const least = Math.min(...sizes), high = least + (Math.max(...sizes) - least) * 4 / 7;
  const columns = inOrder(cells.map(({ column }) => column));
  const longest = Math.max(...columns.map(({ length }) => length));
  const lines = Math.max(...columns.map((name) => name.split("-").length));
  // Whether a name of so many letters is wider than a column.
  const narrow = (letters: string) => `6.6 * ${letters} > (containerSize()[0] - 170) / ${columns.length}`;
  const sorted = (values: Iterable<string>) => down.length > 1 ? [...new Set(values)] : inOrder(values);
  return {
    title: `Accuracy by ${axes.map(settingName).join(", ").replace(/, ([^,]*)$/, " and $1")}`,
    note,
    hides: false,
    plots: [{
      spec: {
        ...COMMON,
        height: { step: groups.size > 12 ? 34 : 44 },
        data: { values: cells },
        encoding: {
          x: {
            ...{ field: "column", type: "nominal", title: settingName(across) },
            sort: columns,
            axis: {
              ...{ orient: "top", labelAngle: 0, ticks: false, domain: false },
              // Where columns are narrow, names are broken; the first line stands highest.
              labelExpr: `${
                narrow("length(datum.label)")
              } ? split(replace(datum.label, regexp('-', 'g'), '-\\n'), '\\n') : datum.label`,
              labelPadding: { expr: `${narrow(String(longest))} ? ${6 + 14 * (lines - 1)} : 6` },
              labelLineHeight: 14,
            },
          },
          y: {
            ...{ field: "row", type: "nominal", title: down.map(settingName).join(" · ") },
            sort: sorted(cells.map(({ row }) => row)),
            axis: { ...NAME_LABELS, ticks: false, domain: false, labelPadding: 6, titlePadding: 10 },
          },
        },
        layer: [
          {
            mark: { type: "rect", stroke: "var(--card)", strokeWidth: 2, cornerRadius: 3 },
            encoding: {
              color: RAMP,
              tooltip: [
                { field: "row", title: down.map(settingName).join(" · "), type: "nominal" },
                { field: "column", title: settingName(across), type: "nominal" },
                { field: "Accuracy", type: "nominal" },
              ],
            },
          },
          {
            mark: { type: "text", fontSize: 12 },
            encoding: {
              text: { field: "label", type: "nominal" },
              color: {
                condition: { test: `datum.accuracy >= ${high}`, value: "var(--on-high)" },
                value: "var(--on-low)",
              },
            },
          },
        ],
      },
    }],
  };
}

/** How much a pair of settings matters: each alone, and both together. */
function weight({ tables }: Study, [a, b]: readonly string[]): number {
  const rows = tables.importance?.rows ?? [];
  return [a, b, `${a} × ${b}`, `${b} × ${a}`].reduce(
    (sum, name) => sum + (numberIn(rows.find(({ setting }) => setting === name)?.importance) ?? 0),
    0,
  );
}
