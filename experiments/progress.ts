/** Progress on a screen or in a log.
 * @module
 */
import { countParameters, type Run } from "./configuration.ts";
import {
  describeData,
  describeEpochs,
  describeLosses,
  describeNetwork,
  describeParameters,
  describeTraining,
} from "./describe.ts";
import { formatClock, formatMeasure, plural, wrap } from "./format.ts";
import type { Io } from "./io.ts";
import { progressLine } from "./progress_line.ts";
import type { RunRecord } from "./results.ts";
import type { Reporter, StudyPlan } from "./run_study.ts";
import type { EpochMeasures, StepMeasures } from "./train.ts";

/** The most lines of epochs that a log gets. */
const MOST_LINES = 500;

/** Shows progress: on a terminal as one line that is redrawn, elsewhere as a line for each epoch. */
export class Progress implements Reporter {
  readonly #io: Io;
  #plan: StudyPlan | undefined;
  #ended = 0;
  #started = 0;
  #runStarted = 0;
  /** A measure of time, see {@linkcode work}: of all runs, and of those that are over. */
  #work = { all: 0, done: 0 };
  #epochs = 0;

  /** Progress that goes to the errors' side of `io`. */
  constructor(io: Io) {
    this.#io = io;
  }

  /** Says what will be trained. */
  studyBegins(plan: StudyPlan): void {
    const { study, runs, data, folder } = plan;
    this.#plan = plan;
    this.#started = this.#runStarted = this.#io.now();
    this.#epochs = runs.reduce((sum, { configuration }) => sum + configuration.epochs, 0);
    this.#work.all = runs.reduce((sum, run) => sum + work(run, data, run.configuration.epochs), 0);
    const origin = data.verified === undefined
      ? data.source
      : `${data.verified ? "the published files" : "NOT the published files"} from ${data.source}`;
    const lines = [
      ["Study", `${study.name}: ${study.description} (${plural(runs.length, "run")})`],
      ["Data", `${describeData(data)}, ${origin}`],
      ["Network", `${describeNetwork(runs, data)}, ${describeParameters(runs, data)} parameters`],
      ["Loss", describeLosses(runs)],
      ["Training", `${describeEpochs(runs)}, ${describeTraining(runs)}`],
      ["Results", folder ?? "not written"],
    ];
    const width = this.#io.columns() ?? Infinity;
    for (const [name, text] of lines) {
      wrap(text, width - 11).forEach((part, i) => this.#line(`${(i === 0 ? name : "").padEnd(9)} ${part}`));
    }
    this.#line("");
  }

  /** Redraws the line, on a terminal. */
  step(
    record: RunRecord,
    { epoch, iteration, images, loss, accuracy }: StepMeasures,
  ): void {
    const columns = this.#io.columns();
    if (columns === undefined || !this.#plan) return;
    const { runs, data } = this.#plan;
    const { configuration, name } = record.run;
    const last = record.epochs.at(-1);
    const seconds = (this.#io.now() - this.#runStarted) / 1000;
    const done = iteration * configuration.batchSize / data.train.count; // epochs
    const line = progressLine({
      ...{ run: this.#ended + 1, runs: runs.length, name, epoch, epochs: configuration.epochs },
      ...{
        loss: last?.trainLoss ?? loss,
        accuracy: last?.testAccuracy ?? accuracy,
        tested: last !== undefined,
      },
      speed: Math.max(images, done * data.train.count) / Math.max(seconds, 1e-3),
      left: this.#left(record.run, done),
    }, columns - 1);
    this.#io.error(`\r${line}\x1b[K`);
  }

  /** Writes a line, where there is no terminal. */
  epoch(record: RunRecord, e: EpochMeasures): void {
    if (this.#io.columns() !== undefined) return;
    const { epochs } = record.run.configuration;
    if (e.epoch !== epochs && e.epoch % Math.ceil(this.#epochs / MOST_LINES) !== 0) return;
    this.#line(
      `${record.run.name}  epoch ${e.epoch}/${epochs}  ` +
        `train loss ${formatMeasure(e.trainLoss)}  train accuracy ${formatMeasure(e.trainAccuracy)}  ` +
        `test loss ${formatMeasure(e.testLoss)}  test accuracy ${formatMeasure(e.testAccuracy)}  ` +
        `${e.seconds.toFixed(2)} s  ${formatClock(this.#left(record.run, e.epoch))} left`,
    );
  }

  /** Leaves a line on the terminal. */
  runEnds(record: RunRecord): void {
    this.#ended++;
    const { run, epochs, status } = record;
    if (this.#plan) {
      const done = work(run, this.#plan.data, epochs.length);
      this.#work.done += done;
      this.#work.all -= work(run, this.#plan.data, run.configuration.epochs) - done; // what a diverged run leaves out
    }
    const columns = this.#io.columns();
    const seconds = (this.#io.now() - this.#runStarted) / 1000;
    this.#runStarted = this.#io.now();
    const last = epochs.at(-1);
    const measures = last ? `  test accuracy ${formatMeasure(last.testAccuracy)}` : "";
    const line = `${run.name}  ${status} after ${plural(epochs.length, "epoch")}` +
      `${measures}  ${formatClock(seconds)}`;
    if (columns !== undefined) this.#io.error(`\r${line.slice(0, columns - 1)}\x1b[K\n`);
    else if (status !== "finished") this.#line(line);
  }

  /** The seconds that are left when so many epochs of a run are done. */
  #left(run: Run, epochs: number): number {
    const done = this.#work.done + (this.#plan ? work(run, this.#plan.data, epochs) : 0);
    return (this.#io.now() - this.#started) / 1000 * (this.#work.all - done) / Math.max(done, 1e-9);
  }

  #line(text: string): void {
    this.#io.error(text + "\n");
  }
}

/** A measure of the time that epochs of a run take: epochs times parameters. */
function work({ configuration }: Run, { train }: StudyPlan["data"], epochs: number): number {
  return epochs * countParameters(configuration, train.rows * train.columns, train.classes);
}
