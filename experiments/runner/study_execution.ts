import { sideBySide } from "./jobs/side_by_side.ts";
import type { Trainer } from "./jobs/trainer.ts";
import type { Layout } from "./lay_out.ts";
import type { ResultFolder } from "./result_folder.ts";
import { search } from "./search.ts";
import { HeldClaim } from "../storage/claim.ts";
import type { IdentifiedRun } from "../storage/run_identity.ts";
import { showModels } from "../storage/show_models.ts";
import type { EventFolder } from "../storage/tensorboard/event_folder.ts";
import { OutputError } from "../storage/output_error.ts";
import { bestRuns, isBest } from "../study/study.ts";
import { asOf } from "./record_as_of.ts";
import { trainRun, type TrainRunOptions } from "./train_run.ts";
import { bestOfEach } from "../analysis/trials.ts";
import { hasEnded, type RunRecord, withoutTimes } from "../study/run_record.ts";
import { belongsTo } from "../study/shard.ts";

export interface StudyExecutionOptions
  extends
    Pick<Layout, "plan" | "runs" | "identifyBest">,
    Pick<TrainRunOptions, "store" | "claim" | "reporter" | "saveModels"> {
  /** Makes who trains; without it nothing is trained, and only what is there is looked at. */
  readonly trainer?: () => Promise<Trainer>;
  readonly results?: ResultFolder;
  /** Where runs leave what TensorBoard reads. */
  readonly events?: EventFolder;
  readonly signal?: AbortSignal;
}

/** Brings the runs of a study to their end, from wherever each of them is, and keeps what they leave behind. */
export class StudyExecution {
  readonly #options: StudyExecutionOptions;
  readonly #records = new Map<string, RunRecord>();
  #best: readonly IdentifiedRun[] = [];

  constructor(options: StudyExecutionOptions) {
    this.#options = options;
  }

  /** The records of the runs that began, in the order of the runs, those of the best last. */
  get records(): RunRecord[] {
    const { times = true } = this.#options.plan;
    const records = this.#all.flatMap(({ name }) => this.#records.get(name) ?? []);
    return times ? records : records.map(withoutTimes);
  }

  /** Shows the networks that were kept in the folder of the study, where one program has all of it. Returns their paths. */
  async showModels(): Promise<string[]> {
    const { plan: { folder, shard }, store } = this.#options;
    return folder === undefined || shard ? [] : await showModels(folder, this.#all, store);
  }

  /** The folder of what TensorBoard reads, if runs leave it. */
  get eventFolders(): string[] {
    const { events } = this.#options;
    return events ? [`${events.path}/`] : [];
  }

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

  async forget(): Promise<void> {
    const { runs, store, plan, identifyBest } = this.#options;
    if (plan.study.search) {
      for (const run of runs) {
        const epochs = run.configuration.patience > 0
          ? (await store.read(run))?.record.epochs.length
          : undefined;
        for (const best of await identifyBest(bestRuns(plan.study, run, { seeds: plan.seeds, epochs }))) {
          await store.remove(best);
        }
      }
    }
    for (const [position, run] of runs.entries()) if (this.#isMine(position)) await store.remove(run);
  }

  /** The records of what there is from earlier. */
  async recall(): Promise<Map<string, RunRecord>> {
    const earlier = new Map<string, RunRecord>();
    for (const [position, run] of this.#options.runs.entries()) {
      const stored = this.#isMine(position) ? await this.#options.store.read(run) : undefined;
      if (!stored) continue;
      const record = { ...stored.record, run };
      earlier.set(run.name, record);
      // Until its turn comes it is in the tables as it was: what was written before is not replaced by less.
      this.#records.set(run.name, hasEnded(record) ? record : { ...record, status: "interrupted" });
    }
    return earlier;
  }

  /** Brings all runs to their end. Returns whether they came there. */
  async run(): Promise<boolean> {
    const { plan, runs, identifyBest, trainer, signal } = this.#options;
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
    const best = bestOfEach(plan.study, this.records).filter(({ status }) => status === "finished");
    if (best.length === 0) return true;
    const { study, seeds } = plan;
    this.#best = await identifyBest(
      best.flatMap(({ run, epochs }) => bestRuns(study, run, { seeds, epochs: epochs.length })),
    );
    if (!plan.shard || !trainer) {
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
    const { plan, store, trainer, results, events, signal } = this.#options;
    const keep = (record: RunRecord) =>
      void this.#records.set(record.run.name, rung === undefined ? record : { ...record, rung });
    const best = runs.length > 0 && isBest(plan.study, runs[0].name);
    const isMine = (position: number) => trainer !== undefined && (best || this.#isMine(position));
    const others = runs.filter((_, position) => !isMine(position));

    await sideBySide(
      runs.filter((_, position) => isMine(position)),
      plan.jobs,
      signal,
      async (run, signal) => {
        const onEpoch = async (record: RunRecord) => {
          keep(record);
          await events?.add(record);
          await results?.saveNowAndThen({ ...plan, records: this.records, extra: {} });
        };
        const record = await trainRun(run, {
          ...this.#options,
          trainer: trainer!,
          heldOut,
          until: Math.min(until, run.configuration.epochs),
          signal,
          onEpoch,
        });
        keep(record);
        await events?.add(record);
        if (record.status !== "interrupted") await arrive(this.#records.get(run.name)!);
      },
    );
    for (const run of others) {
      const stored = await store.read(run);
      if (!stored) continue;
      const { record } = stored;
      const there = asOf({ ...record, run }, Math.min(until, run.configuration.epochs));
      keep(there ?? { ...record, run, status: "interrupted" });
      if (there) await arrive(this.#records.get(run.name)!);
    }
  }

  /** Ends a trial that others are better than. */
  async #stop({ run: { name }, ...left }: RunRecord): Promise<void> {
    const { runs, store, trainer, reporter } = this.#options;
    const position = runs.findIndex((run) => run.name === name), run = runs[position];
    const record: RunRecord = { ...left, run, status: "stopped" };
    this.#records.set(name, record);
    if (!trainer || !this.#isMine(position)) return;
    // What went on to the end in another search stays.
    const stored = await store.read(run);
    if (stored && !stored.checkpoint) return;
    await store.saveRecord(run, record);
    reporter?.runEnds?.(record);
  }

  #isMine(position: number): boolean {
    const { shard } = this.#options.plan;
    return !shard || belongsTo(shard, position);
  }

  /** The right to train the best, or nothing if another shard has it. */
  async #claimBest(): Promise<HeldClaim | undefined> {
    try {
      return await HeldClaim.take(
        `${this.#options.plan.folder}/claims`,
        "best",
      );
    } catch (error) {
      if (error instanceof OutputError && !error.cause) return undefined;
      throw error;
    }
  }
}
