import { DataUnavailableError, loadMnist, syntheticDigits } from "@chainrule/data";
import type { DatasetName } from "../study/configuration.ts";
import { formatCount } from "../study/format.ts";
import { sha256 } from "../study/sha256.ts";
import type { StudyData } from "../study/study_data.ts";

export interface OpenOptions {
  /** The folder of the files. Unless given: what `MNIST_DIR` names, the cache, a download. */
  readonly dir?: string;
  /** Told that synthetic digits stand in for MNIST. */
  readonly warn?: (message: string) => void;
  readonly progress?: (message: string) => void;
}

/**
 * Loads a dataset by its name. `auto` is MNIST; where MNIST can't be had, `warn` is told and synthetic digits take its
 * place. Files that are there but damaged are an error all the same.
 *
 * @throws {DataError} If the data is damaged, or can't be had and nothing may take its place.
 */
export async function openDataset(name: DatasetName, options: OpenOptions = {}): Promise<StudyData> {
  if (name === "synthetic") return await openSynthetic();
  try {
    const dataset = name === "auto" ? "mnist" : name;
    const mnist = await loadMnist({
      dataset,
      dir: options.dir,
      onProgress: ({ kind, message }) => (kind === "warning" ? options.warn : options.progress)?.(message),
    });
    const { train, test, source, verified, checksum } = mnist;
    return { name: dataset, train, test, source, verified, checksum };
  } catch (error) {
    if (name !== "auto" || !(error instanceof DataUnavailableError)) throw error;
    const data = await openSynthetic();
    options.warn?.(
      `${error.message}.\nTraining on ${formatCount(data.train.count)} synthetic digits instead: ` +
        "the results say nothing about MNIST.",
    );
    return data;
  }
}

async function openSynthetic(): Promise<StudyData> {
  const { train, test } = syntheticDigits();
  // Copies, for a Blob takes no memory that threads share.
  const parts = [train, test].flatMap(({ images, labels }) => [images.slice(), labels.slice()]);
  const checksum = await sha256(await new Blob(parts).bytes());
  return { name: "synthetic", train, test, source: "drawn by code", verified: undefined, checksum };
}
