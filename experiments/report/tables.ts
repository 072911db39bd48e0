/** The tables of a study.
 * @module
 */
import { type Column, type DataTable, dataTable, figure, measured, text } from "./data_table.ts";
import { count, type Format, general, loss, percent, probability, seconds } from "./numbers.ts";
import { numberIn, type Row } from "../storage/read_csv.ts";
import { compared, seedsOf, type Study } from "./study.ts";
import { settingName, settingText, trialsTable } from "./trials_table.ts";
import type { Variant } from "./variants.ts";

/** All tables of a study that there is anything for. */
export function tablesOf(study: Study): DataTable[] {
  const { tables } = study;
  const all = [
    tables.trials ? trialsTable(study, tables.trials.rows) : variantsTable(study),
    table(study, "importance", "Which settings matter", [
      { title: "Setting", left: true, cell: ({ setting }) => text(settingName(setting)) },
      number("importance", "Share of variance", percent, { unit: "%", best: "high" }),
      { title: "Best value", left: true, cell: ({ best_value }) => valueCell(best_value) },
      number("best_mean", "Its mean accuracy", percent, { unit: "%" }),
      { title: "Worst value", left: true, cell: ({ worst_value }) => valueCell(worst_value) },
      number("worst_mean", "Its mean accuracy", percent, { unit: "%" }),
    ]),
    table(study, "comparisons", "Which differences stand (Welch's t-test, Holm's correction)", [
      label("a", "Run"),
      { ...label("b", "Compared with"), left: true },
      number("difference", "Difference", signedPoints, { unit: "points" }),
      number("standard_error", "Standard error", percent, { unit: "points" }),
      number("p", "p", probability),
      number("p_adjusted", "p, corrected", probability),
      { title: "Stands", cell: ({ stands }) => text(stands === "true" ? "yes" : "no"), left: true },
    ], { folded: (tables.comparisons?.rows.length ?? 0) > 12 }),
    table(study, "divergences", "Where training broke down", [
      label("run", "Run"),
      number("epoch", "Epoch", count),
      number("iteration", "Step", count),
      plain("layer", "Layer"),
      plain("what", "What was no finite number first"),
    ]),
    table(study, "softmax", "Softmax of the logits 0, 1 … 9 plus a shift, in float32", [
      label("method", "Method"),
      number("shift", "Shift", count),
      number("sum", "Sum of exponentials", general),
      number("largest_probability", "Largest probability", general),
      number("maximum_error", "Largest error", general),
      plain("status", "Status"),
    ], { folded: true }),
    table(study, "functions", "Ways to get the exponential", [
      label("place", "In"),
      { ...label("exponential", "Exponential"), left: true },
      { title: "Range seen in training", cell: rangeCell },
      number("maximum_error", "Largest error", general, { best: "low" }),
      number("forward_ns", "Forward", general, { unit: "ns a number" }),
      number("backward_ns", "Backward", general, { unit: "ns a number" }),
      number("test_accuracy_final", "Test accuracy", percent, { unit: "%", best: "high" }),
      number("seconds_per_epoch", "Epoch", seconds, { unit: "s" }),
      plain("status", "Status"),
    ]),
    tables.trials ? undefined : averagesTable(study),
    seedsOf(study) > 1 && !tables.trials ? runsTable(study) : undefined,
  ];
  return all.filter((table) => table !== undefined && table.rows.length > 0) as DataTable[];
}

/** A column of a figure of variants. */
function of(
  metric: string,
  title: string,
  format: Format,
  more: Partial<Column<Variant>> = {},
): Column<Variant> {
  return { title, cell: ({ measures }) => measured(measures[metric], format), ...more };
}

const NAME: Column<Variant> = { title: "Run", left: true, cell: ({ name }) => text(name) };
const ACCURACY = { unit: "%", best: "high" } as const;

