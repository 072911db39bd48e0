import { DataError } from "@chainrule/core";
import {
  DataUnavailableError,
  loadMnist,
  type LoadMnistOptions,
  type Mnist,
  type MnistName,
} from "@chainrule/data";
import { formatCount } from "../study/format.ts";
import type { StudyData } from "../study/study_data.ts";
import { UsageError } from "../study/usage_error.ts";
import type { Download } from "./downloads.ts";
import { openOwn } from "./own_data/open_own.ts";
import { openSynthetic } from "./synthetic.ts";

export interface OpenOptions {
  /** The folder of the files. Unless given: what `MNIST_DIR` names, the cache, a download. */
  readonly dir?: string;
  /** Images of one's own, in place of a dataset that has a name: see {@linkcode openOwn}. */
  readonly data?: string;
  /** What decides which images of one's own are tested on: 1. */
  readonly seed?: number;
  /** What downloads, where another thread does that. */
  readonly download?: Download;
  /** Told that data are not what one could take them for. */
  readonly warn?: (message: string) => void;
  readonly progress?: (message: string) => void;
}

/**
 * Loads a dataset by its name. `auto` is MNIST; where MNIST can't be had, `warn` is told and synthetic digits take its
 * place. Files that are there but damaged are an error all the same. What is not the published dataset is called after its folder, and
 * `warn` is told.
 *
 * @throws {DataError} If the data is damaged, or can't be had and nothing may take its place.
 */
export async function openDataset(name: string, options: OpenOptions = {}): Promise<StudyData> {
  const { dir, data: own, seed = 1, download, warn, progress } = options;
  if (own !== undefined) {
    const data = await openOwn(own, { seed, progress });
    if (!data.verified) {
      warn?.(
        `${own} is no published dataset: the results are of “${data.name}”, and no published figures are beside them.`,
      );
    }
    return data;
  }
  if (name === "synthetic") return await openSynthetic();
  if (dir !== undefined) await refuseFile(dir);
  try {
    const dataset = name === "auto" ? "mnist" : name as MnistName;
    const loaded = await load({
      dataset,
      dir,
      onProgress: ({ kind, message }) => (kind === "warning" ? warn : progress)?.(message),
    }, download);
    const data = { ...loaded, name: loaded.train.name };
    if (!data.verified) {
      warn?.(
        `The files in ${data.source} are not the published ones of ${dataset}: the results are of “${data.name}”, and no ` +
          "published figures are beside them.",
      );
    }
    return data;
  } catch (error) {
    if (name !== "auto" || !(error instanceof DataUnavailableError)) throw error;
    const data = await openSynthetic();
    warn?.(
      `${error.message}.\nTraining on ${formatCount(data.train.count)} synthetic digits instead: ` +
        "the results say nothing about MNIST.",
    );
    return data;
  }
}

/** Loads a dataset from where it is, or by what downloads. */
async function load(
  options: LoadMnistOptions & Required<Pick<LoadMnistOptions, "dataset" | "onProgress">>,
  download: Download | undefined,
): Promise<Mnist> {
  if (download === undefined) return await loadMnist(options);
  try {
    return await loadMnist({ ...options, download: false });
  } catch (error) {
    if (!(error instanceof DataUnavailableError)) throw error;
  }
  const told = await download(options.dataset, options.onProgress);
  if ("loaded" in told) return told.loaded;
  const { name, message } = told.failed;
  throw name === "DataUnavailableError" ? new DataUnavailableError(message) : new DataError(message);
}

/** Says what to do with a file where a folder is wanted. */
async function refuseFile(dir: string): Promise<void> {
  const found = await Deno.stat(dir).catch(() => undefined);
  if (!found || found.isDirectory) return;
  throw new UsageError(
    `Cannot use --data-dir ${
      JSON.stringify(dir)
    }: it is no folder; want the folder with the four files of the dataset, or ` +
      "--data for images of your own",
  );
}
