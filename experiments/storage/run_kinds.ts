/** Runs that differ in how many epochs they have, and in nothing else.
 * @module
 */
import type { ScheduleName } from "../study/choices.ts";
import { MOST } from "./file_limits.ts";
import { parseJson } from "./parse_json.ts";
import { RUN_ID, type RunIdentity } from "./run_identity.ts";
import { checkFolder, listFolder, readFile } from "./read_file.ts";

/** The schedules that depend on how many epochs there are. */
const TAKES_ALL: readonly ScheduleName[] = ["one-cycle", "cosine", "rising"];

/** The ids and epochs of runs, by what is the same in all of them. */
export type RunsByKind = ReadonlyMap<string, readonly { readonly id: string; readonly epochs: number }[]>;

/** Whether with more epochs the run would have been another one from the first step on: its learning rate takes all of them to fall. */
export function dependsOnEpochs({ schedule }: RunIdentity["configuration"]): boolean {
  return schedule !== undefined && TAKES_ALL.includes(schedule);
}

/** All that decides a run but its epochs. */
export function kindOf({ configuration, ...identity }: RunIdentity): string {
  const epochs = dependsOnEpochs(configuration) ? configuration.epochs : 0;
  return JSON.stringify({ ...identity, configuration: { ...configuration, epochs } });
}

/** The runs that have a folder in this one, as far as they say what they are. */
export async function readRuns(folder: string): Promise<RunsByKind> {
  const runs = new Map<string, { id: string; epochs: number }[]>();
  for (const id of await listFolder(folder)) {
    if (!RUN_ID.test(id)) continue; // what systems and people leave in folders
    await checkFolder(`${folder}/${id}`);
    const bytes = await readFile(`${folder}/${id}/run.json`, MOST.note);
    if (!bytes) continue;
    try {
      const { id: own, ...identity } = parseJson(new TextDecoder().decode(bytes)) as RunIdentity & {
        id: unknown;
      };
      const kind = kindOf(identity), { epochs } = identity.configuration;
      if (own === id && Number.isInteger(epochs)) runs.set(kind, [...runs.get(kind) ?? [], { id, epochs }]);
    } catch (error) {
      // What is damaged can't be gone on from.
      if (!(error instanceof SyntaxError || error instanceof TypeError)) throw error;
    }
  }
  return runs;
}
