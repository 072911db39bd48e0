/** What claims on a folder say, and whether the programs behind them are still there.
 * @module
 */
import * as v from "valibot";
import { openRegular } from "../study/regular_file.ts";
import { MOST } from "./file_limits.ts";
import { jsonIn } from "./parse_json.ts";
import { timeIn } from "./parts.ts";
import { checkFolder, listFolder, readFile } from "./read_file.ts";
import { fits, text } from "./schemas.ts";

/** What a program says about itself while it works: where it is, the number of its process, and which runs it is training. */
const CLAIM = v.object({
  host: text,
  pid: v.pipe(v.number(), v.integer()),
  runs: v.array(text),
  /** What no other claim has: host and process are the same in copies of a container. */
  token: v.optional(text),
});

export interface FoundClaim extends v.InferOutput<typeof CLAIM> {
  /** `all`, `shard-2-of-8` or `best`. */
  readonly name: string;
}

/** A claim that is older, in seconds, is of a program that is gone, where the system does not tell. */
export const STALE = 60;

/** The claims in a folder of programs that are still there. */
export async function claimsIn(folder: string): Promise<FoundClaim[]> {
  await checkFolder(folder);
  const found: FoundClaim[] = [];
  for (const file of await listFolder(folder)) {
    const name = file.match(/^([\w-]+)\.json$/)?.[1];
    if (name === undefined) continue;
    const path = `${folder}/${file}`, claim = await readClaim(path);
    // One that is damaged, or was only just begun, says nothing yet.
    if (claim && await isAlive(path, claim.host)) {
      found.push({ pid: 0, runs: [], ...claim, host: claim.host ?? "an unknown machine", name });
    }
  }
  return found;
}

/** What a claim says, nothing where it is damaged; undefined if it is not there. */
export async function readClaim(path: string): Promise<Partial<v.InferOutput<typeof CLAIM>> | undefined> {
  const bytes = await readFile(path, MOST.note);
  if (!bytes) return undefined;
  const { success, output } = fits(CLAIM, jsonIn(bytes));
  return success ? output : {};
}

/** Whether two claims on a study can't go together: only different shards of the same number can. */
export function conflict(name: string, other: string): boolean {
  const [a, b] = [name, other].map((name) => name.match(/^shard-(\d+)-of-(\d+)$/));
  // The best of a search and the merged files are no shard's.
  if ([name, other].some((one) => one === "best" || one === "merge")) {
    return name === other || name === "all" || other === "all";
  }
  return !a || !b || a[2] !== b[2] || a[1] === b[1];
}

/** Whether the program behind a claim is still there. */
async function isAlive(path: string, host: string | undefined): Promise<boolean> {
  let file: Deno.FsFile;
  try {
    file = await openRegular(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false; // it has just ended
    return await age(path) < STALE; // it is somebody else's
  }
  try {
    // A lock that several may have at a time: others may be looking, too.
    if (!await file.tryLock(false)) return true;
    await file.unlock();
    return host !== undefined && host !== hostname() && await age(path) < STALE;
  } catch {
    return await age(path) < STALE;
  } finally {
    file.close();
  }
}

/**
 * The seconds between now and when a file was last written, as the folder has them; infinitely many if it is not there. A time to come is
 * no younger than one that is past: whoever is at work has written just now.
 */
export async function age(path: string): Promise<number> {
  const modified = (await Deno.stat(path).catch(() => undefined))?.mtime;
  if (!modified) return Infinity;
  return Math.abs(await timeIn(path.replace(/\/[^/]*$/, "")) - modified.getTime()) / 1000;
}

/** What this machine is called. */
export function hostname(): string {
  try {
    return Deno.hostname();
  } catch {
    return "this machine";
  }
}
