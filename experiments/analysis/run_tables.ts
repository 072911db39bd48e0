/** Tables of runs, and of what was measured in them. Where images were held out, `test_…` is of these.
 * @module
 */
import { hasEnded, type RunRecord, type StepMeasures } from "../study/run_record.ts";
import { type Columns, csv, csvPieces, laterColumns, members, settings } from "./csv.ts";
import { type RunSummary, summarize } from "./run_summary.ts";

/** What something of runs is, each with the name of its run. */
function* ofRuns<T>(records: readonly RunRecord[], of: (record: RunRecord) => Iterable<T>) {
  for (const record of records) for (const one of of(record)) yield { name: record.run.name, ...one };
}

const run = ({ name }: { readonly name: string }) => name;

/** Whether images that are not tested on said when runs end. */
function wereStopped(records: readonly RunRecord[]): boolean {
  return records.some(({ epochs }) => epochs.some(({ validationLoss }) => validationLoss !== undefined));
}

/** `epochs.csv`: a row for each complete epoch. */
export function epochsCsv(records: readonly RunRecord[]): string {
  return csv({
    run,
    ...members("epoch", "trainLoss", "trainAccuracy"),
    test_loss: ({ heldOutLoss }) => heldOutLoss,
    test_accuracy: ({ heldOutAccuracy }) => heldOutAccuracy,
    ...(wereStopped(records) && members("validationLoss", "validationAccuracy")),
    ...members("seconds"),
  }, ofRuns(records, ({ epochs }) => epochs));
}

/** `iterations.csv`: a row for each logged step, which are too many for a string. */
export function iterationsPieces(records: readonly RunRecord[]): Iterable<string> {
  const columns: Columns<StepMeasures & { readonly name: string }> = {
    run,
    ...members("epoch", "iteration"),
    batch_loss: ({ loss }) => loss,
    batch_accuracy: ({ accuracy }) => accuracy,
  };
  return { [Symbol.iterator]: () => csvPieces(columns, ofRuns(records, ({ steps }) => steps)) };
}

/** `runs.csv`: a row for each run that ended by itself. */
export function runsCsv(records: readonly RunRecord[]): string {
  return csv<RunRecord & RunSummary>({
    run: ({ run }) => run.name,
    ...settings(
      "dataset",
      "hidden",
      "activation",
      "loss",
      "seed",
      "optimizer",
      "learningRate",
      "weightDecay",
    ),
    momentum: ({ run: { configuration: c } }) => c.optimizer === "sgd" ? c.momentum : undefined,
    ...settings("batchSize", "epochs"),
    ...laterColumns(records),
    ...(wereStopped(records) && { epochs_trained: ({ epochs }) => epochs.length }),
    ...members("status", "parameters"),
    train_loss_final: ({ final }) => final?.trainLoss,
    train_loss_average: ({ average }) => average?.trainLoss,
    train_accuracy_final: ({ final }) => final?.trainAccuracy,
    train_accuracy_average: ({ average }) => average?.trainAccuracy,
    test_loss_final: ({ final }) => final?.heldOutLoss,
    test_loss_average: ({ average }) => average?.heldOutLoss,
    test_accuracy_final: ({ final }) => final?.heldOutAccuracy,
    test_accuracy_average: ({ average }) => average?.heldOutAccuracy,
    test_accuracy_best: ({ best }) => best,
    epochs_to_95: ({ epochsTo95 }) => epochsTo95,
    epochs_to_97: ({ epochsTo97 }) => epochsTo97,
    ...members("trainSeconds"),
  }, records.filter(hasEnded).map((record) => ({ ...record, ...summarize(record) })));
}

/** `divergences.csv`: a row for each run that diverged. */
export function divergencesCsv(records: readonly RunRecord[]): string {
  const rows = ofRuns(records, ({ divergedAt }) => divergedAt ? [divergedAt] : []);
  return csv({ run, ...members("epoch", "iteration", "layer", "what") }, rows);
}

/** `pre_activations.csv`: a row for each linear layer at each watched step. */
export function preActivationsCsv(records: readonly RunRecord[]): string {
  const rows = ofRuns(
    records,
    ({ watched = [] }) => watched.flatMap((step) => step.layers.map((layer) => ({ ...step, ...layer }))),
  );
  return csv({
    run,
    ...members(
      "epoch",
      "iteration",
      "layer",
      "mean",
      "maximum",
      "gradientNorm",
      "lowest",
      "highest",
      "rowRange",
    ),
  }, rows);
}
