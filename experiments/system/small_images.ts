/** Images that take no time to read or to learn.
 * @module
 */
import { syntheticDigits } from "@chainrule/data";

/** Writes 360 digits of 12 × 12 pixels to train on and 60 to test on, as IDX files with the names of MNIST's. */
export async function writeSmallImages(folder: string): Promise<void> {
  const { train, test } = syntheticDigits({ train: 360, test: 60, rows: 12, columns: 12, seed: 1 });
  await Deno.mkdir(folder, { recursive: true });
  for (
    const [name, { images, labels, count, rows, columns }] of [["train", train], ["t10k", test]] as const
  ) {
    await Deno.writeFile(`${folder}/${name}-images-idx3-ubyte`, idx([count, rows, columns], images));
    await Deno.writeFile(`${folder}/${name}-labels-idx1-ubyte`, idx([count], labels));
  }
}

/** What a command says on the error output besides that these are no published dataset. */
export function apartFromImages(text: string): string {
  return text.replace(/^WARNING: The files in [^]*?\n\n/gm, "");
}

/** An IDX file of unsigned bytes. */
function idx(shape: readonly number[], data: Uint8Array): Uint8Array {
  const head = new DataView(new ArrayBuffer(4 + 4 * shape.length));
  head.setUint32(0, 0x800 + shape.length);
  shape.forEach((size, i) => head.setUint32(4 + 4 * i, size));
  const bytes = new Uint8Array(head.byteLength + data.length);
  bytes.set(new Uint8Array(head.buffer));
  bytes.set(data, head.byteLength);
  return bytes;
}
