/** A part of MNIST, as its own format has it, for a site that offers some thousands of images.
 * @module
 */
import { type Dataset, loadMnist, slice } from "@chainrule/data";

const TRAIN = 5000, TEST = 1000;

function header(type: number, ...sizes: number[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(4 + 4 * sizes.length), view = new DataView(bytes.buffer);
  view.setUint32(0, 0x800 + type);
  sizes.forEach((size, i) => view.setUint32(4 + 4 * i, size));
  return bytes;
}

/** The first images and labels of a dataset as two IDX files. */
export function idxFiles({ images, labels, count, rows, columns }: Dataset): [images: Blob, labels: Blob] {
  return [
    new Blob([header(3, count, rows, columns), images.slice()]),
    new Blob([header(1, count), labels.slice()]),
  ];
}

/** Writes the four files, compressed, to a folder. */
export async function writeExcerpt(dir: string, folder: string): Promise<void> {
  const { train, test } = await loadMnist({ dir });
  const files = [...idxFiles(slice(train, 0, TRAIN)), ...idxFiles(slice(test, 0, TEST))];
  const names = ["train-images-idx3", "train-labels-idx1", "t10k-images-idx3", "t10k-labels-idx1"];
  await Deno.mkdir(folder, { recursive: true });
  for (const [i, name] of names.entries()) {
    await Deno.writeFile(
      `${folder}/${name}-ubyte.gz`,
      files[i].stream().pipeThrough(new CompressionStream("gzip")),
    );
  }
}
