import { countParameters } from "../../study/configuration.ts";
import type { Run } from "../../study/run_names.ts";
import { hasEnded, type RunRecord } from "../../study/run_record.ts";
import { bestCount, isBest } from "../../study/study.ts";
import type { StudyPlan } from "../../study/study_record.ts";

/**
 * Estimates how long a study will take from how long a part of it took: epochs times parameters are its measure of work.
 * Times are milliseconds of a clock that only goes forward.
 */
export class RemainingTime {
  readonly #plan: StudyPlan;
  /** How many runs there will be of what is best in a search, and how many that is for each trial. */
  readonly #bestRuns: number;
  readonly #best: number;
  readonly #started: number;
  /** The work of all runs, and what of it is done. */
  #all: number;
  #done = 0;
  /** What of it the runs of the best were taken for, as long as nobody knew which trial that is. */
  #bestWork: number;
  /** How many epochs of each run are done, with fractions. */
  readonly #epochs = new Map<string, number>();
  /** The runs that were over before. Those of which the network is to be kept now are trained again. */
  readonly #over: Set<string>;
  /** The runs that are being trained. */
  readonly #active = new Map<string, Run>();
  /** How many epochs will be trained. */
  readonly epochs: number;

  /** Nothing of `runs` is trained yet but what the plan has from earlier. */
  constructor(plan: StudyPlan, runs: readonly Run[], now: number) {
    const { study, seeds, share, shard, earlier } = plan;
    const sum = (measure: (run: Run) => number) => runs.reduce((sum, run) => sum + measure(run), 0);
    const left = ({ name, configuration }: Run) => {
      const record = earlier.get(name);
      return isOver(record) ? 0 : configuration.epochs - (record?.epochs.length ?? 0);
    };
    this.#plan = plan;
    this.#bestRuns = study.search && !shard ? seeds * bestCount(study, runs) : 0;
    this.#best = this.#bestRuns / Math.max(1, runs.length);
    this.#started = now;
    this.epochs = share * sum(left);
    this.#bestWork = this.#best * sum((run) => this.#work(run, epochsOf(run, earlier.get(run.name))));
    this.#all = share * sum((run) => this.#work(run, left(run))) + this.#bestWork;
    for (const { name } of runs) this.#epochs.set(name, earlier.get(name)?.epochs.length ?? 0);
    this.#over = new Set(runs.flatMap(({ name }) => isOver(earlier.get(name)) ? [name] : []));
  }

  /** The runs that are being trained, and the epoch that each is in. */
  get active(): { readonly name: string; readonly epoch: number; readonly epochs: number }[] {
    return [...this.#active.values()].map(({ name, configuration: { epochs } }) => ({
      name,
      epoch: Math.min(Math.ceil(this.#epochs.get(name)!), epochs),
      epochs,
    }));
  }

  /** Notes that so many epochs of a run are done, with fractions. */
  reached(run: Run, epochs: number): void {
    if (!this.#epochs.has(run.name) && isBest(this.#plan.study, run.name)) {
      this.#all += this.#work(run, run.configuration.epochs) - this.#bestWork / Math.max(1, this.#bestRuns);
    }
    const before = this.#epochs.get(run.name) ?? 0, over = this.#over.delete(run.name);
    if (over || epochs < before) {
      // It begins again, which nobody knew.
      this.#all += this.#work(run, over ? run.configuration.epochs : before);
      this.#epochs.set(run.name, 0);
    }
    this.#active.set(run.name, run);
    this.#done += this.#work(run, Math.max(0, epochs - (this.#epochs.get(run.name) ?? 0)));
    this.#epochs.set(run.name, epochs);
  }

  /** Notes that a run has ended. */
  ended({ run, epochs, status }: RunRecord): void {
    this.#active.delete(run.name);
    if (status !== "diverged" && status !== "failed" && status !== "finished") return;
    const leftOut = this.#work(run, run.configuration.epochs - epochs.length);
    this.#all -= this.#plan.share * leftOut;
    // The best is trained for as many epochs as its trial was.
    if (status !== "finished" || isBest(this.#plan.study, run.name)) return;
    this.#all -= this.#best * leftOut;
    this.#bestWork -= this.#best * leftOut;
  }

  /** The estimated seconds that are left; undefined as long as nothing was done here that tells. */
  left(now: number): number | undefined {
    return this.#seconds(now, Math.max(0, this.#all - this.#done));
  }

  /** The estimated seconds of all. */
  total(now: number): number | undefined {
    return this.#seconds(now, this.#all);
  }

  /** The seconds that work takes, by what was done in the time until now. */
  #seconds(now: number, work: number): number | undefined {
    return this.#done > 0 ? (now - this.#started) / 1000 * work / this.#done : undefined;
  }

  /** A measure of the time that epochs of a run take. */
  #work({ configuration }: Run, epochs: number): number {
    const { rows, columns, classes } = this.#plan.data;
    return epochs * countParameters(configuration, rows * columns, classes);
  }
}

/** How many epochs a run has or will have: one that finished earlier than planned had no patience left. */
function epochsOf({ configuration }: Run, record: RunRecord | undefined): number {
  return record?.status === "finished" ? record.epochs.length : configuration.epochs;
}

/** Whether a run came to its end earlier. */
export function isOver(record: RunRecord | undefined): boolean {
  return record !== undefined && hasEnded(record);
}
