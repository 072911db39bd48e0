/** Progress on a screen or in a log.
 * @module
 */
import { formatClock, formatMeasure, plural } from "../../study/format.ts";
import type { Run } from "../../study/configuration.ts";
import type { Reporter } from "../../study/reporter.ts";
import type { EpochMeasures, RunRecord, StepMeasures } from "../../study/run_record.ts";
import { belongsTo } from "../../study/shard.ts";
import { isBest } from "../../study/study.ts";
import { learnedFrom } from "../../study/study_data.ts";
import type { StudyPlan } from "../../study/study_record.ts";
import type { Io } from "../io.ts";
import { planText } from "./plan_text.ts";
import { jobsLine, progressLine } from "./progress_line.ts";
import { isOver, RemainingTime } from "./remaining_time.ts";

/** The most lines of epochs that a log gets. */
const MOST_LINES = 500;

/** A study that is being trained. */
interface Shown {
  readonly plan: StudyPlan;
  /** The runs that are trained here. */
  readonly runs: readonly Run[];
  readonly time: RemainingTime;
}

/** Shows progress: on a terminal as one line that is redrawn, elsewhere as a line for each epoch. */
export class ProgressDisplay implements Reporter {
  readonly warn: (message: string) => void;
  readonly #io: Io;
  #shown: Shown | undefined;
  /** How many runs are over. */
  #ended = 0;
  /** When the last epoch or run ended. */
  #mark = 0;
  /** The highest accuracy of a run so far. */
  #best = 0;
  #estimated = false;

  /** A display on the errors' side of `io`. */
  constructor(io: Io, warn: (message: string) => void = (message) => io.error(message + "\n")) {
    this.#io = io;
    this.warn = warn;
  }

  /** Says what will be trained. */
  studyBegins(plan: StudyPlan): void {
    const { shard, earlier } = plan;
    const runs = shard ? plan.runs.filter((_, position) => belongsTo(shard, position)) : plan.runs;
    this.#mark = this.#io.now();
    this.#shown = { plan, runs, time: new RemainingTime(plan, runs, this.#mark) };
    this.#ended = runs.filter(({ name }) => isOver(earlier.get(name))).length;
    this.#io.error(planText(plan, runs, this.#io.columns() ?? Infinity));
  }

  /** Redraws the line, on a terminal. */
  step(record: RunRecord, { epoch, iteration, images, loss, accuracy }: StepMeasures): void {
    const columns = this.#io.columns();
    if (columns === undefined || !this.#shown) return;
    const { plan: { data, study, seeds, jobs }, runs, time } = this.#shown, now = this.#io.now();
    const { configuration, name } = record.run;
    const last = record.epochs.at(-1);
    const done = iteration * configuration.batchSize / learnedFrom(data); // epochs
    time.within(record.run, done);
    const total = study.search ? runs.length + seeds : runs.length;
    if (jobs > 1) {
      const state = { ended: this.#ended, runs: total, active: time.active, left: time.left(now) };
      return this.#redraw(jobsLine(state, columns - 1));
    }
    const sinceMark = (done - (epoch - 1)) * learnedFrom(data);
    const state = {
      run: Math.min(this.#ended + 1, total),
      runs: total,
      name,
      epoch,
      epochs: configuration.epochs,
      loss: last?.trainLoss ?? loss,
      accuracy: last?.heldOutAccuracy ?? accuracy,
      tested: last !== undefined,
      speed: Math.max(images, sinceMark) / Math.max((now - this.#mark) / 1000, 1e-3),
      left: time.left(now),
    };
    this.#redraw(progressLine(state, columns - 1));
  }

  /** Writes a line, where there is no terminal. */
  epoch({ run }: RunRecord, measures: EpochMeasures): void {
    this.#mark = this.#io.now();
    if (!this.#shown) return;
    const { plan: { study }, time } = this.#shown;
    const { epoch, trainLoss, trainAccuracy, heldOutLoss, heldOutAccuracy, seconds } = measures;
    const { name, configuration: { epochs } } = run;
    time.completed(run, epoch);
    if (this.#io.columns() !== undefined) return;
    if (epoch !== epochs && epoch % Math.ceil(time.epochs / MOST_LINES) !== 0) return;
    const set = study.search && !isBest(study, name) ? "validation" : "test";
    this.#line(
      `${name}  epoch ${epoch}/${epochs}  ` +
        `train loss ${formatMeasure(trainLoss)}  train accuracy ${formatMeasure(trainAccuracy)}  ` +
        `${set} loss ${formatMeasure(heldOutLoss)}  ${set} accuracy ${formatMeasure(heldOutAccuracy)}  ` +
        `${seconds.toFixed(2)} s  ${formatClock(time.left(this.#mark))} left`,
    );
  }

  /** Leaves a line on the terminal; of a search, where a trial is better than all before it. */
  runEnds(record: RunRecord): void {
    this.#ended++;
    this.#mark = this.#io.now();
    if (!this.#shown) return;
    const { plan: { study }, time } = this.#shown;
    const { run, epochs, status } = record;
    time.ended(record);
    const last = epochs.at(-1);
    const better = status === "finished" && (last?.heldOutAccuracy ?? 0) > this.#best;
    if (better) this.#best = last!.heldOutAccuracy;
    const trial = study.search && !isBest(study, run.name);
    if (!trial || better || status === "interrupted" || status === "failed") {
      const seconds = epochs.reduce((sum, { seconds }) => sum + seconds, 0);
      const accuracy = last
        ? `  ${trial ? "validation" : "test"} accuracy ${formatMeasure(last.heldOutAccuracy)}`
        : "";
      const line = `${run.name}  ${status} after ${plural(epochs.length, "epoch")}${accuracy}  ${
        formatClock(seconds)
      }`;
      if (this.#io.columns() !== undefined || status !== "finished") this.#leave(line);
    }
    this.#estimate();
  }

  /** Says after the first run how long all will take. */
  #estimate(): void {
    if (this.#estimated || !this.#shown || this.#shown.plan.runs.length < 10) return;
    this.#estimated = true;
    const { plan, time } = this.#shown;
    this.#leave(`all ${plan.runs.length} will take about ${formatClock(time.total(this.#io.now()))}`);
  }

  /** Redraws the line that is overwritten by the next one. */
  #redraw(line: string): void {
    this.#io.error(`\r${line}\x1b[K`);
  }

  /** Writes a line that stays, in place of the one that is redrawn. */
  #leave(line: string): void {
    const columns = this.#io.columns();
    if (columns !== undefined) this.#io.error(`\r${line.slice(0, columns - 1)}\x1b[K\n`);
    else this.#line(line);
  }

  #line(text: string): void {
    this.#io.error(text + "\n");
  }
}
