/** The files of a folder: read, and stored whole or not at all.
 * @module
 */
import { DataError } from "@chainrule/core";
import { type DecodedFile, decodeFile, MOST_BYTES } from "./decode_file.ts";
import type { FileSystem } from "./environment.ts";
import { fileNames, type PublishedFile } from "./publications.ts";

/**
 * Reads the first file of a folder that has one of the names. Undefined where there is none.
 *
 * @throws {DataError} If it can't be read, is damaged or holds something else.
 */
export async function readFrom(
  system: FileSystem,
  folder: string,
  file: PublishedFile,
  names: readonly string[] = fileNames(file),
): Promise<DecodedFile | undefined> {
  for (const name of names) {
    const path = `${folder}/${name}`;
    const bytes = await readBounded(system, path);
    if (bytes) return await decodeFile(bytes, path, file);
  }
}

/**
 * The bytes of a file, if it is there. What has no end, such as a pipe or a device, and what is too long is refused before it is
 * read.
 *
 * @throws {DataError} If it can't be read.
 */
export async function readBounded(
  system: FileSystem,
  path: string,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  try {
    const { size, isFile } = await system.stat(path);
    if (!isFile) throw new DataError(`Cannot read ${path}: it is no regular file`);
    if (size > MOST_BYTES) {
      throw new DataError(`Cannot read ${path}: it has ${size} bytes, want at most 1 GiB`);
    }
    const bytes = await system.readFile(path);
    // A buffer that others have a part of can't be given back.
    return bytes.byteLength === bytes.buffer.byteLength
      ? new Uint8Array(bytes.buffer)
      : new Uint8Array(bytes);
  } catch (error) {
    if (isMissing(error)) return undefined;
    if (error instanceof DataError || !(error instanceof Error)) throw error;
    throw new DataError(`Cannot read ${path}: ${error.message}`, { cause: error });
  }
}

/** Whether there is something under a path. */
export async function exists(system: FileSystem, path: string): Promise<boolean> {
  try {
    await system.stat(path);
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}

/**
 * Writes a file beside its place and renames it into place, so that nobody sees a part of it, also where two
 * processes write the same file. On failure nothing is left.
 */
export async function storeFile(
  system: FileSystem,
  folder: string,
  name: string,
  bytes: Uint8Array,
): Promise<void> {
  await system.mkdir(folder, { recursive: true });
  const path = `${folder}/${name}`;
  const temporary = `${path}.${crypto.randomUUID()}.part`;
  try {
    await system.writeFile(temporary, bytes, { createNew: true });
    await system.rename(temporary, path);
  } catch (error) {
    await system.remove(temporary).catch(() => {});
    throw error;
  }
}
