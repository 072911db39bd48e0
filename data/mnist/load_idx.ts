/** IDX files of any size and number of classes.
 * @module
 */
import { assemble } from "./assemble.ts";
import { TIMEOUTS } from "./download.ts";
import { fileSystem } from "./environment.ts";
import { loadFiles } from "./load_files.ts";
import type { Mnist } from "./mnist.ts";
import { ownName } from "./own_name.ts";
import { isPublished, mnistFiles, type Publication, PUBLICATIONS } from "./publications.ts";

/** What {@linkcode loadIdx} is given: one of `dir` and `files`. */
export interface LoadIdxOptions {
  /** The folder that holds the four files, under the names of MNIST's. */
  dir?: string;
  /** The bytes of the four files: train images, train labels, test images, test labels, as they are or compressed. */
  files?: readonly Uint8Array[];
  /** How many classes there are: one more than the largest label unless given. */
  classes?: number;
  /** What the datasets are called: like the folder unless given. Files that are published keep the name that they have. */
  name?: string;
}

/** Four files that may hold anything. */
const ANY: Publication = {
  name: "IDX files",
  variable: "",
  mirrors: [],
  files: mnistFiles({}, {}, {}, {}),
};

/**
 * Loads images of your own from the four files that MNIST has: `train-images-idx3-ubyte`, `train-labels-idx1-ubyte`,
 * `t10k-images-idx3-ubyte` and `t10k-labels-idx1-ubyte`, as they are or compressed (`.gz`), with images of any size, up to
 * 1024 × 1024, and up to 256 classes. Files of a published dataset are recognized: then `verified` is true, and the datasets
 * have its name.
 *
 * @throws {DataError} If a file is missing, damaged or no regular file, or if the files don't belong together.
 * @throws {RangeError} If neither `dir` nor `files` is given, or these are not four.
 * @throws {MemoryError} If the images don't fit into the memory that tensors share.
 *
 * @example
 * ```ts
 * import { loadIdx } from "@chainrule/data";
 * import { assertEquals } from "@std/assert";
 *
 * const images = Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 2, 0, 255); // one of 1 × 2 pixels
 * const labels = Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 1, 25);
 * const { train, verified } = await loadIdx({ files: [images, labels, images, labels], name: "letters" });
 * assertEquals([train.name, train.rows, train.columns, train.classes, verified], ["letters", 1, 2, 26, false]);
 * ```
 */
export async function loadIdx({ dir, files, classes, name }: LoadIdxOptions): Promise<Mnist> {
  if (!dir && !files) {
    throw new RangeError("Cannot load IDX files: want a folder, dir, or the bytes of files");
  }
  const loaded = await loadFiles({
    publication: ANY,
    bytes: files,
    system: fileSystem(),
    folder: dir,
    download: false,
    mirrors: [],
    timeouts: TIMEOUTS,
    onProgress: () => {},
  });
  const known: readonly Publication[] = Object.values(PUBLICATIONS);
  const published = known.find((one) =>
    one.files.every((file, i) => isPublished(loaded.files[i].digests, file))
  );
  return await assemble(
    loaded,
    published ?? { name: name ?? ownName(dir ?? ""), classes },
    published !== undefined,
  );
}
