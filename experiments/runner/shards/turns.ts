/** What there is to do for shards in a search that stops hopeless trials.
 * @module
 */
import type { Run } from "../../study/run_names.ts";
import { bracketsOf, type Halving, survivors } from "../../study/halving.ts";
import type { RunRecord } from "../../study/run_record.ts";
import type { StudyPlan } from "../../study/study_record.ts";
import type { Shard } from "../../study/shard.ts";

/**
 * The runs that shards divide among them now: all, or from the second rung on the trials that went on to the rung the search is
 * at, so that each shard has as many of them.
 */
export function divided(
  runs: readonly Run[],
  records: readonly RunRecord[],
  halving?: Halving,
): readonly Run[] {
  const rung = rungOf(records), brackets = bracketsOf(runs.length, halving);
  const there = new Set(records.filter((record) => record.rung === rung).map(({ run }) => run.name));
  return runs.filter(({ name }, i) => there.has(name) || brackets[i] === rung - 1);
}

/** Whether there may be more to do for a shard that has done its part, as soon as the others have done theirs. */
export function mayGoOn(
  { index }: Shard,
  { runs, halving }: StudyPlan,
  records: readonly RunRecord[],
): boolean {
  if (!halving || rungOf(records) > halving.rungs.length) return false;
  const brackets = bracketsOf(runs.length, halving), places = new Map(runs.map(({ name }, i) => [name, i]));
  const members = Map.groupBy(divided(runs, records, halving), ({ name }) => brackets[places.get(name)!]);
  const left = [...members.values()].reduce((sum, of) => sum + survivors(of.length, halving.keep), 0);
  return index <= left + brackets.filter((bracket) => bracket === rungOf(records)).length;
}

/** The last rung that any trial has come to. */
function rungOf(records: readonly RunRecord[]): number {
  return records.reduce((last, { rung = 1 }) => Math.max(last, rung), 1);
}
