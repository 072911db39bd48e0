import { csv, members, settings } from "./csv.ts";
import { isBest, type Study } from "../study/study.ts";
import type { RunRecord } from "../study/run_record.ts";

/** The trials of a search, the best first: those that went on longest, then by validation accuracy, then loss. */
export function rank(study: Study, records: readonly RunRecord[]): RunRecord[] {
  return records.filter(({ run }) => !isBest(study, run.name)).sort(byMerit);
}

/** The order of trials: below 0 if `a` comes first. A trial that diverged or failed comes after all others. */
export function byMerit(a: RunRecord, b: RunRecord): number {
  const [p, q] = [a.epochs.at(-1), b.epochs.at(-1)];
  return Number(isOut(a)) - Number(isOut(b)) ||
    (q?.epoch ?? 0) - (p?.epoch ?? 0) ||
    (q?.heldOutAccuracy ?? 0) - (p?.heldOutAccuracy ?? 0) ||
    (p?.heldOutLoss ?? 0) - (q?.heldOutLoss ?? 0) ||
    (a.run.name < b.run.name ? -1 : 1);
}

/** `trials.csv`: a row for each trial that began. */
export function trialsCsv(study: Study, records: readonly RunRecord[]): string {
  const augmented = records.some(({ run }) => run.configuration.augment !== "none");
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
    ...(augmented ? settings<RunRecord>("augment") : {}),
    train_seconds: ({ epochs }) => epochs.reduce((sum, { seconds }) => sum + seconds, 0),
  }, records.filter((record) => ranks.has(record)));
}

function isOut({ status }: RunRecord): boolean {
  return status === "diverged" || status === "failed";
}
