/** Accuracy over two settings.
 * @module
 */
import { percent } from "../numbers.ts";
import { numberIn } from "../read_csv.ts";
import type { Study } from "../study.ts";
import { settingName, settingText, variedSettings } from "../trials_table.ts";
import { type Chart, COMMON, LABEL_LIMIT, RAMP } from "./chart.ts";

/** Something that was trained, its settings and how well it did. */
interface Point {
  readonly values: Readonly<Record<string, string>>;
  readonly accuracy: number;
}

/** A field for each pair of values, with the best accuracy that there is for it; undefined if fewer than two vary. */
export function heatMap(study: Study): Chart | undefined {
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
  const byWeight = trials ? axes.toSorted((a, b) => weight(study, b) - weight(study, a)).slice(0, 2) : axes;
  if (byWeight.length < 2 || byWeight.length > 3) return undefined;
  const across = byWeight.at(-1)!, down = byWeight.slice(0, -1);
  const cells = [
    ...Map.groupBy(
      points,
      ({ values }) => down.map((axis) => values[axis]).join(" · ") + "\n" + values[across],
    ),
  ]
    .map(([, points]) => {
      const [{ values }] = points, accuracy = Math.max(...points.map(({ accuracy }) => accuracy));
      const row = down.map((axis) => settingText(values[axis])).join(" · "),
        column = settingText(values[across]);
      return {
        ...{ row, column, accuracy, label: percent(accuracy) },
        ...{ Accuracy: `${percent(accuracy)} %` },
      };
    });
  if (cells.length < 4) return undefined;
  const sizes = cells.map(({ accuracy }) => accuracy);
  const least = Math.min(...sizes), high = least + (Math.max(...sizes) - least) * 4 / 7;
  const order = (key: "row" | "column") => sorted([...new Set(cells.map((cell) => cell[key]))], !trials);
  const channel = (field: "row" | "column", title: string) => ({
    ...{ field, type: "nominal", title },
    sort: order(field),
  });
  return {
    title: `Accuracy by ${byWeight.map(settingName).join(", ").replace(/, ([^,]*)$/, " and $1")}`,
    note: trials
      ? `The two settings that matter most; each field is the best ${part} accuracy of its trials, in %.`
      : `Final ${part} accuracy in %.`,
    hides: false,
    spec: {
      ...COMMON,
      height: { step: 34 },
      data: { values: cells },
      encoding: {
        x: {
          ...channel("column", settingName(across)),
          axis: { orient: "top", labelAngle: 0, ticks: false, domain: false, labelPadding: 6 },
        },
        y: {
          ...channel("row", down.map(settingName).join(" · ")),
          axis: { labelLimit: LABEL_LIMIT, ticks: false, domain: false, labelPadding: 6, titlePadding: 10 },
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
  };
}

/** How much a setting matters. */
function weight({ tables }: Study, name: string): number {
  return numberIn(tables.importance?.rows.find(({ setting }) => setting === name)?.importance) ?? 0;
}

/** Numbers by size, names as they come. */
export function sorted(values: readonly string[], asFound = false): string[] {
  const first = (value: string) => Number(value.split("-")[0]);
  if (values.every((value) => Number.isFinite(Number(value)))) {
    return values.toSorted((a, b) => Number(a) - Number(b));
  }
  if (asFound) return [...values];
  return values.every((value) => value === "none" || Number.isFinite(first(value)))
    ? values.toSorted((a, b) => (first(a) || 0) - (first(b) || 0) || a.length - b.length)
    : values.toSorted();
}
