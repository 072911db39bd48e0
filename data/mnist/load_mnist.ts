/** MNIST and Fashion-MNIST.
 * @module
 */
import { cacheFolder } from "./cache_folder.ts";
import type { TrainTest } from "../dataset.ts";
import type { LoadProgress } from "./download.ts";
import { TIMEOUTS } from "./fetch_file.ts";
import { loadFrom } from "./load_from.ts";
import { readVariable } from "./permissions.ts";
import { PUBLICATIONS } from "./publications.ts";

export type { LoadProgress };

/** Where {@linkcode loadMnist} finds the data. */
export interface LoadMnistOptions {
  /**
   * The folder that holds the four files. If it is given, or the environment variable `MNIST_DIR` (for
   * Fashion-MNIST `FASHION_MNIST_DIR`) is set, nothing else is looked at.
   */
  dir?: string;
  /** Whether to download what is neither there nor in the cache: true. */
  download?: boolean;
  /**
   * Which data: `"mnist"`, handwritten digits, unless given. Fashion-MNIST has the same form and is harder.
   */
  dataset?: "mnist" | "fashion-mnist";
  /** Told of each part of a download, and of a cache that can't be written. Silent unless given. */
  onProgress?: (progress: LoadProgress) => void;
}

/** MNIST or Fashion-MNIST: 60,000 images to train on, 10,000 to test on, 28 × 28 pixels, ten classes. */
export interface Mnist extends TrainTest {
  /** Whether every file is the published one, by its SHA-256. */
  readonly verified: boolean;
  /**
   * What identifies the data: the SHA-256, in hexadecimal, of four lines with the SHA-256 of each
   * decompressed file (train images, train labels, test images, test labels).
   */
  readonly checksum: string;
  /** Where the data came from: a folder, or the address of a mirror. */
  readonly source: string;
}

/**
 * Loads MNIST, from the first of: the folder `dir`; the one that the environment variable `MNIST_DIR` names;
 * the cache (`$XDG_CACHE_HOME` or `~/.cache`, on macOS `~/Library/Caches`, on Windows `%LOCALAPPDATA%`; in it
 * `chainrule/mnist`); a download into the cache.
 *
 * The files are `train-images-idx3-ubyte`, `train-labels-idx1-ubyte`, `t10k-images-idx3-ubyte` and
 * `t10k-labels-idx1-ubyte`, as they are or compressed (`.gz`). What is downloaded or cached must be the
 * published data, by its SHA-256; in a folder of yours may be any data of this form (`verified` tells).
 *
 * An environment variable that may not be read counts as unset, and a network that may not be used as none:
 * only for a folder that you name does Deno ask for permission. A network that does not answer is given up
 * within 5 seconds.
 *
 * @throws {DataUnavailableError} If no folder is named, the cache has no whole copy, and there is none to
 * download.
 * @throws {DataError} If the named folder lacks a file or holds one that is damaged, or if the files don't
 * belong together.
 * @throws {RangeError} If there is no dataset of this name, or `dir` is empty.
 * @throws {MemoryError} If the images don't fit into the memory that tensors share.
 *
 * @example
 * ```ts
 * import { DataUnavailableError, loadMnist } from "@chainrule/data";
 * import { assertEquals, assertInstanceOf } from "@std/assert";
 *
 * try {
 *   const { train, test } = await loadMnist({ download: false });
 *   assertEquals([train.rows, train.columns, train.classes], [28, 28, 10]);
 *   assertEquals(test.images.length, test.count * 784);
 * } catch (error) {
 *   assertInstanceOf(error, DataUnavailableError); // neither a folder nor a cache
 * }
 * ```
 */
export async function loadMnist(options: LoadMnistOptions = {}): Promise<Mnist> {
  const { dir, download = true, dataset = "mnist", onProgress = () => {} } = options;
  if (!Object.hasOwn(PUBLICATIONS, dataset)) {
    const names = Object.keys(PUBLICATIONS).join(" or ");
    throw new RangeError(`Cannot load a dataset: found the name ${dataset}, want ${names}`);
  }
  if (dir === "") throw new RangeError(`Cannot load ${dataset}: dir is empty, want the path of a folder`);
  const publication = PUBLICATIONS[dataset];
  return await loadFrom({
    publication,
    folder: dir ?? readVariable(publication.variable),
    cache: cacheFolder(dataset),
    download,
    mirrors: publication.mirrors,
    timeouts: TIMEOUTS,
    onProgress,
  });
}
