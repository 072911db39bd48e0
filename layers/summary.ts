/** A table of a network's layers.
 * @module
 */
import type { Layer } from "@chainrule/core";
import { formatShape } from "@chainrule/core";

/** The table that `Sequential.summary` returns. */
export function summarize(
  model: Layer & { layers: readonly Layer[] },
  inputShape: readonly number[] = model.parameters()[0]?.value.shape.slice(0, 1) ?? [],
): string {
  const rows = [["Layer", "Output shape", "Parameters"], ["Input", formatShape(inputShape), ""]];
  let shape = inputShape;
  for (const layer of model.layers) {
    shape = layer.outputShape?.(shape) ?? shape;
    rows.push([layer.name, formatShape(shape), format(countParameters(layer))]);
  }
  rows.push(["Total", "", format(countParameters(model))]);
  const widths = [0, 1, 2].map((column) =>
    rows.reduce((width, row) => Math.max(width, row[column].length), 0)
  );
  return rows.map(([layer, output, parameters]) =>
    `${layer.padEnd(widths[0])}  ${output.padEnd(widths[1])}  ${parameters.padStart(widths[2])}`.trimEnd()
  ).join("\n");
}

function countParameters(layer: Layer): number {
  return layer.parameters().reduce((sum, { value }) => sum + value.size, 0);
}

function format(count: number): string {
  return count.toLocaleString("en-US");
}
