/** How long training takes to get somewhere.
 * @module
 */
import { formatPercent, formatSeconds, plural } from "../study/format.ts";
import type { RunRecord } from "../study/run_record.ts";
import type { StudyRecord } from "../study/study_record.ts";
import { csv, members } from "./csv.ts";
import { median } from "./statistics.ts";
import { summarizeVariants } from "./summary.ts";

/** What a variant needs to get to an accuracy on images that are not learned from. */
export interface GoalTime {
  readonly variant: string;
  /** The accuracy. */
  readonly goal: number;
  readonly runs: number;
  /** How many of the runs got there. */
  readonly reached: number;
  /** The medians of all runs, of which those that never got there take for ever; undefined if these are too many. */
  readonly epochs: number | undefined;
  readonly seconds: number | undefined;
  /** The least and the most of those that got there. */
  readonly secondsLeast: number | undefined;
  readonly secondsMost: number | undefined;
}

/** The epochs and the seconds of training steps until the first epoch with such an accuracy is over. */
function timeTo(goal: number, { epochs }: RunRecord): { epochs: number; seconds: number } {
  let seconds = 0;
  for (const epoch of epochs) {
    seconds += epoch.seconds ?? NaN;
    if (epoch.heldOutAccuracy >= goal) return { epochs: epoch.epoch, seconds };
  }
  return { epochs: Infinity, seconds: Infinity };
}

/** Each goal of a study with each variant. */
export function goalTimes({ study, records }: Pick<StudyRecord, "study" | "records">): GoalTime[] {
  const finite = (value: number | undefined) => Number.isFinite(value) ? value : undefined;
  return (study.goals ?? []).flatMap((goal) =>
    summarizeVariants(records).map(({ variant, records }): GoalTime => {
      const times = records.map((record) => timeTo(goal, record));
      const seconds = times.map(({ seconds }) => seconds).filter(Number.isFinite).sort((a, b) => a - b);
      return {
        variant,
        goal,
        runs: times.length,
        reached: seconds.length,
        epochs: finite(median(times.map(({ epochs }) => epochs))),
        seconds: finite(median(times.map(({ seconds }) => seconds))),
        secondsLeast: seconds.at(0),
        secondsMost: seconds.at(-1),
      };
    })
  );
}

/** `goals.csv`: a row for each goal and variant. */
export function goalsCsv(times: readonly GoalTime[]): string {
  return csv(
    members<GoalTime>(
      "goal",
      "variant",
      "runs",
      "reached",
      "epochs",
      "seconds",
      "secondsLeast",
      "secondsMost",
    ),
    times,
  );
}

/** Who gets to each goal soonest, and what the seconds are of. */
export function goalSentences(record: StudyRecord): string[] {
  const times = goalTimes(record);
  const sentences = [...Map.groupBy(times, ({ goal }) => goal)].map(([goal, rows]) => {
    const [first] = rows.filter(({ seconds }) => seconds !== undefined).sort((a, b) =>
      a.seconds! - b.seconds!
    );
    const to = `${Number(formatPercent(goal))} %`;
    if (!first) return `${to} is reached by none, or by less than half of the seeds.`;
    const { variant, runs, reached, epochs, seconds, secondsLeast: least, secondsMost: most } = first;
    const of = runs === 1
      ? ""
      : ` (median of ${plural(runs, "seed")}, of which ${reached} got there: ${formatSeconds(least!)} to ${
        formatSeconds(most!)
      } s)`;
    const there = `${formatSeconds(seconds!)} s of training${of} and ${plural(epochs!, "epoch")}`;
    return `${to} is reached soonest by ${variant}, after ${there}.`;
  });
  return sentences.length === 0 ? [] : [
    ...sentences,
    "Seconds are those of training steps: starting, loading and evaluating are not in them.",
  ];
}
