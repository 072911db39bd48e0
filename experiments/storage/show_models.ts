import { MOST } from "./file_limits.ts";
import { fileName } from "./file_name.ts";
import { runIdOf } from "./model_file.ts";
import type { IdentifiedRun } from "./run_identity.ts";
import type { RunStore } from "./run_store.ts";
import { checkFolder, listFolder, readFile } from "./read_file.ts";
import { makeFolder, removeFile, writeFile } from "./write_file.ts";

/**
 * Shows the networks that runs have kept under the names of the runs, `models/hinge@2.safetensors`, and those of no others.
 *
 * @param folder That of the study.
 * @returns The paths of the files.
 */
export async function showModels(
  folder: string,
  runs: readonly IdentifiedRun[],
  store: Pick<RunStore, "readModel">,
): Promise<string[]> {
  const models = `${folder}/models`, shown = new Set<string>();
  await checkFolder(models);
  for (const run of runs) {
    const bytes = await store.readModel(run);
    if (!bytes) continue;
    const name = `${fileName(run.name)}.safetensors`, path = `${models}/${name}`;
    const there = await readFile(path, MOST.tensors);
    if (!there || runIdOf(there) !== run.id) {
      if (shown.size === 0) await makeFolder(models);
      await writeFile(path, bytes);
    }
    shown.add(name);
  }
  for (const name of await listFolder(models)) {
    if (name.endsWith(".safetensors") && !shown.has(name)) await removeFile(`${models}/${name}`);
  }
  return [...shown].map((name) => `${models}/${name}`);
}
