import { MOST } from "../storage/file_limits.ts";
import { type ConfigurationFile, readConfiguration } from "../storage/read_configuration.ts";
import { readFile } from "../storage/read_file.ts";
import type { StudyPlan } from "../study/study_record.ts";

/**
 * What of the results in a folder will be gone once those of a configuration are written there: undefined if all of its runs are
 * among the new ones.
 */
export async function replaced(folder: string, configuration: string): Promise<StudyPlan["replaces"]> {
  const bytes = await readFile(`${folder}/config.json`, MOST.runs);
  if (!bytes) return undefined;
  let old: ConfigurationFile;
  try {
    old = readConfiguration(new TextDecoder().decode(bytes), () => {});
  } catch {
    return { command: undefined }; // whatever it is, it is no part of the new ones
  }
  const runsOf = ({ dataset, runs }: ConfigurationFile) =>
    runs.map(({ configuration }) =>
      JSON.stringify([dataset?.checksum, Object.entries(configuration).sort()])
    );
  const stay = new Set(runsOf(readConfiguration(configuration, () => {})));
  return runsOf(old).every((run) => stay.has(run)) ? undefined : { command: old.command };
}
