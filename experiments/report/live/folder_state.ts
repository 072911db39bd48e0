/** Whether anything in folders of results has changed. What is on a share of another machine tells nobody, so it is looked at.
 * @module
 */
import { claimsIn } from "../../storage/read_claims.ts";

/** How far down there are files of studies: `published/loss/epochs.csv`. */
const DEPTH = 2;

/** What is made of results, or is of no interest here. */
const OTHERS = /^(\.|models$|tensorboard$)|\.(svg|part|html|md)$/;

/** A text that differs whenever there is something new in folders of results, or somebody has begun or ended to work there. */
export async function folderState(folders: readonly string[]): Promise<string> {
  const lines: string[] = [];
  const visit = async (path: string, depth: number) => {
    for (const { name, isDirectory } of await entries(path)) {
      const inner = `${path}/${name}`;
      if (!isDirectory) {
        const found = await Deno.stat(inner).catch(() => undefined);
        if (found) lines.push(`${inner} ${found.size} ${found.mtime?.getTime()}`);
      } else if (name === "claims") {
        // A program that was killed leaves its claim as it was, but not the lock on it.
        for (const claim of await claimsIn(inner).catch(() => [])) lines.push(JSON.stringify(claim));
      } else if (name === "runs" || name === "inspection") await visit(inner, 1);
      else if (depth > 0) await visit(inner, depth - 1);
    }
  };
  for (const folder of folders) await visit(folder, DEPTH);
  return lines.join("\n");
}

async function entries(path: string): Promise<Deno.DirEntry[]> {
  const found: Deno.DirEntry[] = [];
  try {
    for await (const entry of Deno.readDir(path)) if (!OTHERS.test(entry.name)) found.push(entry);
  } catch { /* it is not there yet, or no more */ }
  return found.sort((a, b) => a.name < b.name ? -1 : 1);
}
