import { columnName, valuesOf, variantOf } from "../study/run_names.ts";
import { csv, members } from "./csv.ts";
import { METRIC } from "./comparisons.ts";
import { axesOf, combinedRuns } from "../study/study.ts";
import { min } from "../study/extent.ts";
import type { RunRecord } from "../study/run_record.ts";
import type { StudyRecord } from "../study/study_record.ts";
import { drawnImportances } from "./drawn_importance.ts";
import type { GridPoint, Importance } from "./importance_types.ts";

/**
 * The variance of a measure over a complete grid, taken apart: the variance of the means over all but one setting, of
 * the means over all but two beyond what each of them explains, and what remains (functional analysis of variance; F.
 * Hutter and others, "An efficient approach for assessing hyperparameter importance", 2014). Largest first.
 */
export function importances(points: readonly GridPoint[]): Importance[] {
  const settings = Object.keys(points[0]?.values ?? {});
  const mean = (numbers: readonly number[]) => numbers.reduce((sum, n) => sum + n, 0) / numbers.length;
  const overall = mean(points.map(({ measure }) => measure));
  const total = mean(points.map(({ measure }) => (measure - overall) ** 2));
  const means = (keys: readonly string[]) =>
    [...Map.groupBy(points, ({ values }) => keys.map((key) => values[key]).join(" × "))]
      .map(([value, group]) => ({
        value,
        mean: mean(group.map(({ measure }) => measure)),
        size: group.length,
      }));
  const explained = (keys: readonly string[]) =>
    means(keys).reduce((sum, group) => sum + group.size * (group.mean - overall) ** 2, 0) / points.length;
  const share = (variance: number) => total > 0 ? Math.max(0, variance / total) : 0;

  const alone = settings.map((setting): Importance => {
    const ranked = means([setting]).sort((a, b) => b.mean - a.mean);
    const pick = (group: typeof ranked[number]) => ({ value: group.value, mean: group.mean });
    const [best, worst] = [pick(ranked[0]), pick(ranked[ranked.length - 1])];
    return { setting, importance: share(explained([setting])), best, worst };
  });
  const pairs = settings.flatMap((a, i) =>
    settings.slice(i + 1).map((b): Importance => ({
      setting: `${a} × ${b}`,
      importance: share(explained([a, b]) - explained([a]) - explained([b])),
    }))
  );
  const sorted = [...alone, ...pairs].sort((a, b) => b.importance - a.importance);
  const rest = Math.max(0, 1 - sorted.reduce((sum, { importance }) => sum + importance, 0));
  return settings.length > 2
    ? [...sorted, { setting: "the rest", importance: total > 0 ? rest : 0 }]
    : sorted;
}

export interface StudyImportance {
  readonly metric: string;
  readonly importances: readonly Importance[];
  /** Whether it is of trials that were drawn, in groups of each setting. */
  readonly drawn?: boolean;
}

/** Whether the trials of a search were drawn: they are not every combination of their values. */
export function wasDrawn({ study, runs }: Pick<StudyRecord, "study" | "runs">): boolean {
  const trials = combinedRuns(study, runs), axes = axesOf(study, trials);
  const values = trials.map(({ configuration }) => valuesOf(axes, configuration));
  return study.search === true && axes.length > 0 && trials.length < countCombinations(axes, values);
}

function countCombinations(
  axes: ReturnType<typeof axesOf>,
  values: readonly Readonly<Record<string, string>>[],
): number {
  return axes.map(columnName).reduce(
    (product, name) => product * new Set(values.map((of) => of[name])).size,
    1,
  );
}

/**
 * The importance of the settings of a study, if it combines several. A run that diverged counts as guessing; in a search
 * with rungs trials are compared at the first, which all of them reach.
 */
export function studyImportance(
  { study, runs, records, data: { classes } }: Pick<StudyRecord, "study" | "runs" | "records" | "data">,
): StudyImportance | undefined {
  const all = records.map(({ run }) => run);
  const axes = axesOf(study, all);
  if (axes.length < 2) return undefined;
  const names = new Set(combinedRuns(study, all).map(({ name }) => name));
  const taken = records.filter(({ run }) => names.has(run.name));
  const ended = taken.filter(({ epochs, status }) => status !== "diverged" && epochs.length > 0);
  const epochs = min(ended, lastOf) ?? 0;
  const whole = ended.every((record) =>
    lastOf(record) === record.run.configuration.epochs || endedEarly(record)
  );
  const at = ({ epochs: own }: RunRecord) =>
    (whole ? own.at(-1) : own.find(({ epoch }) => epoch === epochs))?.heldOutAccuracy;
  // Where some epochs could not be read back, there may be none to compare all of them at.
  if (ended.some((record) => at(record) === undefined)) return undefined;
  const points = [...Map.groupBy(taken, ({ run }) => variantOf(run)).values()].map((group): GridPoint => {
    const measures = group.map((record) =>
      record.status === "diverged" ? 1 / classes : at(record) ?? 1 / classes
    );
    return {
      values: valuesOf(axes, group[0].run.configuration),
      measure: measures.reduce((sum, value) => sum + value, 0) / measures.length,
    };
  });
  const complete = points.length >= countCombinations(axes, points.map(({ values }) => values));
  // Of a grid with gaps the means over all else are of something else each.
  if (!complete && !wasDrawn({ study, runs })) return undefined;
  const found = complete ? importances(points) : drawnImportances(points);
  if (found.length === 0) return undefined;
  const kind = study.search ? "validation_accuracy" : METRIC.replace("_final", "");
  const metric = whole ? `${kind}_final` : `${kind}_epoch_${epochs}`;
  return { metric, importances: found, ...(!complete && { drawn: true }) };
}

/** Whether a trial came to its end before the last epoch, for want of anything better. */
function endedEarly({ status, run, epochs }: RunRecord): boolean {
  return status === "finished" && run.configuration.patience > 0 && epochs.length > 0;
}

function lastOf({ epochs }: RunRecord): number {
  return epochs.at(-1)!.epoch;
}

/** `importance.csv`: a row for each setting, and unless they were drawn each pair of them and the rest. */
export function importanceCsv({ metric, importances, drawn }: StudyImportance): string {
  return csv({
    ...members<Importance>("setting", "importance"),
    best_value: ({ best }) => best?.value,
    best_mean: ({ best }) => best?.mean,
    worst_value: ({ worst }) => worst?.value,
    worst_mean: ({ worst }) => worst?.mean,
    ...(drawn && members<Importance>("p")),
    metric: () => metric,
  }, importances);
}
