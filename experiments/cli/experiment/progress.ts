/** Progress on a screen or in a log.
 * @module
 */
import { countParameters, type Run, settingText } from "../../study/configuration.ts";
import {
  describeData,
  describeEpochs,
  describeLosses,
  describeNetwork,
  describeParameters,
  describeTraining,
} from "../../analysis/describe.ts";
import { formatClock, formatMeasure, plural, wrap } from "../../study/format.ts";
import type { Halving } from "../../study/halving.ts";
import type { Io } from "../io.ts";
import { jobsLine, progressLine } from "./progress_line.ts";
import { axesOf, isBest } from "../../study/study.ts";
import { type EpochMeasures, hasEnded, type RunRecord, type StepMeasures } from "../../study/run_record.ts";
import { type DatasetFacts, learnedFrom } from "../../study/study_data.ts";
import type { Reporter } from "../../study/reporter.ts";
import type { StudyPlan } from "../../study/study_record.ts";
import { belongsTo } from "../../study/shard.ts";

/** The most lines of epochs that a log gets. */
const MOST_LINES = 500;

/** Shows progress: on a terminal as one line that is redrawn, elsewhere as a line for each epoch. */
export class Progress implements Reporter {
  /** Writes a warning. */
  readonly warn: (message: string) => void;
  readonly #io: Io;
  #plan: StudyPlan | undefined;
  /** The runs that are trained here. */
  #runs: readonly Run[] = [];
  #ended = 0;
  #started = 0;
  /** When the last epoch or run ended. */
  #mark = 0;
  /** A measure of time, see {@linkcode work}: of all runs, and of the epochs that are complete. */
  #work = { all: 0, done: 0 };
  /** The complete epochs of each run. */
  readonly #complete = new Map<string, number>();
  /** The epochs of the runs that are being trained, with fractions. */
  readonly #current = new Map<string, { readonly run: Run; epochs: number }>();
  #epochs = 0;
  #best = 0;
  #estimated = false;

  /** Progress that goes to the errors' side of `io`. */
  constructor(io: Io, warn: (message: string) => void = (message) => io.error(message + "\n")) {
    this.#io = io;
    this.warn = warn;
  }