/** The figures of what a study compares, after the last epoch. */
function variantsTable(study: Study): DataTable {
  const seeds = seedsOf(study);
  const accuracy = ACCURACY, group = "Test set", train = "Training set";
  return dataTable("Figures", compared(study), [
    NAME,
    {
      ...{ title: "Accuracy", ...accuracy, group },
      cell: ({ measures: { test_accuracy_final: reached }, diverged }) =>
        reached === undefined && diverged > 0 ? text("diverged") : measured(reached, percent),
    },
    of("test_loss_final", "Loss", loss, { group }),
    of("train_accuracy_final", "Accuracy", percent, { ...accuracy, group: train }),
    of("train_loss_final", "Loss", loss, { group: train }),
    of("gap", "Gap", percent, { unit: "points" }),
    of("epochs_to_95", "95\u00a0%", count, { group: "Epochs to", best: "low" }),
    of("epochs_to_97", "97\u00a0%", count, { group: "Epochs to", best: "low" }),
    of("train_seconds", "Training", seconds, { unit: "s", group: "Time", best: "low" }),
    of("seconds_per_epoch", "Epoch", seconds, { unit: "s", group: "Time", best: "low" }),
    new Set(compared(study).map(({ parameters }) => parameters)).size > 1 &&
    { title: "Parameters", cell: ({ parameters }) => figure(parameters, count) },
    compared(study).some(({ runs }) => runs !== seeds) &&
    { title: "Runs", cell: ({ runs }) => figure(runs, count) },
    seeds > 1 && compared(study).some(({ diverged }) => diverged > 0) &&
    { title: "Diverged", cell: ({ diverged }) => figure(diverged, count) },
  ], { note: variantsNote(seeds) });
}

function variantsNote(seeds: number): string {
  return (seeds > 1
    ? `Mean ± standard deviation over ${seeds} seeds, after the last epoch. `
    : "After the last epoch. One seed: how far other seeds would be from this is not known. ") +
    "Training figures are taken while the network learns; the gap is training minus test accuracy. " +
    "The best of a column is bold.";
}

/** The same figures on average over all epochs: who learns fast does well here. */
function averagesTable(study: Study): DataTable {
  return dataTable("Averages over all epochs", compared(study), [
    NAME,
    of("test_accuracy_average", "Accuracy", percent, { ...ACCURACY, group: "Test set" }),
    of("test_loss_average", "Loss", loss, { group: "Test set" }),
    of("test_accuracy_best", "Best epoch's accuracy", percent, { ...ACCURACY, group: "Test set" }),
    of("train_accuracy_average", "Accuracy", percent, { ...ACCURACY, group: "Training set" }),
    of("train_loss_average", "Loss", loss, { group: "Training set" }),
  ], { folded: true });
}

/** Every run by itself. */
function runsTable(study: Study): DataTable | undefined {
  return table(study, "runs", "Every run", [
    label("run", "Run"),
    plain("status", "Status"),
    number("test_accuracy_final", "Test accuracy", percent, { unit: "%", best: "high" }),
    number("test_loss_final", "Test loss", loss),
    number("train_accuracy_final", "Training accuracy", percent, { unit: "%" }),
    number("train_loss_final", "Training loss", loss),
    number("epochs_to_95", "Epochs to 95 %", count),
    number("epochs_to_97", "Epochs to 97 %", count),
    number("train_seconds", "Training", seconds, { unit: "s" }),
  ], { folded: true });
}

function table(
  { tables }: Study,
  name: "runs" | "importance" | "comparisons" | "divergences" | "softmax" | "functions",
  caption: string,
  columns: readonly Column<Row>[],
  options: Pick<DataTable, "note" | "folded"> = {},
): DataTable | undefined {
  const rows = tables[name]?.rows ?? [];
  return rows.length > 0 ? dataTable(caption, rows, columns, options) : undefined;
}

function label(column: string, title: string): Column<Row> {
  return { title, left: true, cell: (row) => text(row[column]) };
}

function plain(column: string, title: string): Column<Row> {
  return { title, left: true, cell: (row) => text(row[column]) };
}

function number(column: string, title: string, format: Format, more: Partial<Column<Row>> = {}): Column<Row> {
  // What is no finite number is shown as it stands in the file.
  const cell = (row: Row) => {
    const value = numberIn(row[column]);
    return value === undefined ? text(row[column]) : figure(value, format);
  };
  return { title, cell, ...more };
}

function valueCell(value: string | undefined) {
  return value ? { text: settingText(value), sort: numberIn(value) } : text("");
}

function signedPoints(value: number): string {
  return (value > 0 ? "+" : value < 0 ? "−" : "") + percent(Math.abs(value));
}

function rangeCell({ low, high }: Row) {
  const [from, to] = [numberIn(low), numberIn(high)];
  return from === undefined || to === undefined
    ? text("")
    : { text: `${general(from)} … ${general(to)}`.replaceAll("-", "−"), sort: to - from };
}
