import { DataError } from "@chainrule/core";
import { readBeginning, readRegular } from "../../study/regular_file.ts";

/** Reads a file of at most so many bytes: what is a pipe or a device is refused before it is opened. */
export function readFile(path: string, most: number): Promise<Uint8Array<ArrayBuffer>> {
  return asDataError(path, readRegular(path, most, { follow: true }));
}

/** The first bytes of a file that has an end. */
export function beginningOf(path: string, length: number): Promise<Uint8Array> {
  return asDataError(path, readBeginning(path, length, { follow: true }));
}

/** What there is under a path. Throws a `DataError` that says what is wanted if there is nothing. */
export async function look(path: string, wanted?: string): Promise<Deno.FileInfo> {
  return await asDataError(path, Deno.stat(path), wanted && `; ${wanted}`);
}

/** The names in a folder, sorted by their letters' numbers, as torchvision's `ImageFolder` has them; hidden ones apart. */
export async function namesIn(folder: string): Promise<string[]> {
  const names = await asDataError(folder, Array.fromAsync(Deno.readDir(folder), ({ name }) => name));
  return names.filter((name) => !name.startsWith(".")).sort();
}

async function asDataError<T>(path: string, work: Promise<T>, wanted = ""): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const found = error instanceof Deno.errors.NotFound
      ? `there is no such file or folder${wanted}`
      : (error as Error).message.split("\n")[0];
    throw new DataError(`Cannot read ${path}: ${found}`, { cause: error });
  }
}
