/** A study with three short runs, which things are done to.
 * @module
 */
import { assertEquals } from "@std/assert";
import { withFolder } from "../fixtures.ts";
import { runExperiment } from "./command.ts";
import { writeSmallImages } from "./small_images.ts";
import { assertSameFiles, recordsIn, studyFiles } from "./study_files.ts";

/** A study that can be given again and again. */
export class Subject {
  readonly #words: readonly string[];
  #images: string | undefined;
  #whole: Record<string, string> | undefined;

  /**
   * Three runs of the study `loss`.
   *
   * @param epochs About a millisecond each.
   */
  constructor(epochs: number) {
    const small = ["--hidden", "8", "--batch-size", "60", "--epochs", String(epochs), "--quiet"];
    this.#words = ["loss", "--loss", "hinge,kl-div,focal", ...small];
    Deno.test.beforeAll(async () => await writeSmallImages(this.#images = await Deno.makeTempDir()));
    Deno.test.afterAll(() => Deno.remove(this.#images!, { recursive: true }));
  }

  /** The words that have it write to a folder. */
  command(out: string): string[] {
    return [...this.#words, "--data-dir", this.#images!, "--out", out];
  }

  /** Makes sure that the results in a folder are the same as if nothing had happened. */
  async assertWhole(out: string): Promise<void> {
    if (!this.#whole) {
      await withFolder(async (folder) => {
        assertEquals((await runExperiment(this.command(folder))).code, 0);
        this.#whole = await studyFiles(`${folder}/loss`);
      });
    }
    assertSameFiles(await studyFiles(`${out}/loss`), this.#whole!);
  }

  /**
   * Gives the command again. Nothing may be missing then, and what was finished may not be trained again.
   *
   * @param words What is said besides.
   */
  async assertGoesOn(out: string, words: readonly string[] = []): Promise<void> {
    const before = await recordsIn(`${out}/loss`);
    const { code, error } = await runExperiment([...this.command(out), ...words]);
    assertEquals([code, error], [0, ""]);
    const after = await recordsIn(`${out}/loss`);
    for (const [name, record] of Object.entries(before)) assertEquals(after[name], record);
    await this.assertWhole(out);
  }
}
