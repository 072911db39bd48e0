/** The tables of a study.
 * @module
 */
import { compare, type Comparison } from "../analysis/comparisons.ts";
import { studyImportance } from "../analysis/importance.ts";
import type { Importance } from "../analysis/importance_types.ts";
import { summarize } from "../analysis/run_summary.ts";
import { type Figure, summarizeVariants, type VariantSummary } from "../analysis/summary.ts";
import { settingName } from "../charts/setting_words.ts";
import type { FunctionMeasures, SoftmaxMeasures } from "../study/extra_measures.ts";
import type { RunRecord } from "../study/run_record.ts";
import { type Column, type DataTable, dataTable, numbers, settings, words } from "./data_table.ts";
import { type FoundStudy, seedsOf } from "./found_study.ts";
import { count, type Format, general, loss, percent, points, probability, seconds } from "./numbers.ts";
import { trialsTable } from "./trials_table.ts";

/** Above so many pairs they are folded. */
const MANY_PAIRS = 12;

/** All tables of a study that there is anything for. */
export function tablesOf(found: FoundStudy): DataTable[] {
  const { study, records, extra } = found.record;
  const { metric, importances = [] } = studyImportance(found.record) ?? {};
  const own = study.search
    ? [trialsTable(found.record)]
    : [variantsTable(found), averagesTable(found), ...seedsOf(found) > 1 ? [runsTable(records)] : []];
  const [main, ...folded] = own;
  return [
    main,
    importanceTable(importances, metric),
    comparisonsTable(compare(summarizeVariants(records))),
    divergencesTable(records),
    softmaxTable(extra.softmax ?? []),
    functionsTable(extra.functions ?? [], found.variants),
    ...folded,
  ].filter(({ rows }) => rows.length > 0);
}

const NAME = words<VariantSummary>("Run", ({ variant }) => variant);
const ACCURACY = { unit: "%", best: "high" } as const;
const EPOCHS = { group: "Epochs to", best: "low" } as const;
const TIME = { unit: "s", group: "Time", best: "low" } as const;
const TEST = { group: "Test set" } as const, TRAIN = { group: "Training set" } as const;

/** A column of a figure of variants. */
function figure(name: Figure, title: string, format: Format, more: Partial<Column<VariantSummary>> = {}) {
  return numbers<VariantSummary>(title, ({ figures }) => figures[name], format, more);
}

/** The figures of what a study compares, after the last epoch. */
function variantsTable(study: FoundStudy): DataTable {
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
function averagesTable({ variants }: FoundStudy): DataTable {
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
function runsTable(records: readonly RunRecord[]): DataTable {
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

function importanceTable(importances: readonly Importance[], metric = ""): DataTable {
  const epoch = /_epoch_(\d+)$/.exec(metric)?.[1];
  return dataTable("Which settings matter", importances, [
    words("Setting", ({ setting }) => settingName(setting)),
    numbers("Share of variance", ({ importance }) => importance, percent, { unit: "%", best: "high" }),
    ...(importances.some(({ p }) => p !== undefined)
      ? [numbers<Importance>("p", ({ p }) => p, probability)]
      : []),
    settings("Best value", ({ best }) => best?.value, { left: true }),
    numbers("Its mean accuracy", ({ best }) => best?.mean, percent, { unit: "%" }),
    settings("Worst value", ({ worst }) => worst?.value, { left: true }),
    numbers("Its mean accuracy", ({ worst }) => worst?.mean, percent, { unit: "%" }),
  ], { note: epoch && `Of the accuracy after epoch ${epoch}, which all of them reached.` });
}

function comparisonsTable(pairs: readonly Comparison[]): DataTable {
  return dataTable("Which differences stand (Welch's t-test, Holm's correction)", pairs, [
    words("Run", ({ a }) => a),
    words("Compared with", ({ b }) => b),
    numbers("Difference", ({ difference }) => difference, points, { unit: "points" }),
    numbers("Standard error", ({ standardError }) => standardError, percent, { unit: "points" }),
    numbers("p", ({ p }) => p, probability),
    numbers("p, corrected", ({ pAdjusted }) => pAdjusted, probability),
    words("Stands", ({ stands }) => stands ? "yes" : "no"),
  ], { folded: pairs.length > MANY_PAIRS });
}

function divergencesTable(records: readonly RunRecord[]): DataTable {
  return dataTable("Where training broke down", records.filter(({ status }) => status === "diverged"), [
    words("Run", ({ run }) => run.name),
    numbers("Epoch", ({ divergedAt }) => divergedAt?.epoch, count),
    numbers("Step", ({ divergedAt }) => divergedAt?.iteration, count),
    words("Layer", ({ divergedAt }) => divergedAt?.layer),
    words("What was no finite number first", ({ divergedAt }) => divergedAt?.what),
  ]);
}

function softmaxTable(measures: readonly SoftmaxMeasures[]): DataTable {
  return dataTable("Softmax of the logits 0, 1 … 9 plus a shift, in float32", measures, [
    words("Method", ({ method }) => method),
    numbers("Shift", ({ shift }) => shift, count),
    numbers("Sum of exponentials", ({ sum }) => sum, general),
    numbers("Largest probability", ({ largest }) => largest, general),
    numbers("Largest error", ({ maximumError }) => maximumError, general),
    words("Status", ({ status }) => status),
  ], { folded: true });
}

function functionsTable(
  measures: readonly FunctionMeasures[],
  variants: readonly VariantSummary[],
): DataTable {
  const rows = measures.map((way) => ({
    ...way,
    trained: variants.find(({ variant }) => variant === `${way.place} ${way.exponential}`),
  }));
  return dataTable("Ways to get the exponential", rows, [
    words("In", ({ place }) => place),
    words("Exponential", ({ exponential }) => exponential),
    {
      title: "Range seen in training",
      cell: ({ low, high }) => ({
        text: `${general(low)} … ${general(high)}`.replaceAll("-", "−"),
        sort: high - low,
      }),
    },
    numbers("Largest error", ({ maximumError }) => maximumError, general, { best: "low" }),
    numbers("Forward", ({ forwardNs }) => forwardNs, general, { unit: "ns a number" }),
    numbers("Backward", ({ backwardNs }) => backwardNs, general, { unit: "ns a number" }),
    numbers("Test accuracy", ({ trained }) => trained?.figures.test_accuracy_final, percent, ACCURACY),
    numbers("Epoch", ({ trained }) => trained?.figures.seconds_per_epoch, seconds, { unit: "s" }),
    words("Status", ({ trained }) => trained && (trained.diverged > 0 ? "diverged" : "finished")),
  ]);
}
