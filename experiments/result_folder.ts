/** The files of a study.
 * @module
 */
import { epochsCsv, iterationsCsv, type RunRecord, runsCsv } from "./results.ts";
import { makeFolder, removeFile, writeFile } from "./write_file.ts";

/** The names of all files that a study writes. */
export const RESULT_FILES = [
  ...["epochs.csv", "runs.csv", "iterations.csv", "config.json", "training_loss.svg", "testing_accuracy.svg"],
] as const;

/**
 * The folder of a study's files. Files of an earlier invocation stay until there is something to put in their place, and
 * are never mixed with new ones.
 */
export class ResultFolder {
  /** Its path. */
  readonly path: string;
  readonly #configuration: string;
  #begun = false;
  #due = 0;

  private constructor(path: string, configuration: string) {
    this.path = path;
    this.#configuration = configuration;
  }

  /**
   * Makes the folder unless it is there.
   *
   * @param configuration The contents of `config.json`.
   * @throws {OutputError} If it can't be made or nothing can be written to it.
   */
  static async open(path: string, configuration: string): Promise<ResultFolder> {
    await makeFolder(path);
    return new ResultFolder(path, configuration);
  }

  /**
   * Writes what there is, unless that was done a moment ago: at most once a second, and so seldom that it takes at most
   * a fiftieth of the time.
   */
  async saveNowAndThen(records: readonly RunRecord[]): Promise<void> {
    const started = performance.now();
    if (started < this.#due) return;
    await this.save(records);
    const finished = performance.now();
    this.#due = finished + Math.max(1000, 50 * (finished - started));
  }

  /**
   * Writes the tables, and before the first time `config.json`.
   *
   * @throws {OutputError} If that fails.
   */
  async save(records: readonly RunRecord[]): Promise<void> {
    if (!this.#begun) {
      for (const name of RESULT_FILES) await removeFile(`${this.path}/${name}`);
      this.#begun = true;
      await this.#write({ "config.json": this.#configuration });
    }
    await this.#write({
      "epochs.csv": epochsCsv(records),
      "runs.csv": runsCsv(records),
      "iterations.csv": iterationsCsv(records),
    });
  }

  /**
   * Writes the plots.
   *
   * @param plots Their text by the names of their files.
   * @throws {OutputError} If that fails.
   */
  async savePlots(plots: Record<string, string>): Promise<void> {
    await this.#write(plots);
  }

  async #write(files: Record<string, string>): Promise<void> {
    for (const [name, text] of Object.entries(files)) await writeFile(`${this.path}/${name}`, text);
  }
}
