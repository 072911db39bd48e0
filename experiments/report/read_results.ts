/** A folder of results as it is found.
 * @module
 */
import { MORE_FILES, RESULT_FILES } from "../runner/result_folder.ts";
import { claimsIn } from "../storage/read_claims.ts";
import { baseName } from "../storage/file_name.ts";
import { OutputError } from "../storage/output_error.ts";
import { readStudyFolder } from "../storage/read_study_folder.ts";
import { studies as known } from "../studies/mod.ts";
import { append } from "../study/append.ts";
import { plain } from "../study/format.ts";
import type { Warning } from "../study/warning.ts";
import { checkTables } from "./check_tables.ts";
import { type FoundStudy, foundStudy, idOf, withNames } from "./found_study.ts";
import { withStoredRuns } from "./stored_runs.ts";

/** What folders of results hold. */
export interface FoundResults {
  /** In the order in which they are defined; those with the coursework report's own learning rate come last. */
  readonly studies: readonly FoundStudy[];
  /** The folders of the studies that a program is at, with nothing to show for it yet. */
  readonly begun: readonly string[];
  /** What was wrong with files of no study. */
  readonly warnings: readonly Warning[];
}

/** There is nothing to make a report of. */
export class NoResultsError extends Error {
  override readonly name = "NoResultsError";
}

/** The files that studies leave behind, besides pictures, and that the report itself leaves in the folder. */
const KNOWN = new Set([
  ...RESULT_FILES,
  ...MORE_FILES,
  "manifest.json",
  "timings.csv",
  "report.html",
  "report.md",
  "report.json",
]);

/** How far down studies are looked for: `loss`, `published/loss`. */
const DEPTH = 2;

/**
 * Reads folders of results: a study in each folder of them or a level further down, or one in the folder itself.
 *
 * @param tell Told of what can't be read.
 * @throws {NoResultsError} If there is no such folder, or no study in any of them and nobody is at one.
 */
export async function readResults(
  folders: readonly string[],
  tell: (warning: Warning) => void = () => {},
): Promise<FoundResults> {
  const warnings: Warning[] = [], found: FoundStudy[] = [], begun: string[] = [], ids = new Set<string>();
  const prefixes = folders.length > 1 ? prefixesOf(folders) : [];
  for (const [i, folder] of folders.entries()) {
    await readFolder(folder, prefixes[i], { warnings, found, begun, ids, tell });
  }
  if (found.length === 0 && begun.length === 0) {
    throw new NoResultsError(
      `Cannot report on ${
        folders.join(", ")
      }: there are no results of any study in it; run deno task experiment first`,
    );
  }
  const order = Object.keys(known);
  const place = ({ record: { study: { name } }, asPublished }: FoundStudy) =>
    (order.includes(name) ? order.indexOf(name) : order.length) + (asPublished ? 1000 : 0);
  return { studies: withNames(found.toSorted((a, b) => place(a) - place(b))), begun, warnings };
}

/** Reads one of the folders. What is in it is called after it where there are several. */
async function readFolder(
  folder: string,
  prefix: string | undefined,
  { warnings, found, begun, ids, tell }: {
    warnings: Warning[];
    found: FoundStudy[];
    begun: string[];
    ids: Set<string>;
    tell: (warning: Warning) => void;
  },
): Promise<void> {
  const visit = async (name: string, depth: number) => {
    const path = name === "" ? folder : `${folder}/${name}`;
    const shown = plain([prefix, name].filter(Boolean).join("/") || baseName(folder));
    const here: Warning[] = [];
    const warn = (file: string, message: string) => void here.push({ file, message });
    const inside = ({ file, message }: Warning) => warn(`${shown}/${file}`, message);
    const contents = await list(path).catch((error) => {
      if (name === "") throw error;
      warn(shown, error.message);
    });
    const { files, folders, links } = contents ?? { files: [], folders: [], links: [] };
    for (const link of links) {
      warn(name ? `${shown}/${link}` : link, "it is a link to another folder and was left out");
    }
    const claims = folders.includes("claims")
      ? await claimsIn(`${path}/claims`).catch((error) => {
        if (!(error instanceof OutputError)) throw error;
        warn(`${shown}/claims`, `it was left out: ${plain(error.message)}`);
        return [];
      })
      : [];
    const read = await readStudyFolder(path, { studies: known, warn: inside });
    const isStudy = read || files.includes("manifest.json") || claims.length > 0;
    const study = isStudy ? await withStoredRuns(path, read, inside) : undefined;
    const foreign = files.filter((file) => !KNOWN.has(file) && !/\.(svg|part|md)$/i.test(file))
      .filter((file) => study || file.endsWith(".csv"));
    for (const file of foreign) {
      warn(plain(study || name ? `${shown}/${file}` : file), "it is no file of a study and was left out");
    }
    // What somebody is writing is never all there.
    if (claims.length > 0) here.length = 0;
    else if (read && here.length === 0) await checkTables(path, read.record, inside);
    if (contents && name !== "" && !study && folders.length === 0 && foreign.length === 0) {
      warn(shown, "there are no results in it");
    }
    for (const warning of here) tell(warning);
    if (study) {
      const id = idOf(shown, ids);
      found.push(foundStudy(study, { id, folder: shown, prefix, path, warnings: here, claims }));
    } else append(warnings, here);
    if (!study && isStudy) begun.push(shown);
    if (isStudy || depth === 0) return;
    for (const inner of folders) await visit(name === "" ? inner : `${name}/${inner}`, depth - 1);
  };
  await visit("", DEPTH);
}

/** What each of several folders is called: the end of its path that no other has. */
function prefixesOf(folders: readonly string[]): string[] {
  const parts = folders.map((folder) => folder.split(/[/\\]+/).filter(Boolean));
  const end = (path: readonly string[], length: number) => path.slice(-length).join("/") || ".";
  return parts.map((path) => {
    const isAlone = (length: number) =>
      parts.filter((other) => end(other, length) === end(path, length)).length < 2;
    const length = path.findIndex((_, i) => isAlone(i + 1)) + 1;
    return end(path, length || path.length);
  });
}

/** The names of the files and folders in a folder, and of links to folders, sorted; hidden ones apart. */
async function list(path: string): Promise<{ files: string[]; folders: string[]; links: string[] }> {
  const files: string[] = [], folders: string[] = [], links: string[] = [];
  try {
    for await (const { name, isDirectory, isSymlink } of Deno.readDir(path)) {
      const elsewhere = isSymlink && await Deno.stat(`${path}/${name}`).catch(() => undefined);
      if (!name.startsWith(".")) {
        (elsewhere && elsewhere.isDirectory ? links : isDirectory ? folders : files).push(name);
      }
    }
  } catch (error) {
    throw new NoResultsError(`Cannot report on ${path}: ${reasonOf(error as Error)}`, { cause: error });
  }
  return { files: files.sort(), folders: folders.sort(), links: links.sort() };
}

function reasonOf(error: Error): string {
  if (error instanceof Deno.errors.NotFound) return "there is no such folder; run deno task experiment first";
  return error instanceof Deno.errors.NotADirectory ? "it is no folder" : error.message.split("\n")[0];
}
