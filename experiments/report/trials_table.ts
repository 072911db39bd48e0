/** The table of a grid's trials.
 * @module
 */
import { type Column, type DataTable, dataTable, figure, text } from "./data_table.ts";
import { count, type Format, loss, percent, seconds, setting } from "./numbers.ts";
import { numberIn, type Row } from "../storage/read_csv.ts";
import type { Study } from "./study.ts";

/** The settings that a trial may have, by their columns in `trials.csv`. */
const SETTINGS = [
  ...[
    "hidden",
    "activation",
    "loss",
    "margin",
    "alpha",
    "gamma",
    "optimizer",
    "learning_rate",
    "weight_decay",
  ],
  ...["momentum", "batch_size", "init", "init_std", "clip_norm", "exponential", "softmax", "scale", "seed"],
];

/** Trials are many; more than these are left to the file. */
const MOST = 200;

/** The settings that differ between trials. */
export function variedSettings(trials: readonly Row[]): string[] {
  return SETTINGS.filter((name) => new Set(trials.map((row) => row[name])).size > 1);
}

/** A setting in words: `learning rate`, or `learning rate × loss` for a pair. */
export function settingName(column: string): string {
  return column.replaceAll("_", " ").replace(/\bhidden\b/, "hidden layers");
}

/** The value of a setting, as short as it is exact: `1e-5` for `0.00001`. */
export function settingText(value: string | undefined): string {
  const number = numberIn(value);
  return number === undefined ? value || "none" : setting(number);
}

/** The trials by rank. */
export function byRank(trials: readonly Row[]): Row[] {
  return trials.toSorted((a, b) => (numberIn(a.rank) ?? Infinity) - (numberIn(b.rank) ?? Infinity));
}

/** The best trials with the settings that differ between them. */
export function trialsTable(study: Study, trials: readonly Row[]): DataTable {
  const shown = byRank(trials).slice(0, MOST);
  const number = (column: string, title: string, format: Format, more: Partial<Column<Row>> = {}) => ({
    title,
    cell: (row: Row) => figure(numberIn(row[column]), format),
    ...more,
  });
  const settings = variedSettings(trials).map((column): Column<Row> => ({
    title: settingName(column),
    group: "Settings",
    left: shown.some((row) => row[column] !== "" && numberIn(row[column]) === undefined),
    cell: (row) =>
      numberIn(row[column]) === undefined ? text(row[column]) : figure(numberIn(row[column]), setting),
  }));
  const note = `Ranked on the ${study.part} set, which is no part of what trials are trained on. ` +
    (trials.length > MOST ? `${trials.length - MOST} more trials are in trials.csv. ` : "");
  return dataTable("Trials", shown, [
    { title: "Trial", left: true, cell: ({ trial }) => text(trial) },
    number("rank", "Rank", count),
    number("validation_accuracy", "Validation accuracy", percent, { unit: "%", best: "high" }),
    number("validation_loss", "Validation loss", loss),
    number("train_accuracy", "Training accuracy", percent, { unit: "%" }),
    ...settings,
    number("epochs", "Epochs", count),
    number("train_seconds", "Training", seconds, { unit: "s" }),
    { title: "Status", left: true, cell: ({ status }) => text(status) },
  ], { note: note.trim(), folded: false });
}
