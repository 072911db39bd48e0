/** Tables of runs, and of what was measured in them. Where images were held out, `test_…` is of these.
 * @module
 */
import { activationName, hiddenName } from "../study/configuration.ts";
import {
  type Divergence,
  type EpochMeasures,
  hasEnded,
  type LayerMeasures,
  type RunRecord,
  type StepMeasures,
  type WatchedStep,
} from "../study/run_record.ts";
import { type Columns, csv } from "./csv.ts";
import { type RunSummary, summarize } from "./run_summary.ts";

type OfRun<T> = T & { readonly name: string };

const EPOCH_COLUMNS: Columns<OfRun<EpochMeasures>> = {
  run: ({ name }) => name,
  epoch: ({ epoch }) => epoch,
  train_loss: ({ trainLoss }) => trainLoss,
  train_accuracy: ({ trainAccuracy }) => trainAccuracy,
  test_loss: ({ heldOutLoss }) => heldOutLoss,
  test_accuracy: ({ heldOutAccuracy }) => heldOutAccuracy,
  seconds: ({ seconds }) => seconds,
};

/** `epochs.csv`: a row for each complete epoch. */
export function epochsCsv(records: readonly RunRecord[]): string {
  return csv(
    EPOCH_COLUMNS,
    records.flatMap(({ run: { name }, epochs }) => epochs.map((e) => ({ name, ...e }))),
  );
}

const ITERATION_COLUMNS: Columns<OfRun<StepMeasures>> = {
  run: ({ name }) => name,
  epoch: ({ epoch }) => epoch,
  iteration: ({ iteration }) => iteration,
  batch_loss: ({ loss }) => loss,
  batch_accuracy: ({ accuracy }) => accuracy,
};

/** `iterations.csv`: a row for each logged step. */
export function iterationsCsv(records: readonly RunRecord[]): string {
  return csv(
    ITERATION_COLUMNS,
    records.flatMap(({ run: { name }, steps }) => steps.map((s) => ({ name, ...s }))),
  );
}

const RUN_COLUMNS: Columns<RunRecord & RunSummary> = {
  run: ({ run }) => run.name,
  dataset: ({ run }) => run.configuration.dataset,
  hidden: ({ run }) => hiddenName(run.configuration),
  activation: ({ run }) => activationName(run.configuration),
  loss: ({ run }) => run.configuration.loss,
  seed: ({ run }) => run.configuration.seed,
  optimizer: ({ run }) => run.configuration.optimizer,
  learning_rate: ({ run }) => run.configuration.learningRate,
  weight_decay: ({ run }) => run.configuration.weightDecay,
  momentum: ({ run: { configuration: c } }) => c.optimizer === "sgd" ? c.momentum : undefined,
  batch_size: ({ run }) => run.configuration.batchSize,
  epochs: ({ run }) => run.configuration.epochs,
  status: ({ status }) => status,
  parameters: ({ parameters }) => parameters,
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
  train_seconds: ({ trainSeconds }) => trainSeconds,
};

/** `runs.csv`: a row for each run that ended by itself. */
export function runsCsv(records: readonly RunRecord[]): string {
  return csv(RUN_COLUMNS, records.filter(hasEnded).map((record) => ({ ...record, ...summarize(record) })));
}

const DIVERGENCE_COLUMNS: Columns<OfRun<Divergence>> = {
  run: ({ name }) => name,
  epoch: ({ epoch }) => epoch,
  iteration: ({ iteration }) => iteration,
  layer: ({ layer }) => layer,
  what: ({ what }) => what,
};

/** `divergences.csv`: a row for each run that diverged. */
export function divergencesCsv(records: readonly RunRecord[]): string {
  const diverged = records.flatMap(({ run: { name }, divergedAt }) =>
    divergedAt ? [{ name, ...divergedAt }] : []
  );
  return csv(DIVERGENCE_COLUMNS, diverged);
}

const PRE_ACTIVATION_COLUMNS: Columns<OfRun<WatchedStep & LayerMeasures>> = {
  run: ({ name }) => name,
  epoch: ({ epoch }) => epoch,
  iteration: ({ iteration }) => iteration,
  layer: ({ layer }) => layer,
  mean: ({ mean }) => mean,
  maximum: ({ maximum }) => maximum,
  gradient_norm: ({ gradientNorm }) => gradientNorm,
  lowest: ({ lowest }) => lowest,
  highest: ({ highest }) => highest,
  row_range: ({ rowRange }) => rowRange,
};

/** `pre_activations.csv`: a row for each linear layer at each watched step. */
export function preActivationsCsv(records: readonly RunRecord[]): string {
  const rows = records.flatMap(({ run: { name }, watched = [] }) =>
    watched.flatMap((step) => step.layers.map((layer) => ({ name, ...step, ...layer })))
  );
  return csv(PRE_ACTIVATION_COLUMNS, rows);
}