  /** Says what will be trained. */
  studyBegins(plan: StudyPlan): void {
    const { study, runs: all, data, source, folder, seeds, halving, share, shard, jobs, earlier } = plan;
    const runs = shard ? all.filter((_, position) => belongsTo(shard, position)) : all;
    this.#plan = plan;
    this.#runs = runs;
    this.#started = this.#mark = this.#io.now();
    const sum = (measure: (run: Run) => number) => runs.reduce((sum, run) => sum + measure(run), 0);
    const left = (run: Run) =>
      isOver(earlier.get(run.name)) ? 0 : run.configuration.epochs - this.#begunAt(run);
    this.#epochs = share * sum(left);
    const best = study.search && !shard ? seeds / Math.max(1, runs.length) : 0;
    this.#work.all = share * sum((run) => work(run, data, left(run))) +
      best * sum((run) => work(run, data, run.configuration.epochs));
    for (const run of runs) this.#complete.set(run.name, this.#begunAt(run));
    this.#ended = runs.filter(({ name }) => isOver(earlier.get(name))).length;
    const origin = data.verified === undefined
      ? source
      : `${data.verified ? "the published files" : "NOT the published files"} from ${source}`;
    const lines = [
      ["Study", `${study.name}: ${study.description} (${count(plan)})`],
      ...(study.search ? [["Search", describeSearch(plan)]] : []),
      ...(halving ? [["Halving", describeHalving(halving, share)]] : []),
      ["Data", `${describeData(data)}, ${origin}`],
      ["Network", `${describeNetwork(all, data)}, ${describeParameters(all, data)} parameters`],
      ["Loss", describeLosses(all)],
      ["Training", `${describeEpochs(all)}, ${describeTraining(all)}`],
      ...(jobs > 1 ? [["Jobs", `${jobs} runs side by side`]] : []),
      ...(shard ? [["Shard", `${shard.index} of ${shard.count}: ${plural(runs.length, "run")}`]] : []),
      ["Results", folder ?? "not written"],
      ...(earlier.size > 0 ? [["Resuming", describeEarlier(plan)]] : []),
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
    const { data, study, seeds, jobs } = this.#plan, runs = this.#runs;
    const { configuration, name } = record.run;
    const last = record.epochs.at(-1);
    const done = iteration * configuration.batchSize / learnedFrom(data); // epochs
    this.#current.set(name, { run: record.run, epochs: done });
    const total = study.search ? runs.length + seeds : runs.length;
    const left = this.#left();
    if (jobs > 1) {
      const active = [...this.#current.values()].map(({ run, epochs }) => ({
        ...{
          name: run.name,
          epoch: Math.min(Math.ceil(epochs), run.configuration.epochs),
          epochs: run.configuration.epochs,
        },
      }));
      this.#redraw(jobsLine({ ended: this.#ended, runs: total, active, left }, columns - 1));
      return;
    }
    const seconds = (this.#io.now() - this.#mark) / 1000;
    const sinceMark = (done - (epoch - 1)) * learnedFrom(data);
    this.#redraw(progressLine({
      ...{ run: Math.min(this.#ended + 1, total), runs: total, name, epoch, epochs: configuration.epochs },
      ...{
        loss: last?.trainLoss ?? loss,
        accuracy: last?.heldOutAccuracy ?? accuracy,
        tested: last !== undefined,
      },
      speed: Math.max(images, sinceMark) / Math.max(seconds, 1e-3),
      left,
    }, columns - 1));
  }

  /** Writes a line, where there is no terminal. */
  epoch(record: RunRecord, e: EpochMeasures): void {
    this.#mark = this.#io.now();
    const { name, configuration: { epochs } } = record.run;
    this.#current.set(name, { run: record.run, epochs: e.epoch });
    if (this.#plan && e.epoch > (this.#complete.get(name) ?? 0)) {
      this.#complete.set(name, e.epoch);
      this.#work.done += work(record.run, this.#plan.data, 1);
    }
    if (this.#io.columns() !== undefined) return;
    if (e.epoch !== epochs && e.epoch % Math.ceil(this.#epochs / MOST_LINES) !== 0) return;
    const set = this.#plan?.study.search && !isBest(this.#plan.study, name) ? "validation" : "test";
    this.#line(
      `${name}  epoch ${e.epoch}/${epochs}  ` +
        `train loss ${formatMeasure(e.trainLoss)}  train accuracy ${formatMeasure(e.trainAccuracy)}  ` +
        `${set} loss ${formatMeasure(e.heldOutLoss)}  ${set} accuracy ${formatMeasure(e.heldOutAccuracy)}  ` +
        `${e.seconds.toFixed(2)} s  ${formatClock(this.#left())} left`,
    );
  }

  /** Leaves a line on the terminal; of a search, where a trial is better than all before it. */
  runEnds(record: RunRecord): void {
    this.#ended++;
    this.#mark = this.#io.now();
    const { run, epochs, status } = record;
    this.#current.delete(run.name);
    const search = this.#plan?.study.search ?? false;
    if (this.#plan && (status === "diverged" || status === "failed")) {
      // What it leaves out.
      const { data, share } = this.#plan;
      this.#work.all -= share * work(run, data, run.configuration.epochs - epochs.length);
    }
    const last = epochs.at(-1);
    const columns = this.#io.columns();
    const best = status === "finished" && (last?.heldOutAccuracy ?? 0) > this.#best;
    if (best) this.#best = last!.heldOutAccuracy;
    const final = this.#plan && isBest(this.#plan.study, run.name);
    if (!search || best || final || status === "interrupted" || status === "failed") {
      const seconds = epochs.reduce((sum, { seconds }) => sum + seconds, 0);
      const kind = search && !final ? "validation accuracy" : "test accuracy";
      const line = `${run.name}  ${status} after ${plural(epochs.length, "epoch")}` +
        `${last ? `  ${kind} ${formatMeasure(last.heldOutAccuracy)}` : ""}  ${formatClock(seconds)}`;
      if (columns !== undefined) this.#io.error(`\r${line.slice(0, columns - 1)}\x1b[K\n`);
      else if (status !== "finished") this.#line(line);
    }
    this.#estimate();
  }

  /** Says after the first run how long all will take. */
  #estimate(): void {
    if (this.#estimated || !this.#plan || this.#plan.runs.length < 10) return;
    this.#estimated = true;
    const columns = this.#io.columns();
    const seconds = (this.#io.now() - this.#started) / 1000 * this.#work.all /
      Math.max(this.#work.done, 1e-9);
    const text = `all ${this.#plan.runs.length} will take about ${formatClock(seconds)}`;
    if (columns !== undefined) this.#io.error(`\r${text.slice(0, columns - 1)}\x1b[K\n`);
    else this.#line(text);
  }

  /** The estimated seconds that are left. */
  #left(): number {
    let done = this.#work.done;
    for (const [name, { run, epochs }] of this.#current) {
      if (this.#plan) {
        done += work(run, this.#plan.data, Math.max(0, epochs - (this.#complete.get(name) ?? 0)));
      }
    }
    const seconds = (this.#io.now() - this.#started) / 1000;
    return Math.max(0, seconds * (this.#work.all - done) / Math.max(done, 1e-9));
  }

  /** The epochs that a run has from earlier. */
  #begunAt({ name }: Run): number {
    return this.#plan?.earlier.get(name)?.epochs.length ?? 0;
  }

  #redraw(line: string): void {
    this.#io.error(`\r${line}\x1b[K`);
  }

  #line(text: string): void {
    this.#io.error(text + "\n");
  }
}

/** Whether a run came to its end earlier. */
function isOver(record: RunRecord | undefined): boolean {
  return record !== undefined && hasEnded(record);
}

/** `12 of 24 runs are finished, 2 go on from a checkpoint (--fresh starts over)`. */
function describeEarlier({ runs, earlier }: StudyPlan): string {
  const over = [...earlier.values()].filter(isOver).length, begun = earlier.size - over;
  const parts = [
    ...(over > 0 ? [`${over} of ${plural(runs.length, "run")} ${over === 1 ? "is" : "are"} finished`] : []),
    ...(begun > 0 ? [`${plural(begun, "run")} ${begun === 1 ? "goes" : "go"} on from a checkpoint`] : []),
  ];
  return `${parts.join(", ")} (--fresh starts over)`;
}

/** `288 trials`, or `20 runs: 4 with 5 seeds each`. */
function count({ study, runs, seeds }: StudyPlan): string {
  if (study.search) return plural(runs.length, "trial");
  if (seeds === 1) return plural(runs.length, "run");
  return `${plural(runs.length, "run")}: ${runs.length / seeds} with ${seeds} seeds each`;
}

/** `learning rate 0.1, 0.01 × momentum 0, 0.9; then the best on all training images`. */
function describeSearch({ study, runs, seeds }: StudyPlan): string {
  const axes = axesOf(study, runs).map((key) => {
    const values = new Set(runs.map(({ configuration }) => settingText(key, configuration)));
    return `${key.replace(/[A-Z]/g, (letter) => " " + letter.toLowerCase())} ${[...values].join(", ")}`;
  });
  return `${axes.join(" × ") || "a single trial"}; then the best on all training images` +
    (seeds > 1 ? `, with ${seeds} seeds` : "");
}

function describeHalving({ rungs, keep }: Halving, share: number): string {
  if (rungs.length === 0) return "too few epochs or trials: all are trained to the end";
  return `the best ${(100 * keep).toFixed(0)} % go on after epoch ${rungs.join(", ")}: about ${
    (100 * share).toFixed(0)
  } % of the work`;
}

/** A measure of the time that epochs of a run take: epochs times parameters. */
function work({ configuration }: Run, { rows, columns, classes }: DatasetFacts, epochs: number): number {
  return epochs * countParameters(configuration, rows * columns, classes);
}
