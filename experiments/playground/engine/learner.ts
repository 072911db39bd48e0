/** One network that learns, and that can be changed and taken back while it does.
 * @module
 */
import { type Batch, batches, type TrainTest } from "@chainrule/data";
import { load, save } from "@chainrule/layers";
import type { Origin, StepMeasures, TimedEpoch } from "../../study/run_record.ts";
import { type Besides, resumeRun, saveRun } from "../../training/run_state.ts";
import { type Outcome, prepare, train, type Training } from "../../training/train.ts";
import { Curve, type Points } from "./curve.ts";
import { History, momentOf, restore } from "./history.ts";
import { type Inside, look } from "./inside.ts";
import { withHere } from "./origin.ts";
import { sameStructure, type Settings } from "./settings.ts";

/** So many images are looked at. */
const LOOKED_AT = 100;

export class Learner {
  readonly #data: TrainTest;
  readonly #history = new History();
  readonly #curve = new Curve();
  #settings: Settings;
  #training: Training;
  #generator: Generator<StepMeasures | TimedEpoch, Outcome, void>;
  #iteration = 0;
  #first = 0;
  /** What trained it before. */
  #origins: readonly Origin[] = [];
  #outcome: Outcome | undefined;

  constructor(settings: Settings, data: TrainTest) {
    this.#data = data;
    this.#settings = settings;
    this.#training = prepare(settings, data);
    this.#generator = train(this.#training);
    this.#remember();
  }

  /**
   * Goes to where a run was left, here or elsewhere.
   *
   * @throws {DataError} If the file is damaged. Then nothing has changed.
   */
  async resume(checkpoint: Uint8Array): Promise<void> {
    const training = prepare(this.#settings, this.#data), { epochs } = training;
    this.#origins = (await resumeRun(training, checkpoint)).origins ?? [];
    this.#training = training;
    this.#generator = train(training);
    this.#iteration = this.#first = epochs.length * this.stepsPerEpoch + (training.current?.steps ?? 0);
    this.#outcome = undefined;
    this.#history.clear();
    this.#curve.cut(-1);
    this.#remember();
  }

  /** All that decides how it goes on, as a file that `deno task experiment` goes on from, too. */
  checkpoint(besides: Pick<Besides, "dataset" | "code">): Promise<Uint8Array<ArrayBuffer>> {
    return saveRun(this.#training, { ...besides, steps: [], origins: withHere(this.#origins) });
  }

  get settings(): Settings {
    return this.#settings;
  }
  /** The step that it began with here: 0, or where a file had left it. */
  get first(): number {
    return this.#first;
  }
  /** How many steps it has taken. */
  get iteration(): number {
    return this.#iteration;
  }
  get epochs(): readonly TimedEpoch[] {
    return this.#training.epochs;
  }
  /** How it ended, once it has. */
  get outcome(): Outcome | undefined {
    return this.#outcome;
  }
  get curve(): Points {
    return this.#curve.points;
  }
  get stepsPerEpoch(): number {
    return Math.ceil(this.#data.train.count / this.#settings.batchSize);
  }

  /** Takes a step. Returns the number of images that it learned from: 0 if there was nothing left to do. */
  step(): number {
    if (this.#outcome) return 0;
    const { done, value } = this.#generator.next();
    if (done) {
      this.#outcome = value;
      return 0;
    }
    if (value.type === "epoch") {
      this.#remember();
      return this.step();
    }
    this.#iteration++;
    this.#curve.add(this.#iteration, value.loss);
    return value.images;
  }

  /** Goes on with other settings. Those of another network begin anew. */
  change(settings: Settings): void {
    if (!sameStructure(this.#settings, settings)) {
      throw new Error("Cannot change: the settings are of another network");
    }
    const moment = momentOf(this.#training, settings, this.#iteration);
    const sameOptimizer = settings.optimizer === this.#settings.optimizer;
    // The part of an epoch that is done is known in batches: other batches begin another epoch.
    const current = settings.batchSize === this.#settings.batchSize ? moment.current : undefined;
    this.#training = prepare(settings, this.#data);
    restore(this.#training, { ...moment, current }, { sameOptimizer });
    this.#generator = train(this.#training);
    this.#settings = settings;
    if (this.#outcome?.status === "finished") this.#outcome = undefined;
    this.#remember();
  }

  /** Goes to where it was after so many steps: to the last moment that was kept, and from there on as it went then. */
  seek(iteration: number): void {
    const moment = this.#history.before(iteration);
    this.#settings = moment.settings;
    this.#training = prepare(moment.settings, this.#data);
    restore(this.#training, moment);
    this.#generator = train(this.#training);
    this.#iteration = moment.iteration;
    this.#outcome = undefined;
    this.#history.cut(iteration);
    this.#curve.cut(moment.iteration);
    while (this.#iteration < iteration && !this.#outcome) this.step();
  }

  look(): Inside {
    const { model, loss } = this.#training, { scale } = this.#settings;
    const [batch] = batches(this.#data.test, { batchSize: LOOKED_AT, scale }) as Iterable<Batch>;
    return look(model, loss, batch);
  }

  /** The numbers of all parameters, in order. */
  weights(): Float32Array<ArrayBuffer>[] {
    return this.#training.model.parameters().map(({ value }) => Float32Array.from(value.data));
  }

  /** The parameters as safetensors, with the settings. */
  save(): Uint8Array<ArrayBuffer> {
    return save(this.#training.model, { configuration: JSON.stringify(this.#settings) });
  }

  /** Takes parameters from safetensors. */
  load(bytes: Uint8Array): void {
    load(this.#training.model, bytes);
    this.#remember();
  }

  #remember(): void {
    this.#history.add(momentOf(this.#training, this.#settings, this.#iteration));
  }
}
