/** Images that nobody has published: of a CSV, of folders of pictures, or of IDX files.
 * @module
 */
import { DataError } from "@chainrule/core";
import { type Dataset, loadIdx, ownName, parseCsv, type TrainTest } from "@chainrule/data";
import { sha256 } from "../../study/sha256.ts";
import type { StudyData } from "../../study/study_data.ts";
import { foldersIn, readImageFolder } from "./image_folder.ts";
import { beginningOf, look, namesIn, readFile } from "./read_file.ts";
import { shuffle, splitTest } from "./split.ts";

/** As long as a text may be. */
const MOST_CSV = 2 ** 29 - 25;
/** So much of a file shows whether it is a text. */
const BEGINNING = 4096;

export interface OwnOptions {
  /** What decides which images are tested on, and the order of those to learn from. */
  readonly seed: number;
  readonly progress?: (message: string) => void;
}

/**
 * Opens what a path leads to: a CSV (`label` and pixels); a folder with `train.csv` and `test.csv`; a folder of folders of PNG or JPEG, or
 * of two such folders, `train` and `test`; or a folder with the four IDX files. Where nothing says which images to test on, a sixth
 * of each class is, by the seed.
 *
 * @throws {DataError} If it is none of these, or can't be read.
 */
export async function openOwn(path: string, options: OwnOptions): Promise<StudyData> {
  const { isFile, isDirectory } = await look(
      path,
      "--data takes a CSV, or a folder of pictures or IDX files",
    ),
    name = ownName(path),
    { seed } = options;
  if (isFile) return await describe(splitTest(await readCsv(path, name), seed), path);
  if (!isDirectory) throw new DataError(`Cannot read ${path}: it is neither a regular file nor a folder`);
  const names = await namesIn(path);
  if (names.some((file) => /^train-images[-.]idx3-ubyte(\.gz)?$/.test(file))) {
    const loaded = await loadIdx({ dir: path });
    if (loaded.verified) return { ...loaded, name: loaded.train.name };
    return await describe({ ...loaded, train: shuffle(loaded.train, seed) }, path);
  }
  if (names.includes("train.csv")) {
    const train = await readCsv(`${path}/train.csv`, name);
    if (!names.includes("test.csv")) return await describe(splitTest(train, seed), path);
    const test = await readCsv(`${path}/test.csv`, name);
    return await describe(matched(shuffle(train, seed), test, path), path);
  }
  const folders = await foldersIn(path);
  if (folders.length === 0) {
    throw new DataError(
      `Cannot read ${path}: want a CSV, or a folder with folders of PNG or JPEG, with train.csv, or with the four IDX files`,
    );
  }
  if (folders.length !== 2 || !folders.includes("train") || !folders.includes("test")) {
    return await describe(splitTest(await readImageFolder(path, { name, ...options }), seed), path, folders);
  }
  const classes = await foldersIn(`${path}/train`);
  const train = await readImageFolder(`${path}/train`, { name, classes, ...options });
  const size = [train.rows, train.columns] as const;
  const test = await readImageFolder(`${path}/test`, { name, classes, size, ...options });
  return await describe({ train: shuffle(train, seed), test }, path, classes);
}

async function readCsv(path: string, name: string): Promise<Dataset> {
  if ((await beginningOf(path, BEGINNING)).includes(0)) {
    throw new DataError(`Cannot read ${path}: it is no text, want a CSV with label and pixels`);
  }
  const text = new TextDecoder().decode(await readFile(path, MOST_CSV));
  return { ...parseCsv(text, { name: path }), name };
}

/** Two parts of one dataset: of images of one size, with as many classes as either shows. */
function matched(train: Dataset, test: Dataset, path: string): TrainTest {
  if (train.rows !== test.rows || train.columns !== test.columns) {
    throw new DataError(
      `Cannot read ${path}: test has images of ${test.rows} × ${test.columns} pixels, train of ${train.rows} × ${train.columns}`,
    );
  }
  const classes = Math.max(train.classes, test.classes);
  return { train: { ...train, classes }, test: { ...test, classes } };
}

async function describe(
  { train, test }: TrainTest,
  source: string,
  classNames?: readonly string[],
): Promise<StudyData> {
  const { name, rows, columns, classes } = train;
  const form = new TextEncoder().encode(
    JSON.stringify([rows, columns, classNames ?? classes, train.count, test.count]),
  );
  // Copies, for a Blob takes no memory that threads share.
  const parts = [train, test].flatMap(({ images, labels }) => [images.slice(), labels.slice()]);
  const checksum = await sha256(await new Blob([form, ...parts]).bytes());
  return { name, train, test, source, verified: false, checksum, classNames };
}
