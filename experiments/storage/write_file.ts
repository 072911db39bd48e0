/** Files that are whole or not there.
 * @module
 */
import { checkNoLink, openRegular, readRegular } from "../study/regular_file.ts";

/** Results can't be written or read: no space, no permission, something in the way. */
export class OutputError extends Error {
  override readonly name = "OutputError";
}

/** What a file is to hold: also a text in pieces, which together may be longer than a string can be, and can be gone through again. */
export type Contents = string | Uint8Array | Iterable<string>;

/** What files are called that are being written. */
const PART = /\.[0-9a-f]{8}\.part$/;

/** The milliseconds after which nobody is writing to a file any more. */
const STALE = 60_000;

/** So often a file is written whose part somebody removes. */
const TRIES = 3;

/**
 * Writes a file beside its place, waits until it is on the disk, and renames it, so that whoever looks finds the old contents
 * or the new ones, never a part, even after a power cut.
 *
 * @throws {OutputError} If that fails. Then the old file is as it was.
 */
export async function writeFile(path: string, contents: Contents): Promise<void> {
  for (let left = TRIES;; left--) {
    let part = "", written = false;
    try {
      let file: Deno.FsFile | undefined;
      while (!file) file = await openLocked(part = partOf(path));
      try {
        for (const bytes of bytesOf(contents)) await writeAll(file, bytes);
        await file.sync();
        written = true;
        await Deno.rename(part, path); // as long as it is locked
      } finally {
        file.close();
      }
      return await syncFolder(path);
    } catch (error) {
      await Deno.remove(part).catch(() => {});
      // Where there are no locks somebody may have taken it for a left-over.
      if (written && left > 1 && error instanceof Deno.errors.NotFound) continue;
      throw cannot(`write ${path}`, error);
    }
  }
}

/**
 * Makes a folder, and those above it, unless it is there, and makes sure that files can be written to it.
 *
 * @param follow Whether it may be a link: one that a user has named, not one that lies in a folder of results.
 * @throws {OutputError} If not.
 */
export async function makeFolder(folder: string, { follow = false } = {}): Promise<void> {
  const probe = partOf(`${folder}/`);
  try {
    if (!follow) await checkNoLink(folder);
    await makeDurable(folder);
    await Deno.writeTextFile(probe, "", { createNew: true });
  } catch (error) {
    throw cannot(`write to the folder ${folder}`, error);
  } finally {
    await Deno.remove(probe).catch(() => {}); // another program may have taken it for a left-over
  }
}

/** Makes a folder, and those above it, and waits until their names are on the disk: what is in them would be lost with them. */
async function makeDurable(folder: string): Promise<void> {
  try {
    await Deno.mkdir(folder);
  } catch (error) {
    const above = folder.replace(/\/+[^/]*$/, "");
    if (error instanceof Deno.errors.NotFound && above !== "" && above !== folder) {
      await makeDurable(above);
      await Deno.mkdir(folder, { recursive: true }); // somebody else may have made it
    } else if (!(error instanceof Deno.errors.AlreadyExists) || !(await Deno.stat(folder)).isDirectory) {
      throw error;
    } else return;
  }
  await syncFolder(folder);
}

/** What is to be done with a file, or nothing if it is not there. */
export async function ifThere<T>(action: string, work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw cannot(action, error);
  }
}

/** Removes a file, or with `recursive` a folder, if it is there. */
export async function removeFile(path: string, options?: Deno.RemoveOptions): Promise<void> {
  await ifThere(`replace ${path}`, Deno.remove(path, options));
}

/** Renames a file, if it is there. */
export async function moveFile(from: string, to: string): Promise<void> {
  await ifThere(`write ${to}`, Deno.rename(from, to));
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

/**
 * The milliseconds since 1970 by the clock that stamps the files in a folder, which may be that of another machine: whatever the clock here
 * says, the age of a file is measured by the clock that stamped it. Where nothing can be written there it is the clock here.
 */
export async function timeIn(folder: string): Promise<number> {
  for (let left = TRIES; left > 0; left--) {
    const probe = partOf(`${folder}/now`);
    try {
      await Deno.writeTextFile(probe, "\n");
      const { mtime } = await Deno.stat(probe);
      if (mtime) return mtime.getTime();
    } catch (error) {
      // Somebody may have taken it for a left-over.
      if (!(error instanceof Deno.errors.NotFound)) break;
    } finally {
      await Deno.remove(probe).catch(() => {});
    }
  }
  return Date.now();
}

/** Removes what programs that were killed left half written in a folder. What others are writing there stays. */
export async function removeParts(folder: string): Promise<void> {
  await checkFolder(folder);
  for (const name of await listFolder(folder)) {
    if (PART.test(name)) await removeLeftOver(folder, name).catch(() => {});
  }
}

/** Removes a file unless somebody is writing it: the lock of a program that is gone is given up by the operating system. */
async function removeLeftOver(folder: string, name: string): Promise<void> {
  const path = `${folder}/${name}`;
  using file = await openRegular(path);
  const { mtime } = await file.stat();
  // Not every file system has locks: there the age decides.
  const old = async () => mtime !== null && Math.abs(await timeIn(folder) - mtime.getTime()) > STALE;
  if (await file.tryLock(false).catch(old)) await Deno.remove(path);
}

/** An error that says what could not be done, and what the operating system said. */
export function cannot(action: string, error: unknown): OutputError {
  return new OutputError(`Cannot ${action}: ${reasonOf(error)}`, { cause: error });
}

/** What went wrong, in one line. */
export function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const line = message.split("\n")[0].replace(/ \(os error \d+\).*$/, "");
  return line.slice(0, 1).toLowerCase() + line.slice(1);
}

/** A name that no other program uses at the same time. */
function partOf(path: string): string {
  return `${path}.${crypto.randomUUID().slice(0, 8)}.part`;
}

/** Makes a file that stays until it is closed, or nothing if somebody took it for a left-over before it was locked. */
async function openLocked(path: string): Promise<Deno.FsFile | undefined> {
  const file = await Deno.open(path, { write: true, createNew: true });
  await file.lock(true).catch(() => {}); // not every file system can
  if ((await file.stat()).nlink !== 0) return file;
  file.close();
}

/**
 * Adds to a file that is there, for whoever looks before it is written anew. If the power is cut it may be lost, or a part of it.
 *
 * @throws {OutputError} If that fails.
 */
export async function appendToFile(path: string, text: string): Promise<void> {
  try {
    using file = await openRegular(path, { append: true });
    await writeAll(file, new TextEncoder().encode(text));
  } catch (error) {
    throw cannot(`write ${path}`, error);
  }
}

/** Writes all bytes: a write may take only some of them. */
export async function writeAll(file: Deno.FsFile, bytes: Uint8Array): Promise<void> {
  for (let start = 0; start < bytes.length;) start += await file.write(bytes.subarray(start));
}

function* bytesOf(contents: Contents): Generator<Uint8Array> {
  if (contents instanceof Uint8Array) return yield contents;
  const encoder = new TextEncoder();
  for (const text of typeof contents === "string" ? [contents] : contents) yield encoder.encode(text);
}

/** Waits until the name of a file is on the disk, where folders can be opened and the file system can. */
export async function syncFolder(path: string): Promise<void> {
  const file = await Deno.open(path.replace(/[^/]*$/, "") || ".").catch(() => undefined);
  await file?.sync().catch(() => {});
  file?.close();
}
