/** Images beside and below each other.
 * @module
 */
import type { Chart } from "./chart.ts";
import { layer, type Part, tooltip } from "./encoding.ts";

/** The size of what is said below pictures. */
export const TEXT = 11;

/** An image with what is said below it. */
export interface Picture {
  readonly url: string;
  readonly text: string;
  readonly more?: string;
  /** What is shown where it is pointed at, and in the table of values. */
  readonly values: Readonly<Record<string, string>>;
}

/** Images beside and below each other. */
export function picturesChart(
  { items, across, ...words }: Pick<Chart, "id" | "title" | "note"> & {
    readonly items: readonly Picture[];
    readonly across: number;
  },
): Chart {
  const values = items.map(({ values, ...item }, i) => (
    { ...item, ...values, column: i % across, row: Math.floor(i / across) }
  ));
  const names = Object.keys(items[0].values);
  const side = 66, lines = items.some(({ more }) => more !== undefined) ? 2 : 1, step = side + 6 + 16 * lines;
  const text = (field: string, line: number): Part =>
    layer(
      { type: "text", fontSize: TEXT, tooltip: null, dy: (side + 6) / 2 - 16 * lines / 2 + 8 + 14 * line },
      {
        text: { field, type: "nominal" },
      },
    );
  const place = (field: "column" | "row") => ({ field, type: "ordinal", axis: null });
  return {
    ...words,
    hides: false,
    wide: true,
    least: across * (side + 6),
    plots: [{
      spec: {
        height: { step },
        view: { stroke: null },
        data: { values },
        encoding: { x: place("column"), y: place("row") },
        layer: [
          layer({
            type: "image",
            width: side,
            height: side,
            smooth: false,
            yOffset: -8 * lines,
          }, {
            url: { field: "url", type: "nominal" },
            tooltip: tooltip(Object.fromEntries(names.map((name) => [name, name]))),
          }),
          text("text", 0),
          ...(lines > 1 ? [text("more", 1)] : []),
        ],
      },
    }],
  };
}
