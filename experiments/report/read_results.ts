/** A folder of results as it is found.
 * @module
 */
import { readStudy } from "./read_study.ts";
import { NoResultsError, type Results, type StudyFiles, type Warning } from "./results.ts";

/** The files that the report itself leaves in the folder. */
const OWN = ["report.html", "report.md"];

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
): Promise<Results> {
  const warnings: Warning[] = [], studies: StudyFiles[] = [];
  const warn = (warning: Warning) => {
    warnings.push(warning);
    tell(warning);
  };
  const visit = async (name: string, depth: number) => {
    const path = name === "" ? folder : `${folder}/${name}`;
    const { files, folders } = await list(path).catch((error) => {
      if (name === "") throw error;
      warn({ file: name, message: error.message });
      return { files: [], folders: [] };
    });
    const study = await readStudy(
      path,
      name || baseName(folder),
      files.filter((f) => !OWN.includes(f)),
      warn,
    );
    if (study) studies.push(study);
    else {
      const foreign = files.filter((file) => file.endsWith(".csv"));
      for (const file of foreign) {
        warn({ file: `${name && `${name}/`}${file}`, message: "it is no file of a study and was left out" });
      }
      if (name !== "" && folders.length === 0 && foreign.length === 0) {
        warn({ file: name, message: "there are no results in it" });
      }
    }
    if (study || depth === 0) return;
    for (const inner of folders) await visit(name === "" ? inner : `${name}/${inner}`, depth - 1);
  };
  await visit("", DEPTH);
  if (studies.length === 0) {
    throw new NoResultsError(`Cannot report on ${folder}: there are no results of any study in it`);
  }
  return { studies, warnings };
}

function baseName(path: string): string {
  return path.replace(/[/\\]+$/, "").split(/[/\\]/).at(-1) || ".";
}

/** The names of the files and folders in a folder, sorted; hidden ones apart. */
async function list(path: string): Promise<{ files: string[]; folders: string[] }> {
  const files: string[] = [], folders: string[] = [];
  try {
    for await (const { name, isDirectory, isSymlink } of Deno.readDir(path)) {
      if (name.startsWith(".")) continue;
      const folder = isDirectory ||
        isSymlink && (await Deno.stat(`${path}/${name}`).catch(() => undefined))?.isDirectory;
      (folder ? folders : files).push(name);
    }
  } catch (error) {
    const reason = error instanceof Deno.errors.NotFound
      ? "there is no such folder"
      : error instanceof Deno.errors.NotADirectory
      ? "it is no folder"
      : String((error as Error).message).split("\n")[0];
    throw new NoResultsError(`Cannot report on ${path}: ${reason}`, { cause: error });
  }
  return { files: files.sort(), folders: folders.sort() };
}
