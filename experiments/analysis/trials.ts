import { csv, laterColumns, members, settings } from "./csv.ts";
import { bestName, isBest, type Study } from "../study/study.ts";
import { type RunRecord, trainSeconds } from "../study/run_record.ts";

/** The trials of a search, the best first: those that went on longest, then by validation accuracy, then loss. */
export function rank(study: Study, records: readonly RunRecord[]): RunRecord[] {
  return records.filter(({ run }) => !isBest(study, run.name)).sort(byMerit);
}

/** The first of the trials; where each combination of some settings has its own, the first of each. */
export function bestOfEach(study: Study, records: readonly RunRecord[]): RunRecord[] {
  const groups = Map.groupBy(rank(study, records), ({ run }) => bestName(study, run.configuration));
  return [...groups.values()].map(([first]) => first);
}

/** The order of trials: below 0 if `a` comes first. A trial that diverged or failed comes after all others. */
export function byMerit(a: RunRecord, b: RunRecord): number {
  const [p, q] = [a.epochs.at(-1), b.epochs.at(-1)];
  return Number(isOut(a)) - Number(isOut(b)) ||
    compare(reached(b), reached(a)) ||
    (q?.heldOutAccuracy ?? 0) - (p?.heldOutAccuracy ?? 0) ||
    (p?.heldOutLoss ?? 0) - (q?.heldOutLoss ?? 0) ||
    (a.run.name < b.run.name ? -1 : 1);
}

/** `trials.csv`: a row for each trial that began. */
export function trialsCsv(study: Study, records: readonly RunRecord[]): string {
  const ranks = new Map(rank(study, records).map((record, i) => [record, i + 1]));
  return csv<RunRecord>({
    trial: ({ run }) => run.name,
    rank: (record) => ranks.get(record),
    ...members("status", "rung"),
    epochs: ({ epochs }) => epochs.at(-1)?.epoch ?? 0,
    validation_accuracy: ({ epochs }) => epochs.at(-1)?.heldOutAccuracy,
    validation_loss: ({ epochs }) => epochs.at(-1)?.heldOutLoss,
    train_accuracy: ({ epochs }) => epochs.at(-1)?.trainAccuracy,
    train_loss: ({ epochs }) => epochs.at(-1)?.trainLoss,
    ...members("parameters"),
    ...settings("hidden", "activation", "loss", "margin", "alpha", "gamma", "optimizer", "learningRate"),
    ...settings(
      "weightDecay",
      "momentum",
      "batchSize",
      "init",
      "initStd",
      "clipNorm",
      "exponential",
      "softmax",
    ),
    ...settings("scale", "seed"),
    ...laterColumns(records),
    train_seconds: trainSeconds,
  }, records.filter((record) => ranks.has(record)));
}

/** How far a trial has come: one that ended by itself, be it that it found nothing better for long, has come to the end. */
function reached({ status, epochs }: RunRecord): number {
  return status === "finished" ? Infinity : epochs.at(-1)?.epoch ?? 0;
}

/** Below 0 if the first number is smaller. Of two that are infinite neither is. */
function compare(a: number, b: number): number {
  return a === b ? 0 : a - b;
}

function isOut({ status }: RunRecord): boolean {
  return status === "diverged" || status === "failed";
}
