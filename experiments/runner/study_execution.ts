/** How the runs of a study come to their end.
 * @module
 */
import type { Run } from "../study/configuration.ts";
import { sideBySide } from "./jobs/side_by_side.ts";
import type { Trainer } from "./jobs/trainer.ts";
import type { ResultFolder } from "./result_folder.ts";
import { search } from "./search.ts";
import { conflict } from "./shards/shard.ts";
import { HeldClaim } from "../storage/claim.ts";
import { hasModel, modelPath, writeModel } from "../storage/model_file.ts";
import type { IdentifiedRun } from "../storage/run_identity.ts";
import type { RunStore } from "../storage/run_store.ts";
import { OutputError } from "../storage/write_file.ts";
import { isBest, withSeeds } from "../study/study.ts";
import { rank } from "../analysis/trials.ts";
import type { StudyData } from "../study/study_data.ts";
import { hasEnded, type RunRecord } from "../study/run_record.ts";
import type { Reporter } from "../study/reporter.ts";
import type { StudyPlan } from "../study/study_record.ts";
import { belongsTo, type Shard } from "../study/shard.ts";

/** What {@linkcode StudyExecution} works with. */
export interface StudyExecutionOptions {
  readonly plan: StudyPlan;
  readonly runs: readonly IdentifiedRun[];
  readonly all: StudyData;
  readonly store: RunStore;
  /** Makes who trains; without it nothing is trained, and only what is there is looked at. */
  readonly trainer?: () => Promise<Trainer>;
  /** Gives the runs of the best trial their ids. */
  readonly identifyBest: (best: readonly Run[]) => Promise<IdentifiedRun[]>;
  readonly shard?: Shard;
  readonly results?: ResultFolder;
  readonly claim?: HeldClaim;
  readonly reporter?: Reporter;
  readonly signal?: AbortSignal;
  /** Whether the trained parameters are kept in the folder of the study. */
  readonly saveModels?: boolean;
}

/** Brings the runs of a study to their end, from wherever each of them is, and keeps what they leave behind. */
export class StudyExecution {
  readonly #options: StudyExecutionOptions;
  readonly #records = new Map<string, RunRecord>();
  #best: readonly IdentifiedRun[] = [];
  readonly #models: string[] = [];

  constructor(options: StudyExecutionOptions) {
    this.#options = options;
  }

  /** The records of the runs that began, in the order of the runs, those of the best last. */
  get records(): RunRecord[] {
    return this.#all.flatMap(({ name }) => this.#records.get(name) ?? []);
  }

  /** The paths of the networks that were written. */
  get models(): readonly string[] {
    return this.#models;
  }

  /** The records of the runs that failed. */
  get failures(): RunRecord[] {
    return this.records.filter(({ status }) => status === "failed");
  }

