/** What a run leaves behind.
 * @module
 */
import { activationName, hiddenName } from "../study/configuration.ts";
import { csv } from "./csv.ts";
import { type EpochMeasures, hasEnded, type RunRecord } from "../study/run_record.ts";

/** The sums of a run. What takes all its epochs is undefined if there was none, or some could not be read back. */
export interface RunSummary {
  /** Of the last complete epoch. */
  readonly final: EpochMeasures | undefined;
  /** The means over all epochs. */
  readonly average: Omit<EpochMeasures, "type" | "epoch"> | undefined;
  /** The largest test accuracy of any epoch. */
  readonly best: number | undefined;
  /** The first epoch with a test accuracy of at least 0.95. */
  readonly epochsTo95: number | undefined;
  /** The first epoch with a test accuracy of at least 0.97. */
  readonly epochsTo97: number | undefined;
  /** The seconds of all epochs together. */
  readonly trainSeconds: number;
}

/** Sums a run up. */
export function summarize({ epochs }: Pick<RunRecord, "epochs">): RunSummary {
  const mean = (measure: (epoch: EpochMeasures) => number) =>
    epochs.reduce((sum, epoch) => sum + measure(epoch), 0) / epochs.length;
  const whole = epochs.length > 0 && epochs.length === epochs.at(-1)!.epoch;
  const first = (accuracy: number) =>
    whole ? epochs.find(({ heldOutAccuracy }) => heldOutAccuracy >= accuracy)?.epoch : undefined;
  return {
    final: epochs.at(-1),
    average: whole
      ? {
        trainLoss: mean(({ trainLoss }) => trainLoss),
        trainAccuracy: mean(({ trainAccuracy }) => trainAccuracy),
        heldOutLoss: mean(({ heldOutLoss }) => heldOutLoss),
        heldOutAccuracy: mean(({ heldOutAccuracy }) => heldOutAccuracy),
        seconds: mean(({ seconds }) => seconds),
      }
      : undefined,
    best: whole ? Math.max(...epochs.map(({ heldOutAccuracy }) => heldOutAccuracy)) : undefined,
    epochsTo95: first(0.95),
    epochsTo97: first(0.97),
    trainSeconds: epochs.reduce((sum, { seconds }) => sum + seconds, 0),
  };
}

/** The columns of `epochs.csv`, one row for each complete epoch. */
export const EPOCH_COLUMNS = "run,epoch,train_loss,train_accuracy,test_loss,test_accuracy,seconds".split(",");

/** The columns of `iterations.csv`, one row for each logged step. */
export const ITERATION_COLUMNS = "run,epoch,iteration,batch_loss,batch_accuracy".split(",");

/** The columns of `runs.csv`, one row for each run that ended by itself. */
export const RUN_COLUMNS =
  ("run,dataset,hidden,activation,loss,seed,optimizer,learning_rate,weight_decay,momentum,batch_size,epochs,status," +
    "parameters,train_loss_final,train_loss_average,train_accuracy_final,train_accuracy_average,test_loss_final," +
    "test_loss_average,test_accuracy_final,test_accuracy_average,test_accuracy_best,epochs_to_95,epochs_to_97," +
    "train_seconds").split(",");

/** `epochs.csv`. Numbers have all their digits: reading them back gives the same numbers. */
export function epochsCsv(records: readonly RunRecord[]): string {
  return csv(
    EPOCH_COLUMNS,
    records.flatMap(({ run, epochs }) =>
      epochs.map((e) => [
        ...[run.name, e.epoch, e.trainLoss, e.trainAccuracy, e.heldOutLoss, e.heldOutAccuracy, e.seconds],
      ])
    ),
  );
}

/** `iterations.csv`. */
export function iterationsCsv(records: readonly RunRecord[]): string {
  return csv(
    ITERATION_COLUMNS,
    records.flatMap(({ run, steps }) =>
      steps.map(({ epoch, iteration, loss, accuracy }) => [run.name, epoch, iteration, loss, accuracy])
    ),
  );
}

/** `runs.csv`. */
export function runsCsv(records: readonly RunRecord[]): string {
  return csv(RUN_COLUMNS, records.filter(hasEnded).map(runRow));
}

function runRow(record: RunRecord): unknown[] {
  const { run: { name, configuration: c }, parameters, status } = record;
  const { final, average, best, epochsTo95, epochsTo97, trainSeconds } = summarize(record);
  return [
    ...[name, c.dataset, hiddenName(c), activationName(c), c.loss, c.seed, c.optimizer],
    ...[c.learningRate, c.weightDecay, c.optimizer === "sgd" ? c.momentum : undefined, c.batchSize, c.epochs],
    ...[status, parameters],
    ...[final?.trainLoss, average?.trainLoss, final?.trainAccuracy, average?.trainAccuracy],
    ...[final?.heldOutLoss, average?.heldOutLoss, final?.heldOutAccuracy, average?.heldOutAccuracy, best],
    ...[epochsTo95, epochsTo97, trainSeconds],
  ];
}

/** The columns of `divergences.csv`, one row for each run that diverged. */
export const DIVERGENCE_COLUMNS = "run,epoch,iteration,layer,what".split(",");

/** `divergences.csv`. */
export function divergencesCsv(records: readonly RunRecord[]): string {
  return csv(
    DIVERGENCE_COLUMNS,
    records.flatMap(({ run, divergedAt: d }) => d ? [[run.name, d.epoch, d.iteration, d.layer, d.what]] : []),
  );
}

/** The columns of `pre_activations.csv`, one row for each linear layer at each watched step. */
export const PRE_ACTIVATION_COLUMNS =
  "run,epoch,iteration,layer,mean,maximum,gradient_norm,lowest,highest,row_range".split(",");

/** `pre_activations.csv`. */
export function preActivationsCsv(records: readonly RunRecord[]): string {
  return csv(
    PRE_ACTIVATION_COLUMNS,
    records.flatMap(({ run, watched = [] }) =>
      watched.flatMap(({ epoch, iteration, gradientNorm, layers }) =>
        layers.map(({ layer, mean, maximum, lowest, highest, rowRange }) => [
          ...[run.name, epoch, iteration, layer, mean, maximum, gradientNorm, lowest, highest, rowRange],
        ])
      )
    ),
  );
}
