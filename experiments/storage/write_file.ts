/** Files that are whole or not there.
 * @module
 */
import { checkNoLink, openRegular, readRegular } from "./regular_file.ts";

/** Results can't be written or read: no space, no permission, something in the way. */
export class OutputError extends Error {
  override readonly name = "OutputError";
}

/** What files are called that are being written. */
const PART = /\.[0-9a-f]{8}\.part$/;

/** The milliseconds after which nobody is writing to a file any more. */
const STALE = 60_000;

/**
 * Writes a file beside its place, waits until it is on the disk, and renames it, so that whoever looks finds the old contents
 * or the new ones, never a part, even after a power cut.
 *
 * @throws {OutputError} If that fails. Then the old file is as it was.
 */
export async function writeFile(path: string, contents: string | Uint8Array): Promise<void> {
  let part = "";
  try {
    let file: Deno.FsFile | undefined;
    while (!file) file = await openLocked(part = partOf(path));
    try {
      await writeAll(file, typeof contents === "string" ? new TextEncoder().encode(contents) : contents);
      await file.sync();
      await Deno.rename(part, path); // as long as it is locked
    } finally {
      file.close();
    }
    await syncFolder(path.replace(/[^/]*$/, "") || ".");
  } catch (error) {
    await Deno.remove(part).catch(() => {});
    throw cannot(`write ${path}`, error);
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
    await Deno.mkdir(folder, { recursive: true });
    await Deno.writeTextFile(probe, "", { createNew: true });
  } catch (error) {
    throw cannot(`write to the folder ${folder}`, error);
  } finally {
    await Deno.remove(probe).catch(() => {}); // another program may have taken it for a left-over
  }
}

/** What is to be done with a file, or nothing if it is not there. */
async function ifThere<T>(action: string, work: Promise<T>): Promise<T | undefined> {
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

/** Removes what programs that were killed left half written in a folder. What others are writing there stays. */
export async function removeParts(folder: string): Promise<void> {
  await checkFolder(folder);
  for (const name of await listFolder(folder)) {
    if (PART.test(name)) await removeLeftOver(`${folder}/${name}`).catch(() => {});
  }
}

/** Removes a file unless somebody is writing it: the lock of a program that is gone is given up by the operating system. */
async function removeLeftOver(path: string): Promise<void> {
  using file = await openRegular(path);
  const { mtime } = await file.stat();
  // Not every file system has locks: there the age decides.
  const free = await file.tryLock(false).catch(() => mtime !== null && Date.now() - mtime.getTime() > STALE);
  if (free) await Deno.remove(path);
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

async function writeAll(file: Deno.FsFile, bytes: Uint8Array): Promise<void> {
  for (let start = 0; start < bytes.length;) start += await file.write(bytes.subarray(start));
}

/** Waits until a renaming in a folder is on the disk, where folders can be opened and the file system can. */
async function syncFolder(folder: string): Promise<void> {
  const file = await Deno.open(folder).catch(() => undefined);
  await file?.sync().catch(() => {});
  file?.close();
}
