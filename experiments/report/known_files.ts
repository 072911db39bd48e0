/** The files that a study leaves behind, as `../FILES.md` describes them.
 * @module
 */

import type { Configuration } from "./read_json.ts";

/** The tables that the report reads, and the columns that each must have. */
export const TABLES = {
  epochs: ["run", "epoch", "train_loss", "test_accuracy"],
  runs: ["run", "status", "test_accuracy_final", "test_loss_final", "train_seconds"],
  iterations: ["run", "epoch", "iteration", "batch_loss", "batch_accuracy"],
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

/** The tables that every study writes. */
const ALWAYS = ["epochs", "runs", "iterations", "summary", "comparisons", "divergences"] as const;

/** Those that some studies write besides, by their names. */
const SPECIAL: Readonly<Record<string, readonly TableName[]>> = {
  stability: ["pre_activations", "softmax"],
  exponential: ["pre_activations", "functions"],
};

/** The tables that a study should have. */
export function expectedTables(folder: string, study: Configuration["study"] | undefined): TableName[] {
  const name = study?.name ?? folder.split("/").at(-1)!;
  return [
    ...ALWAYS,
    ...(study?.measuredOn === "validation" ? ["trials"] as const : []),
    ...(study && study.axes.length > 1 ? ["importance"] as const : []),
    ...(Object.hasOwn(SPECIAL, name) ? SPECIAL[name] : []),
  ];
}

/** Whether a cell is what a column of a table may hold. */
export function fits(table: TableName, column: string, cell: string): boolean {
  if (!(TABLES[table] as readonly string[]).includes(column) || TEXTS.includes(column) || cell === "") {
    return true;
  }
  return Number.isFinite(Number(cell)) || INFINITE.includes(table) && /^(NaN|-?Infinity)$/.test(cell);
}

/** Whether a file is one that a study writes. */
export function isKnown(name: string): boolean {
  return ["config.json", "machine.json", "conclusion.txt"].includes(name) ||
    /\.(svg|part|md)$/i.test(name) || name.startsWith(".") ||
    name.endsWith(".csv") && Object.hasOwn(TABLES, name.slice(0, -4));
}