  /** The runs that have not come to their end. Which are the best of a search is known when all its trials have. */
  get missing(): IdentifiedRun[] {
    return this.#all.filter(({ name }) => {
      const record = this.#records.get(name);
      return !record || !hasEnded(record) && record.status !== "failed";
    });
  }

  /** The runs, and those of the best as soon as they are known. */
  get #all(): readonly IdentifiedRun[] {
    return [...this.#options.runs, ...this.#best];
  }

  /** Forgets what there is from earlier. */
  async forget(): Promise<void> {
    const { runs, store, plan, identifyBest } = this.#options;
    for (const [position, run] of runs.entries()) if (this.#isMine(position)) await store.remove(run);
    if (!plan.study.search) return;
    for (const run of runs) {
      for (const best of await identifyBest(bestRuns(plan, run))) await store.remove(best);
    }
  }

  /** The records of what there is from earlier. */
  async recall(): Promise<Map<string, RunRecord>> {
    const earlier = new Map<string, RunRecord>();
    for (const [position, run] of this.#options.runs.entries()) {
      const standing = this.#isMine(position) ? await this.#options.store.read(run) : undefined;
      if (standing) earlier.set(run.name, { ...standing.record, run });
    }
    return earlier;
  }

  /** Brings all runs to their end. Returns whether they came there. */
  async run(): Promise<boolean> {
    const { plan, runs, identifyBest, shard, trainer, signal } = this.#options;
    if (!plan.study.search) {
      await this.#advance(runs, { heldOut: false });
      return this.missing.length === 0;
    }
    const arrived = await search(runs, {
      halving: plan.halving,
      advance: (trials, until, rung, arrive) => this.#advance(trials, { heldOut: true, until, rung, arrive }),
      stop: (record) => this.#stop(record),
    });
    if (!arrived || signal?.aborted) return false;
    const [best] = rank(plan.study, this.records);
    if (best?.status !== "finished") return true;
    this.#best = await identifyBest(bestRuns(plan, best.run));
    if (!shard || !trainer) {
      await this.#advance(this.#best, { heldOut: false });
    } else {
      // Whichever shard comes first trains them.
      const claim = await this.#claimBest();
      try {
        if (claim) await this.#advance(this.#best, { heldOut: false });
      } finally {
        await claim?.release();
      }
    }
    return this.missing.length === 0;
  }

  /** Brings runs to so many epochs: here those of this shard; of the others it is seen whether they are there. */
  async #advance(
    runs: readonly IdentifiedRun[],
    { heldOut, until = Infinity, rung, arrive = async () => {} }: {
      heldOut: boolean;
      until?: number;
      rung?: number;
      arrive?: (record: RunRecord) => Promise<void>;
    },
  ): Promise<void> {
    const { plan, store, trainer, signal } = this.#options;
    const keep = (record: RunRecord) =>
      void this.#records.set(record.run.name, rung === undefined ? record : { ...record, rung });
    const best = runs.length > 0 && isBest(plan.study, runs[0].name);
    const mine = runs.filter((_, position) => trainer && (best || this.#isMine(position)));
    const others = runs.filter((run) => !mine.includes(run));

    await sideBySide(mine, plan.jobs, signal, async (run, signal) => {
      const record = await this.#train(run, { heldOut, until, keep }, signal);
      keep(record);
      if (record.status !== "interrupted") await arrive(this.#records.get(run.name)!);
    });
    for (const run of others) {
      const standing = await store.read(run);
      if (!standing) continue;
      const { record } = standing;
      const there = asOf({ ...record, run }, Math.min(until, run.configuration.epochs));
      keep(there ?? { ...record, run, status: "interrupted" });
      if (there) await arrive(this.#records.get(run.name)!);
    }
  }

  /** Trains a run until so many epochs, from wherever it is. */
  async #train(
    run: IdentifiedRun,
    { heldOut, until, keep }: { heldOut: boolean; until: number; keep: (record: RunRecord) => void },
    signal: AbortSignal,
  ): Promise<RunRecord> {
    const { plan, store, results, reporter = {}, claim } = this.#options;
    const epochs = Math.min(until, run.configuration.epochs);
    const standing = await store.read(run);
    const there = standing && asOf({ ...standing.record, run }, epochs);
    if (there && await this.#hasModel(run, there)) {
      if (hasEnded(standing.record)) await store.tidy(run);
      return there;
    }
    if (standing && !standing.checkpoint) await store.remove(run); // it is over, and its parameters are gone
    claim?.begins(run.name);
    try {
      const trainer = await this.#options.trainer!();
      const { record, checkpoint, model } = await trainer.train({
        run,
        heldOut,
        signal,
        until: epochs,
        checkpoint: standing?.checkpoint,
        onStep: (record, step) => reporter.step?.(record, step),
        onEpoch: async (record, epoch) => {
          keep(record);
          reporter.epoch?.(record, epoch);
          await results?.saveNowAndThen({ ...plan, records: this.records, extra: {} });
        },
        onCheckpoint: (standing) => store.saveCheckpoint(run, standing),
      });
      if (model) this.#models.push(await writeModel(plan.folder!, run, model));
      if (hasEnded(record)) await store.saveRecord(run, record);
      else if (checkpoint) await store.saveCheckpoint(run, { record, checkpoint });
      if (record.status !== "running") reporter.runEnds?.(record);
      return record;
    } finally {
      claim?.ends(run.name);
    }
  }

  /** Whether the trained parameters of a run that is finished are there, if they are wanted. */
  async #hasModel(run: IdentifiedRun, { status }: RunRecord): Promise<boolean> {
    const { plan, saveModels } = this.#options;
    if (!saveModels || status !== "finished") return true;
    if (!await hasModel(plan.folder!, run)) return false;
    this.#models.push(modelPath(plan.folder!, run));
    return true;
  }

  /** Ends a trial that others are better than. */
  async #stop({ run: { name }, ...left }: RunRecord): Promise<void> {
    const { runs, store, trainer, reporter } = this.#options;
    const position = runs.findIndex((run) => run.name === name), run = runs[position];
    const record: RunRecord = { ...left, run, status: "stopped" };
    this.#records.set(name, record);
    if (!trainer || !this.#isMine(position)) return;
    // What went on to the end in another search stays.
    const standing = await store.read(run);
    if (standing && !standing.checkpoint) return;
    await store.saveRecord(run, record);
    reporter?.runEnds?.(record);
  }

  /** Whether the run at a position is trained here. */
  #isMine(position: number): boolean {
    return !this.#options.shard || belongsTo(this.#options.shard, position);
  }

  /** The right to train the best, or nothing if another shard has it. */
  async #claimBest(): Promise<HeldClaim | undefined> {
    try {
      return await HeldClaim.take(
        `${this.#options.plan.folder}/claims`,
        "best",
        (other) => conflict("best", other),
      );
    } catch (error) {
      if (error instanceof OutputError && !error.cause) return undefined;
      throw error;
    }
  }
}

/** The best trial with all training images, once for each seed. */
function bestRuns({ seeds }: StudyPlan, { configuration }: Run): Run[] {
  return withSeeds({ name: "best", configuration }, seeds);
}

/** What a record was when so many epochs were complete; undefined if the run has not come so far. */
export function asOf(record: RunRecord, until: number): RunRecord | undefined {
  const { status, epochs, run } = record;
  if (epochs.length < until) return status === "diverged" ? record : undefined;
  if (until === run.configuration.epochs) return status === "finished" ? record : undefined;
  const within = ({ epoch }: { readonly epoch: number }) => epoch <= until;
  const { divergedAt: _, ...left } = record;
  return {
    ...left,
    status: "running",
    epochs: epochs.slice(0, until),
    steps: record.steps.filter(within),
    watched: record.watched?.filter(within),
  };
}
