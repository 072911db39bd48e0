import { DataError } from "@chainrule/core";
import { type Dataset, makeDataset } from "@chainrule/data";
import { scaleTo } from "../images/scale_to.ts";
import { look, namesIn, readFile } from "./read_file.ts";

/** A picture has fewer bytes. */
const MOST_BYTES = 64 << 20;
const PICTURE = /\.(png|jpe?g)$/i;
/** Images of one size keep it up to this one; others become as large as MNIST's. */
const MOST_SIDE = 64, SIDE = 28;
/** Classes are numbers of a byte. */
const MOST_CLASSES = 256;

/** The folders that are classes, or that hold them. */
export async function foldersIn(folder: string): Promise<string[]> {
  const folders: string[] = [];
  for (const name of await namesIn(folder)) {
    if ((await look(`${folder}/${name}`)).isDirectory) folders.push(name);
  }
  return folders;
}

/**
 * Reads a folder of folders of PNG or JPEG: each inner folder is a class, numbered in the order of their names.
 *
 * @param classes The names of the classes: those of the folders unless given.
 * @param size Rows and columns that images are scaled to: 28 × 28, or what all of them have, up to 64 × 64, unless given.
 */
export async function readImageFolder(
  folder: string,
  { name, classes, size, progress }: {
    name: string;
    classes?: readonly string[];
    size?: readonly [rows: number, columns: number];
    progress?: (message: string) => void;
  },
): Promise<Dataset> {
  const { decodeImage } = await import("../images/decode_image.ts");
  const names = await foldersIn(folder), numbered = classes ?? names;
  const unknown = names.find((one) => !numbered.includes(one));
  if (unknown !== undefined) {
    throw new DataError(`Cannot read ${folder}: there is no class ${unknown} to train on`);
  }
  if (numbered.length < 2 || numbered.length > MOST_CLASSES) {
    throw new DataError(
      `Cannot read ${folder}: it has ${numbered.length} folders, want from 2 to 256, one for each class`,
    );
  }
  const pictures: { path: string; label: number }[] = [];
  for (const one of names) {
    for (const file of await namesIn(`${folder}/${one}`)) {
      if (PICTURE.test(file)) {
        pictures.push({ path: `${folder}/${one}/${file}`, label: numbered.indexOf(one) });
      }
    }
  }
  if (pictures.length === 0) {
    throw new DataError(`Cannot read ${folder}: there is no PNG or JPEG in its folders`);
  }
  const read = async (path: string) => decodeImage(await readFile(path, MOST_BYTES), path);
  const first = await read(pictures[0].path);
  let [rows, columns] = size ?? [first.height, first.width];
  if (Math.max(rows, columns) > MOST_SIDE) rows = columns = SIDE;
  const images = new Uint8Array(pictures.length * rows * columns);
  for (const [i, { path }] of pictures.entries()) {
    const image = await read(path);
    if (
      !size && (image.height !== first.height || image.width !== first.width) &&
      (rows !== SIDE || columns !== SIDE)
    ) {
      return await readImageFolder(folder, { name, classes, size: [SIDE, SIDE], progress });
    }
    scaleTo(image, images.subarray(i * rows * columns, (i + 1) * rows * columns), rows, columns);
    if (i % 1000 === 999) progress?.(`Reading ${folder}: ${i + 1} of ${pictures.length} images`);
  }
  const labels = pictures.map(({ label }) => label);
  return makeDataset({ images, labels, rows, columns, classes: numbered.length, name });
}
