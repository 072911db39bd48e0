import { DataError, decodeSafetensors, type Parameter } from "@chainrule/core";
import { save } from "@chainrule/layers";
import type { IdentifiedRun } from "./run_identity.ts";
import { MOST } from "./file_limits.ts";
import { checkFolder, makeFolder, readFile, writeFile } from "./write_file.ts";

/** The parameters of a network as safetensors, with what was trained in the metadata. */
export function encodeModel(
  model: { parameters(): Parameter[] },
  { id, name, identity: { configuration, dataset } }: IdentifiedRun,
): Uint8Array<ArrayBuffer> {
  return save(model, {
    id,
    run: name,
    configuration: JSON.stringify(configuration),
    dataset: dataset.checksum,
  });
}

/** Where the network of a run is kept in the folder of its study: `models/hinge@2.safetensors`. */
export function modelPath(folder: string, { name }: Pick<IdentifiedRun, "name">): string {
  return `${folder}/models/${name.replace(/[^\w.@=+-]+/g, "_")}.safetensors`;
}

/** Writes the network of a run. */
export async function writeModel(
  folder: string,
  run: IdentifiedRun,
  model: Uint8Array<ArrayBuffer>,
): Promise<string> {
  await makeFolder(`${folder}/models`);
  const path = modelPath(folder, run);
  await writeFile(path, model);
  return path;
}

/** Whether the network of this very run is there, and whole. */
export async function hasModel(folder: string, run: IdentifiedRun): Promise<boolean> {
  await checkFolder(`${folder}/models`);
  const bytes = await readFile(modelPath(folder, run), MOST.tensors);
  if (!bytes) return false;
  try {
    return decodeSafetensors(bytes).metadata.id === run.id;
  } catch (error) {
    if (error instanceof DataError) return false;
    throw error;
  }
}
