/** Who is told how a study is coming along.
 * @module
 */
import type { RunRecord, StepMeasures, TimedEpoch } from "./run_record.ts";
import type { StudyPlan } from "./study_record.ts";

export interface Reporter {
  studyBegins?(plan: StudyPlan): void;
  /** A run is at a step: not each one, about ten times a second. */
  step?(record: RunRecord, step: StepMeasures): void;
  epoch?(record: RunRecord, epoch: TimedEpoch): void;
  /** A run has ended, or was interrupted. */
  runEnds?(record: RunRecord): void;
  /** Something is wrong, and it goes on all the same. */
  warn?(message: string): void;
}
