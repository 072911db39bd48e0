/** Files that are being written, beside their places, and what is left of them by programs that were killed.
 * @module
 */
import { openRegular } from "../study/regular_file.ts";
import { checkFolder, listFolder } from "./read_file.ts";

/** What files are called that are being written. */
const PART = /\.[0-9a-f]{8}\.part$/;

/** The milliseconds after which nobody is writing to a file any more. */
const STALE = 60_000;

/** So often something is tried whose part somebody removes. */
export const TRIES = 3;

/** A name that no other program uses at the same time. */
export function partOf(path: string): string {
  return `${path}.${crypto.randomUUID().slice(0, 8)}.part`;
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
