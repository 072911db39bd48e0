/** Files and folders that may not be there.
 * @module
 */
import { checkNoLink, readRegular } from "../study/regular_file.ts";
import { cannot, OutputError } from "./output_error.ts";

/** What is to be done with a file, or nothing if it is not there. */
export async function ifThere<T>(action: string, work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw cannot(action, error);
  }
}

/**
 * The contents of a file, if it is there.
 *
 * @param most How many bytes it may have.
 * @throws {OutputError} If it can't be read, is no regular file, or has more.
 */
export function readFile(path: string, most: number): Promise<Uint8Array<ArrayBuffer> | undefined> {
  return ifThere(`read ${path}`, readRegular(path, most));
}

/**
 * The contents of a file that a user has named, which may be a link.
 *
 * @param most How many bytes it may have.
 * @throws {OutputError} If it is not there or can't be read, is no regular file, or has more.
 */
export async function readNamed(path: string, most: number): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await ifThere(`read ${path}`, readRegular(path, most, { follow: true }));
  if (!bytes) throw new OutputError(`Cannot read ${path}: there is no such file`);
  return bytes;
}

/**
 * Makes sure that a folder within the folder of a study is not elsewhere. It need not be there.
 *
 * @throws {OutputError} If it is a link.
 */
export function checkFolder(folder: string): Promise<void> {
  return checkNoLink(folder).catch((error) => {
    throw cannot(`read ${folder}`, error);
  });
}

/** The names of what is in a folder, sorted; nothing if there is no folder. */
export async function listFolder(folder: string): Promise<string[]> {
  const names = Array.fromAsync(Deno.readDir(folder), ({ name }) => name);
  return (await ifThere(`read the folder ${folder}`, names) ?? []).sort();
}
