/** Files that are whole or not there.
 * @module
 */
import { checkNoLink, openRegular } from "../study/regular_file.ts";
import { cannot } from "./output_error.ts";
import { partOf, removeParts, TRIES } from "./parts.ts";
import { ifThere } from "./read_file.ts";

/** What a file is to hold: also a text in pieces, which together may be longer than a string can be, and can be gone through again. */
export type Contents = string | Uint8Array | Iterable<string>;

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
 * Writes files into a folder that is there, by their names, which may be in folders within it.
 *
 * @throws {OutputError} If that fails. Then some may have been written.
 */
export async function writeFiles(folder: string, files: Readonly<Record<string, Contents>>): Promise<void> {
  const made = new Set<string>();
  for (const [name, contents] of Object.entries(files)) {
    const within = name.slice(0, Math.max(0, name.lastIndexOf("/")));
    if (within !== "" && !made.has(within)) {
      await makeFolder(`${folder}/${within}`);
      await removeParts(`${folder}/${within}`);
      made.add(within);
    }
    await writeFile(`${folder}/${name}`, contents);
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

/** Removes a file, or with `recursive` a folder, if it is there. */
export async function removeFile(path: string, options?: Deno.RemoveOptions): Promise<void> {
  await ifThere(`replace ${path}`, Deno.remove(path, options));
}

/** Renames a file, if it is there. */
export async function moveFile(from: string, to: string): Promise<void> {
  await ifThere(`write ${to}`, Deno.rename(from, to));
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
