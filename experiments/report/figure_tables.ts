/** Tables of what runs come to.
 * @module
 */
import { summarize } from "../analysis/run_summary.ts";
import { type Figure, summarizeVariants, type VariantSummary } from "../analysis/summary.ts";
import type { RunRecord } from "../study/run_record.ts";
import { isBest } from "../study/study.ts";
import { type Column, type DataTable, dataTable, numbers, words } from "./data_table.ts";
import { type FoundStudy, seedsOf } from "./found_study.ts";
import { count, type Format, loss, percent, seconds } from "./numbers.ts";

const NAME = words<VariantSummary>("Run", ({ variant }) => variant);

/** How the test accuracy is shown. */
export const ACCURACY = { unit: "%", best: "high" } as const;
const EPOCHS = { group: "Epochs to", best: "low" } as const;
const TIME = { unit: "s", group: "Time", best: "low" } as const;
const TEST = { group: "Test set" } as const, TRAIN = { group: "Training set" } as const;

/** A column of a figure of variants. */
function figure(name: Figure, title: string, format: Format, more: Partial<Column<VariantSummary>> = {}) {
  return numbers<VariantSummary>(title, ({ figures }) => figures[name], format, more);
}

/** The figures of what a study compares, after the last epoch. */
export function variantsTable(study: FoundStudy): DataTable {
  const { variants } = study, seeds = seedsOf(study);
  const accuracy = figure("test_accuracy_final", "Accuracy", percent, { ...ACCURACY, ...TEST });
  const sizes = new Set(variants.map(({ records }) => records[0].parameters));
  return dataTable("Figures", variants, [
    NAME,
    {
      ...accuracy,
      cell: (variant) =>
        variant.diverged === variant.records.length ? { text: "diverged" } : accuracy.cell(variant),
    },
    figure("test_loss_final", "Loss", loss, TEST),
    figure("train_accuracy_final", "Accuracy", percent, { ...ACCURACY, ...TRAIN }),
    figure("train_loss_final", "Loss", loss, TRAIN),
    figure("gap", "Gap", percent, { unit: "points" }),
    figure("epochs_to_95", "95\u00a0%", count, EPOCHS),
    figure("epochs_to_97", "97\u00a0%", count, EPOCHS),
    figure("train_seconds", "Training", seconds, TIME),
    figure("seconds_per_epoch", "Epoch", seconds, TIME),
    sizes.size > 1 && numbers("Parameters", ({ records }) => records[0].parameters, count),
    variants.some(({ records }) => records.length !== seeds) &&
    numbers("Runs", ({ records }) => records.length, count),
    seeds > 1 && variants.some(({ diverged }) => diverged > 0) &&
    numbers("Diverged", ({ diverged }) => diverged, count),
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
export function averagesTable({ variants }: FoundStudy): DataTable {
  const known = variants.filter(({ figures }) => figures.test_accuracy_average);
  return dataTable("Averages over all epochs", known, [
    NAME,
    figure("test_accuracy_average", "Accuracy", percent, { ...ACCURACY, ...TEST }),
    figure("test_loss_average", "Loss", loss, TEST),
    figure("test_accuracy_best", "Best epoch's accuracy", percent, { ...ACCURACY, ...TEST }),
    figure("train_accuracy_average", "Accuracy", percent, { ...ACCURACY, ...TRAIN }),
    figure("train_loss_average", "Loss", loss, TRAIN),
  ], { folded: true });
}

/** Every run by itself. */
export function runsTable(records: readonly RunRecord[]): DataTable {
  const rows = records.map((record) => ({ ...record, ...summarize(record) }));
  return dataTable("Every run", rows, [
    words("Run", ({ run }) => run.name),
    words("Status", ({ status }) => status),
    numbers("Test accuracy", ({ final }) => final?.heldOutAccuracy, percent, ACCURACY),
    numbers("Test loss", ({ final }) => final?.heldOutLoss, loss),
    numbers("Training accuracy", ({ final }) => final?.trainAccuracy, percent, { unit: "%" }),
    numbers("Training loss", ({ final }) => final?.trainLoss, loss),
    numbers("Epochs to 95 %", ({ epochsTo95 }) => epochsTo95, count),
    numbers("Epochs to 97 %", ({ epochsTo97 }) => epochsTo97, count),
    numbers("Training", ({ trainSeconds }) => trainSeconds, seconds, { unit: "s" }),
  ], { folded: true });
}

/** The best trial of each kind, trained on all images. */
export function bestTable({ study, records }: FoundStudy["record"]): DataTable {
  const best = summarizeVariants(records.filter(({ run }) => isBest(study, run.name)));
  return dataTable("The best of each, with all training images", best, [
    NAME,
    figure("test_accuracy_final", "Accuracy", percent, { ...ACCURACY, ...TEST }),
    figure("test_loss_final", "Loss", loss, TEST),
    figure("train_accuracy_final", "Accuracy", percent, { ...ACCURACY, ...TRAIN }),
    figure("epochs_to_97", "97\u00a0%", count, EPOCHS),
  ], { note: "Chosen on images held out of the training set; tested only then." });
}
