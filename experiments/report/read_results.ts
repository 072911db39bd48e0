/** A folder of results as it is found.
 * @module
 */
import { MORE_FILES, RESULT_FILES } from "../runner/result_folder.ts";
import { readStudyFolder } from "../storage/read_study_folder.ts";
import { studies as known } from "../studies/mod.ts";
import { append } from "../study/append.ts";
import { plain } from "../study/format.ts";
import type { Warning } from "../study/warning.ts";
import { checkTables } from "./check_tables.ts";
import { type FoundStudy, foundStudy, idOf } from "./found_study.ts";

/** What a folder of results holds. */
export interface FoundResults {
  /** In the order in which they are defined; those with the coursework report's own learning rate come last. */
  readonly studies: readonly FoundStudy[];
  /** What was wrong with files of no study. */
  readonly warnings: readonly Warning[];
}

/** There is nothing to make a report of. */
export class NoResultsError extends Error {
  override readonly name = "NoResultsError";
}

/** The files that studies leave behind, besides pictures, and that the report itself leaves in the folder. */
const KNOWN = new Set([...RESULT_FILES, ...MORE_FILES, "manifest.json", "report.html", "report.md"]);

/** How far down studies are looked for: `loss`, `published/loss`. */
const DEPTH = 2;

/**
 * Reads a folder of results: a study in each folder of it or a level further down, or one in the folder itself.
 *
 * @param tell Told of what can't be read, at once.
 * @throws {NoResultsError} If there is no such folder, or no study in it.
 */
export async function readResults(
  folder: string,
  tell: (warning: Warning) => void = () => {},
): Promise<FoundResults> {
  const warnings: Warning[] = [], found: FoundStudy[] = [], ids = new Set<string>();
  const visit = async (name: string, depth: number) => {
    const path = name === "" ? folder : `${folder}/${name}`, shown = plain(name || baseName(folder));
    const here: Warning[] = [];
    const warn = (file: string, message: string) => {
      here.push({ file, message });
      tell({ file, message });
    };
    const inside = ({ file, message }: Warning) => warn(`${shown}/${file}`, message);
    const contents = await list(path).catch((error) => {
      if (name === "") throw error;
      warn(shown, error.message);
    });
    const { files, folders, links } = contents ?? { files: [], folders: [], links: [] };
    for (const link of links) {
      warn(name ? `${shown}/${link}` : link, "it is a link to another folder and was left out");
    }
    const study = await readStudyFolder(path, { studies: known, warn: inside });
    const foreign = files.filter((file) => !KNOWN.has(file) && !/\.(svg|part|md)$/i.test(file))
      .filter((file) => study || file.endsWith(".csv"));
    for (const file of foreign) {
      warn(plain(study || name ? `${shown}/${file}` : file), "it is no file of a study and was left out");
    }
    if (study) {
      if (here.length === 0) await checkTables(path, study.record, inside);
      found.push(foundStudy(study, shown, idOf(shown, ids), here));
      return;
    }
    if (contents && name !== "" && folders.length === 0 && foreign.length === 0) {
      warn(shown, "there are no results in it");
    }
    append(warnings, here);
    if (depth === 0) return;
    for (const inner of folders) await visit(name === "" ? inner : `${name}/${inner}`, depth - 1);
  };
  await visit("", DEPTH);
  if (found.length === 0) {
    throw new NoResultsError(`Cannot report on ${folder}: there are no results of any study in it`);
  }
  const order = Object.keys(known);
  const place = ({ record: { study: { name } }, asPublished }: FoundStudy) =>
    (order.includes(name) ? order.indexOf(name) : order.length) + (asPublished ? 1000 : 0);
  return { studies: found.toSorted((a, b) => place(a) - place(b)), warnings };
}

function baseName(path: string): string {
  return path.replace(/[/\\]+$/, "").split(/[/\\]/).at(-1) || ".";
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
  if (error instanceof Deno.errors.NotFound) return "there is no such folder";
  return error instanceof Deno.errors.NotADirectory ? "it is no folder" : error.message.split("\n")[0];
}
