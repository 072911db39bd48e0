/** The files of a folder: read, and stored whole or not at all.
 * @module
 */
import { DataError } from "@chainrule/core";
import { ensureDir } from "@std/fs";
import { type DecodedFile, decodeFile, MOST_BYTES } from "./decode_file.ts";
import { fileNames, type Publication, type PublishedFile } from "./publications.ts";

/**
 * Reads the first file of a folder that has one of the names. Undefined where there is none.
 *
 * @throws {DataError} If it can't be read, is damaged or holds something else.
 */
export async function readFrom(
  folder: string,
  file: PublishedFile,
  { digested }: Publication,
  names: readonly string[] = fileNames(file),
): Promise<DecodedFile | undefined> {
  for (const name of names) {
    const path = `${folder}/${name}`;
    const bytes = await readBounded(path);
    if (bytes) return await decodeFile(bytes, path, file, digested);
  }
}

async function readBounded(path: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  try {
    const { size } = await Deno.stat(path);
    if (size > MOST_BYTES) {
      throw new DataError(`Cannot read ${path}: it has ${size} bytes, want at most 1 GiB`);
    }
    return await Deno.readFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    if (error instanceof DataError || !(error instanceof Error)) throw error;
    throw new DataError(`Cannot read ${path}: ${error.message}`, { cause: error });
  }
}

/**
 * Writes a file beside its place and renames it into place, so that nobody sees a part of it, also where two
 * processes write the same file. On failure nothing is left.
 */
export async function storeFile(folder: string, name: string, bytes: Uint8Array): Promise<void> {
  await ensureDir(folder);
  const path = `${folder}/${name}`;
  const temporary = `${path}.${crypto.randomUUID()}.part`;
  try {
    await Deno.writeFile(temporary, bytes, { createNew: true });
    await Deno.rename(temporary, path);
  } catch (error) {
    await Deno.remove(temporary).catch(() => {});
    throw error;
  }
}
