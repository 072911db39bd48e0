/** The files that a study leaves behind, as `../FILES.md` describes them.
 * @module
 */

/** The tables that the report reads, and the columns that each must have. */
export const TABLES = {
  epochs: ["run", "epoch", "train_loss", "test_accuracy"],
  runs: ["run", "status", "test_accuracy_final", "test_loss_final", "train_seconds"],
  summary: ["variant", "seeds", "test_accuracy_final_mean", "test_loss_final_mean", "train_seconds_mean"],
  comparisons: ["a", "b", "metric", "difference", "p_adjusted", "stands"],
  divergences: ["run", "epoch", "iteration", "layer", "what"],
  importance: ["setting", "importance"],
  trials: ["trial", "rank", "status", "validation_accuracy"],
  pre_activations: ["run", "iteration", "layer", "mean", "maximum", "gradient_norm"],
  softmax: ["method", "shift", "maximum_error", "status"],
  functions: ["place", "exponential", "maximum_error", "forward_ns"],
} as const;

/** The name of a table: that of its file without `.csv`. */
export type TableName = keyof typeof TABLES;

/** Columns that hold text. */
const TEXTS = "run variant status layer what a b metric stands setting trial method place exponential".split(
  " ",
);

/** Tables in which a number may well be infinite or none: they are about that. */
const INFINITE: readonly TableName[] = ["pre_activations", "softmax", "functions"];

/** Whether a cell is what a column of a table may hold. */
export function fits(table: TableName, column: string, cell: string): boolean {
  if (!(TABLES[table] as readonly string[]).includes(column) || TEXTS.includes(column) || cell === "") {
    return true;
  }
  return Number.isFinite(Number(cell)) || INFINITE.includes(table) && /^(NaN|-?Infinity)$/.test(cell);
}

/** Whether a file is one that a study writes. */
export function isKnown(name: string): boolean {
  return ["config.json", "machine.json", "conclusion.txt", "iterations.csv"].includes(name) ||
    /\.(svg|part|md)$/i.test(name) || name.startsWith(".") ||
    name.endsWith(".csv") && Object.hasOwn(TABLES, name.slice(0, -4));
}
