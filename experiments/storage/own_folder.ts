import { MOST } from "./file_limits.ts";
import { readConfiguration } from "./read_configuration.ts";
import { OutputError } from "./output_error.ts";
import { listFolder, readFile } from "./read_file.ts";
import { RUN_ID } from "./run_identity.ts";

/** What takes the place of nothing that anybody else has: who is at work, what was trained, and what was being written. */
const OURS = /^(claims|runs|manifest\.json|\..*|.*\.[0-9a-f]{8}\.part)$/;

/** Tables of every study. */
const TABLES = ["epochs.csv", "runs.csv", "iterations.csv"];

/**
 * Makes sure that a folder is of a study, or empty, or not there: `--out .` may be beside a folder `train` of something else.
 *
 * @throws {OutputError} If it is not.
 */
export async function refuseForeign(folder: string): Promise<void> {
  const names = await namesIn(folder), foreign = names.filter((name) => !OURS.test(name));
  if (foreign.length === 0 || TABLES.every((name) => names.includes(name))) return;
  if (await hasConfiguration(folder)) return;
  if (names.includes("runs") && (await listFolder(`${folder}/runs`)).some((name) => RUN_ID.test(name))) {
    return;
  }
  const more = foreign.length > 1 ? ` and ${foreign.length - 1} more` : "";
  throw new OutputError(
    `Cannot write to the folder ${folder}: it has ${
      foreign[0]
    }${more} and no results of a study; use another --out`,
  );
}

/** What is in a folder. A file in its place is told by whoever makes the folder. */
async function namesIn(folder: string): Promise<string[]> {
  try {
    return await listFolder(folder);
  } catch (error) {
    if (error instanceof OutputError && error.cause instanceof Deno.errors.NotADirectory) return [];
    throw error;
  }
}

/** Whether there is a `config.json` of a study. */
async function hasConfiguration(folder: string): Promise<boolean> {
  const bytes = await readFile(`${folder}/config.json`, MOST.runs);
  if (!bytes) return false;
  try {
    readConfiguration(new TextDecoder().decode(bytes), () => {});
    return true;
  } catch {
    return false;
  }
}
