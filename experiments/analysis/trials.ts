/** The trials of a search.
 * @module
 */
import { columnName, type RunConfiguration, settingText } from "../study/configuration.ts";
import { csv } from "./csv.ts";
import { isBest, type Study } from "../study/study.ts";
import type { RunRecord } from "../study/run_record.ts";

/** The settings in `trials.csv`. */
const SHOWN = [
  ...["hidden", "activation", "loss", "margin", "alpha", "gamma", "optimizer", "learningRate"] as const,
  ...["weightDecay", "momentum", "batchSize", "init", "initStd", "clipNorm", "exponential"] as const,
  ...["softmax", "scale", "seed"] as const,
] satisfies (keyof RunConfiguration)[];

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

/** The columns of `trials.csv`, one row for each trial that began. */
export const TRIAL_COLUMNS: readonly string[] = [
  ...[
    "trial",
    "rank",
    "status",
    "rung",
    "epochs",
    "validation_accuracy",
    "validation_loss",
    "train_accuracy",
  ],
  ...["train_loss", "parameters", ...SHOWN.map(columnName), "train_seconds"],
];

/** `trials.csv`. */
export function trialsCsv(study: Study, records: readonly RunRecord[]): string {
  const ranked = rank(study, records);
  const rows = records.filter(({ run }) => !isBest(study, run.name)).map((record) => {
    const { run, status, rung, epochs, parameters } = record;
    const last = epochs.at(-1);
    return [
      ...[run.name, ranked.indexOf(record) + 1, status, rung, last?.epoch ?? 0],
      ...[last?.heldOutAccuracy, last?.heldOutLoss, last?.trainAccuracy, last?.trainLoss, parameters],
      ...SHOWN.map((key) => settingText(key, run.configuration)),
      epochs.reduce((sum, { seconds }) => sum + seconds, 0),
    ];
  });
  return csv(TRIAL_COLUMNS, rows);
}

function isOut({ status }: RunRecord): boolean {
  return status === "diverged" || status === "failed";
}
