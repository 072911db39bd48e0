import { formatClock, formatMeasure, plural } from "../../study/format.ts";
import type { Reporter } from "../../study/reporter.ts";
import { type RunRecord, type StepMeasures, type TimedEpoch, trainSeconds } from "../../study/run_record.ts";
import { belongsTo } from "../../study/shard.ts";
import { bestCount, isBest } from "../../study/study.ts";
import { learnedFrom } from "../../study/study_data.ts";
import type { StudyPlan } from "../../study/study_record.ts";
import type { Io } from "../io.ts";
import { planText } from "./plan_text.ts";
import { jobsLine, leftText, progressLine } from "./progress_line.ts";
import { isOver, RemainingTime } from "./remaining_time.ts";

/** The most lines of epochs that a log gets. */
const MOST_LINES = 500;

/** Shows progress: on a terminal as one line that is redrawn, elsewhere as a line for each epoch. */
export class ProgressDisplay implements Reporter {
  readonly warn: (message: string) => void;
  readonly #io: Io;
  // Both are there from the beginning of the study on, before anything else is told.
  #plan!: StudyPlan;
  #time!: RemainingTime;
  /** How many runs there are, and which are over. */
  #runs = 0;
  #ended = new Set<string>();
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
    const { shard, earlier, study, seeds } = plan;
    const here = shard ? plan.runs.filter((_, position) => belongsTo(shard, position)) : plan.runs;
    this.#mark = this.#io.now();
    this.#plan = plan;
    this.#time = new RemainingTime(plan, here, this.#mark);
    this.#runs = study.search ? here.length + seeds * bestCount(study, here) : here.length;
    const over = here.filter(({ name }) => isOver(earlier.get(name)));
    this.#ended = new Set(over.map(({ name }) => name));
    this.#io.error(planText(plan, here.length, this.#io.columns() ?? Infinity));
  }

  /** Redraws the line, on a terminal. */
  step({ run, epochs }: RunRecord, { epoch, iteration, images, loss, accuracy }: StepMeasures): void {
    const columns = this.#io.columns();
    if (columns === undefined) return;
    const now = this.#io.now(), time = this.#time, count = learnedFrom(this.#plan.data);
    const done = iteration / Math.ceil(count / run.configuration.batchSize); // epochs
    time.reached(run, done);
    this.#ended.delete(run.name); // its network is to be kept now, so it is trained again
    const common = { runs: this.#runs, left: time.left(now), atMost: this.#atMost };
    if (this.#plan.jobs > 1) {
      return this.#redraw(jobsLine({ ...common, ended: this.#ended.size, active: time.active }, columns - 1));
    }
    const last = epochs.at(-1), sinceMark = (done - (epoch - 1)) * count;
    const state = {
      ...common,
      run: Math.min(this.#ended.size + 1, this.#runs),
      name: run.name,
      epoch,
      epochs: run.configuration.epochs,
      loss: last?.trainLoss ?? loss,
      accuracy: last?.heldOutAccuracy ?? accuracy,
      tested: last !== undefined,
      speed: Math.max(images, sinceMark) / Math.max((now - this.#mark) / 1000, 1e-3),
    };
    this.#redraw(progressLine(state, columns - 1));
  }

  /** Writes a line, where there is no terminal. */
  epoch({ run }: RunRecord, measures: TimedEpoch): void {
    const { epoch, trainLoss, trainAccuracy, heldOutLoss, heldOutAccuracy, seconds } = measures;
    const { name, configuration: { epochs } } = run;
    this.#mark = this.#io.now();
    this.#time.reached(run, epoch);
    if (this.#io.columns() !== undefined) return;
    if (epoch !== epochs && epoch % Math.ceil(this.#time.epochs / MOST_LINES) !== 0) return;
    const set = this.#isTrial(name) ? "validation" : "test", left = this.#time.left(this.#mark);
    this.#line(
      `${name}  epoch ${epoch}/${epochs}  ` +
        `train loss ${formatMeasure(trainLoss)}  train accuracy ${formatMeasure(trainAccuracy)}  ` +
        `${set} loss ${formatMeasure(heldOutLoss)}  ${set} accuracy ${formatMeasure(heldOutAccuracy)}  ` +
        `${seconds.toFixed(2)} s${left === undefined ? "" : `  ${leftText(left, this.#atMost)}`}`,
    );
  }

  /** Leaves a line on the terminal; of a search, where a trial is better than all before it. */
  runEnds(record: RunRecord): void {
    const { run: { name }, epochs, status } = record;
    if (status !== "interrupted") this.#ended.add(name);
    this.#mark = this.#io.now();
    this.#time.ended(record);
    const last = epochs.at(-1), trial = this.#isTrial(name);
    const better = status === "finished" && last !== undefined && last.heldOutAccuracy > this.#best;
    if (better) this.#best = last.heldOutAccuracy;
    if (!trial || better || status === "interrupted" || status === "failed") {
      const accuracy = last
        ? `  ${trial ? "validation" : "test"} accuracy ${formatMeasure(last.heldOutAccuracy)}`
        : "";
      const why = record.error === undefined ? "" : `  ${record.error}`;
      const line = `${name}  ${status} after ${plural(epochs.length, "epoch")}${accuracy}`;
      if (this.#io.columns() !== undefined || status !== "finished") {
        this.#leave(`${line}  ${formatClock(trainSeconds(record) ?? 0)}${why}`);
      }
    }
    const { length } = this.#plan.runs;
    const total = this.#time.total(this.#mark);
    if (this.#estimated || length < 10 || total === undefined) return;
    this.#estimated = true;
    this.#leave(`all ${length} will take ${this.#atMost ? "at most" : "about"} ${formatClock(total)}`);
  }

  /** Whether a run is compared with others on images held out for that. */
  #isTrial(name: string): boolean {
    return this.#plan.study.search === true && !isBest(this.#plan.study, name);
  }

  /** Whether runs may end before their last epoch, so that nobody knows how long they take. */
  get #atMost(): boolean {
    return this.#plan.runs.some(({ configuration }) => configuration.patience > 0);
  }

  /** Redraws the line that is overwritten by the next one. */
  #redraw(line: string): void {
    this.#io.error(`\r${line}\x1b[K`);
  }

  /** Writes a line that stays, in place of the one that is redrawn. */
  #leave(line: string): void {
    const columns = this.#io.columns();
    if (columns === undefined) return this.#line(line);
    this.#redraw(line.slice(0, columns - 1));
    this.#line("");
  }

  #line(text: string): void {
    this.#io.error(text + "\n");
  }
}
