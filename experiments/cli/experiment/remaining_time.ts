/** How long a study will take.
 * @module
 */
import { countParameters, type Run } from "../../study/configuration.ts";
import { hasEnded, type RunRecord } from "../../study/run_record.ts";
import type { DatasetFacts } from "../../study/study_data.ts";
import type { StudyPlan } from "../../study/study_record.ts";

/** Estimates how long a study will take from how long a part of it took: epochs times parameters are its measure of work. */
export class RemainingTime {
  readonly #plan: StudyPlan;
  readonly #started: number;
  /** The work of all runs that is done now, and of the epochs that are complete. */
  #all: number;
  #done = 0;
  /** The complete epochs of each run. */
  readonly #complete: Map<string, number>;
  /** The epochs of the runs that are being trained, with fractions. */
  readonly #current = new Map<string, { readonly run: Run; readonly epochs: number }>();
  /** How many epochs will be trained. */
  readonly epochs: number;

  /**
   * Nothing is trained yet.
   *
   * @param runs Those of the plan that are trained here.
   * @param now Milliseconds of a clock that only goes forward, as everywhere here.
   */
  constructor(plan: StudyPlan, runs: readonly Run[], now: number) {
    const { study, data, seeds, share, shard, earlier } = plan;
    const sum = (measure: (run: Run) => number) => runs.reduce((sum, run) => sum + measure(run), 0);
    const begunAt = ({ name }: Run) => earlier.get(name)?.epochs.length ?? 0;
    const left = (run: Run) => isOver(earlier.get(run.name)) ? 0 : run.configuration.epochs - begunAt(run);
    const best = study.search && !shard ? seeds / Math.max(1, runs.length) : 0;
    this.#plan = plan;
    this.#started = now;
    this.epochs = share * sum(left);
    this.#all = share * sum((run) => work(run, data, left(run))) +
      best * sum((run) => work(run, data, run.configuration.epochs));
    this.#complete = new Map(runs.map((run) => [run.name, begunAt(run)]));
  }

  /** The runs that are being trained, and the epoch that each is in. */
  get active(): { readonly name: string; readonly epoch: number; readonly epochs: number }[] {
    return [...this.#current.values()].map(({ run: { name, configuration: { epochs } }, epochs: done }) => ({
      name,
      epoch: Math.min(Math.ceil(done), epochs),
      epochs,
    }));
  }

  /** Notes that a run is within an epoch: so many are done, with fractions. */
  within(run: Run, epochs: number): void {
    this.#current.set(run.name, { run, epochs });
  }

  /** Notes that a run has completed an epoch. */
  completed(run: Run, epoch: number): void {
    this.within(run, epoch);
    if (epoch <= (this.#complete.get(run.name) ?? 0)) return;
    this.#complete.set(run.name, epoch);
    this.#done += work(run, this.#plan.data, 1);
  }

  /** Notes that a run has ended. */
  ended({ run, epochs, status }: RunRecord): void {
    this.#current.delete(run.name);
    if (status !== "diverged" && status !== "failed") return;
    // What it leaves out.
    const { data, share } = this.#plan;
    this.#all -= share * work(run, data, run.configuration.epochs - epochs.length);
  }

  /** The estimated seconds that are left. */
  left(now: number): number {
    let done = this.#done;
    for (const [name, { run, epochs }] of this.#current) {
      done += work(run, this.#plan.data, Math.max(0, epochs - (this.#complete.get(name) ?? 0)));
    }
    return Math.max(0, this.#seconds(now) * (this.#all - done) / Math.max(done, 1e-9));
  }

  /** The estimated seconds of all, by the epochs that are complete. */
  total(now: number): number {
    return this.#seconds(now) * this.#all / Math.max(this.#done, 1e-9);
  }

  #seconds(now: number): number {
    return (now - this.#started) / 1000;
  }
}

/** Whether a run came to its end earlier. */
export function isOver(record: RunRecord | undefined): boolean {
  return record !== undefined && hasEnded(record);
}

/** A measure of the time that epochs of a run take. */
function work({ configuration }: Run, { rows, columns, classes }: DatasetFacts, epochs: number): number {
  return epochs * countParameters(configuration, rows * columns, classes);
}
