import { epochsCsv } from "../analysis/run_tables.ts";
import { type Table, tableFiles } from "../analysis/tables.ts";
import { machineJson, type Training } from "../storage/machine.ts";
import { checkFolder } from "../storage/read_file.ts";
import { appendToFile, makeFolder, removeFile, writeFiles } from "../storage/write_file.ts";
import type { RunRecord } from "../study/run_record.ts";
import type { StudyRecord } from "../study/study_record.ts";

/** The names of the files that every study writes, in the order in which they are listed. */
export const RESULT_FILES: readonly string[] =
  ("epochs.csv runs.csv iterations.csv summary.csv comparisons.csv divergences.csv config.json machine.json " +
    "conclusion.txt training_loss.svg testing_accuracy.svg accuracy_bars.svg loss_bars.svg time_accuracy.svg")
    .split(" ");

/** The names of the files that some studies write. */
export const MORE_FILES: readonly string[] =
  ("importance.csv importance.svg trials.csv heat_map.svg parallel_coordinates.svg settings.svg pre_activations.csv " +
    "pre_activations.svg gradient_norms.svg softmax.csv softmax.svg functions.csv functions.svg range.csv range.svg " +
    "goals.csv goals.svg front.csv front.svg shares.csv shares.svg")
    .split(" ");

/** The names of the files about the networks of runs, if there are some that were inspected. */
export const INSPECTION_FILES: readonly string[] =
  ("class_accuracy.svg inspection/evaluation.csv inspection/classes.csv inspection/confusion.csv " +
    "inspection/calibration.csv inspection/mistakes.csv inspection/first_layer.csv inspection/input_gradients.csv " +
    "inspection/histograms.csv inspection/confusion.svg inspection/calibration.svg inspection/mistakes.svg " +
    "inspection/first_layer.svg inspection/input_gradients.svg inspection/histograms.svg").split(" ");

const ALL_FILES = [...RESULT_FILES, ...MORE_FILES, ...INSPECTION_FILES];

/**
 * The folder of a study's files. Files of an earlier invocation stay until there is something to put in their place, and
 * are never mixed with new ones.
 */
export class ResultFolder {
  readonly path: string;
  readonly #configuration: string;
  readonly #machine: string;
  readonly #written = new Set<string>();
  #due = 0;
  /** How many epochs of each run are in `epochs.csv`. */
  readonly #epochs = new Map<string, number>();
  /** Rows are being added: a table with the same rows may not come to its place meanwhile. */
  #adding: Promise<unknown> = Promise.resolve();

  private constructor(path: string, configuration: string, machine: string) {
    this.path = path;
    this.#configuration = configuration;
    this.#machine = machine;
  }

  /**
   * Makes the folder unless it is there.
   *
   * @param configuration The contents of `config.json`.
   * @throws {OutputError} If it can't be made or nothing can be written to it.
   */
  static async open(
    path: string,
    configuration: string,
    how?: Training,
  ): Promise<ResultFolder> {
    await makeFolder(path);
    return new ResultFolder(path, configuration, machineJson(how));
  }

  /** The paths of the files that were written, in the order of {@linkcode RESULT_FILES}, {@linkcode MORE_FILES} and {@linkcode INSPECTION_FILES}. */
  get files(): string[] {
    return ALL_FILES.filter((name) => this.#written.has(name))
      .map((name) => `${this.path}/${name}`);
  }

  /**
   * Writes what there is, unless that was done a moment ago: at most once a second, and so seldom that it takes at most
   * a five-hundredth of the time: the tables of a thousand runs leave a lot of garbage behind. Rows of epochs are added meanwhile.
   */
  async saveNowAndThen(record: StudyRecord): Promise<void> {
    const started = performance.now();
    if (started < this.#due) return await this.#addEpochs(record.records);
    this.#due = Infinity; // until it is written
    await this.save(record);
    const finished = performance.now();
    this.#due = finished + Math.max(1000, 500 * (finished - started));
  }

  /**
   * Writes the tables, and before the first time `config.json`.
   *
   * @throws {OutputError} If that fails.
   */
  async save(record: StudyRecord): Promise<void> {
    if (this.#written.size === 0) {
      await checkFolder(`${this.path}/inspection`);
      for (const name of ALL_FILES) await removeFile(`${this.path}/${name}`);
      await this.#write({ "config.json": this.#configuration, "machine.json": this.#machine });
    }
    await this.#adding;
    const tables = tableFiles(record);
    this.#epochs.clear();
    for (const { run, epochs } of record.records) this.#epochs.set(run.name, epochs.length);
    await this.#write(tables);
  }

  /** Adds the rows of epochs that the table does not have yet, unless all of it is just being written. */
  async #addEpochs(records: readonly RunRecord[]): Promise<void> {
    if (this.#due === Infinity) return;
    const news = records.flatMap((record) => {
      const epochs = record.epochs.slice(this.#epochs.get(record.run.name) ?? 0);
      return epochs.length > 0 ? [{ ...record, epochs }] : [];
    });
    for (const { run, epochs } of news) {
      this.#epochs.set(run.name, (this.#epochs.get(run.name) ?? 0) + epochs.length);
    }
    const [, ...rows] = epochsCsv(news).split(/(?<=\n)/);
    if (rows.length === 0) return;
    const adding = appendToFile(`${this.path}/epochs.csv`, rows.join(""));
    await (this.#adding = Promise.all([this.#adding, adding]));
  }

  /**
   * Writes what there is when all runs are over: the tables of what was measured besides, the conclusion and the plots.
   *
   * @throws {OutputError} If that fails.
   */
  async finish(record: StudyRecord, conclusion: readonly string[]): Promise<void> {
    const { plots } = await import("../charts/svg.ts");
    await this.save(record);
    await this.#write({ "conclusion.txt": conclusion.map((line) => line + "\n").join("") });
    await this.#write(await plots(record));
  }

  /** Writes files: what they hold by their names. */
  async #write(files: Readonly<Record<string, Table>>): Promise<void> {
    await writeFiles(this.path, files);
    for (const name of Object.keys(files)) this.#written.add(name);
  }
}
