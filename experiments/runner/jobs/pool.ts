import type { Dataset } from "@chainrule/data";
import { append } from "../../study/append.ts";
import type { Gain, Order, Report } from "./messages.ts";
import type { Task, Trained, Trainer, TrainerOptions } from "./trainer.ts";
import type { StudyData } from "../../study/study_data.ts";
import { StepLog } from "../../study/step_log.ts";
import type { EpochHistograms } from "../../study/inspection.ts";
import type { RunRecord, TimedEpoch, WatchedStep } from "../../study/run_record.ts";

/**
 * A trainer with so many workers, which share one copy of the images. The numbers do not depend on how many there are.
 *
 * @throws {Error} If a worker can't be started.
 */
export async function inWorkers(jobs: number, options: TrainerOptions): Promise<Trainer> {
  const shared = { ...options, data: shareable(options.data) };
  const workers = new Set<TrainingWorker>();
  const idle: TrainingWorker[] = [];
  const hire = async () => {
    const worker = new TrainingWorker();
    workers.add(worker);
    await worker.start(shared);
    idle.push(worker);
  };
  try {
    await Promise.all(Array.from({ length: jobs }, hire));
  } catch (error) {
    for (const worker of workers) worker.terminate();
    throw error;
  }
  const train = async (task: Task): Promise<Trained> => {
    const worker = idle.pop();
    if (!worker) throw new Error(`Cannot train ${task.run.name}: all ${jobs} workers are busy`);
    try {
      return await worker.train(task);
    } finally {
      if (worker.broken) {
        worker.terminate();
        workers.delete(worker);
        await hire();
      } else idle.push(worker);
    }
  };
  const close = async () => {
    await Promise.all(Array.from(workers, (worker) => worker.end()));
  };
  return { jobs, train, close };
}

class TrainingWorker {
  readonly #worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
  readonly #reports: Report[] = [];
  #arrived = () => {};
  #failure: string | undefined;

  constructor() {
    this.#worker.onmessage = ({ data }: MessageEvent<Report>) => {
      this.#reports.push(data);
      this.#arrived();
    };
    this.#worker.onerror = (event) => {
      event.preventDefault();
      this.#failure = event.message;
      this.#arrived();
    };
  }

  /** Whether it stopped working. */
  get broken(): boolean {
    return this.#failure !== undefined;
  }

  /** Sets it up; resolves when it is ready. */
  async start(options: TrainerOptions): Promise<void> {
    this.#tell({ type: "start", options });
    await this.#next();
  }

  /** Has it train a run. */
  async train(task: Task): Promise<Trained> {
    const { run, heldOut, until, checkpoint, signal } = task;
    const epochs: TimedEpoch[] = [], steps = new StepLog(), watched: WatchedStep[] = [];
    const histograms: EpochHistograms[] = [];
    let record: RunRecord = { run, parameters: 0, epochs, steps, watched, origins: [], status: "running" };
    for (const numbers of StepLog.of(task.steps ?? []).numbers()) steps.append(numbers);
    const add = (gain: Gain) => {
      append(epochs, gain.epochs);
      for (const numbers of gain.steps) steps.append(numbers);
      append(watched, gain.watched);
      if (gain.histograms) append(histograms, gain.histograms);
      // In the order of a run that is trained here, so that its file is the same.
      record = {
        run,
        parameters: gain.parameters,
        epochs,
        steps,
        watched,
        ...(gain.histograms && { histograms }),
        origins: gain.origins,
        status: "running",
      };
    };
    const interrupt = () => this.#tell({ type: "interrupt" });
    this.#tell({ type: "train", run, heldOut, until, checkpoint, steps: [...steps.numbers()] });
    if (signal?.aborted) interrupt();
    signal?.addEventListener("abort", interrupt);
    let failure: { readonly error: unknown } | undefined;
    try {
      while (true) {
        const report = await this.#next();
        if ("gain" in report) add(report.gain);
        if (report.type === "end") {
          if (failure) throw failure.error;
          const { status, divergedAt, inspection, error, checkpoint, model } = report;
          record = {
            ...record,
            status,
            ...(divergedAt && { divergedAt }),
            ...(inspection && { inspection }),
            ...(error !== undefined && { error }),
          };
          return { record, ...(checkpoint && { checkpoint }), ...(model && { model }) };
        }
        try {
          if (failure) continue;
          if (report.type === "step") task.onStep?.(record, report.step);
          if (report.type === "epoch") await task.onEpoch?.(record, epochs.at(-1)!);
          if (report.type === "checkpoint") {
            await task.onCheckpoint?.({ record, checkpoint: report.checkpoint });
          }
        } catch (error) {
          failure = { error };
          interrupt();
        }
      }
    } catch (error) {
      if (failure || !this.broken) throw error;
      return { record: { ...record, status: "failed", error: (error as Error).message } };
    } finally {
      signal?.removeEventListener("abort", interrupt);
    }
  }

  /** Ends it when it has ended its threads, which would outlive it. It may not be training. */
  async end(): Promise<void> {
    this.#tell({ type: "stop" });
    await this.#next().catch(() => {});
    this.terminate();
  }

  /** Ends it at once, whatever it is doing. */
  terminate(): void {
    this.#worker.terminate();
  }

  #tell(order: Order): void {
    this.#worker.postMessage(order);
  }

  async #next(): Promise<Report> {
    while (this.#reports.length === 0) {
      if (this.#failure !== undefined) throw new Error(`Cannot train in a worker: ${this.#failure}`);
      await new Promise<void>((resolve) => this.#arrived = resolve);
    }
    return this.#reports.shift()!;
  }
}

/** The data with images that several threads can see. */
function shareable(data: StudyData): StudyData {
  return { ...data, train: inSharedMemory(data.train), test: inSharedMemory(data.test) };
}

function inSharedMemory(dataset: Dataset): Dataset {
  if (dataset.images.buffer instanceof SharedArrayBuffer) return dataset;
  const images = new Uint8Array(new SharedArrayBuffer(dataset.images.length));
  images.set(dataset.images);
  return { ...dataset, images };
}
