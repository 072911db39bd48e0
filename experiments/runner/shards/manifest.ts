/** `manifest.json`: what the runs of a study are, for those who divide it among machines.
 * @module
 */
import * as v from "valibot";
import type { IdentifiedRun } from "../../storage/run_identity.ts";
import { MOST } from "../../storage/file_limits.ts";
import { jsonIn } from "../../storage/parse_json.ts";
import { count, fits, halving, object, objectOf, ordinal, text } from "../../storage/schemas.ts";
import { checkFolder, readFile } from "../../storage/read_file.ts";
import { OutputError } from "../../storage/output_error.ts";
import { writeFile } from "../../storage/write_file.ts";
import type { Division } from "./shard.ts";
import type { StudyPlan } from "../../study/study_record.ts";
import { UsageError } from "../../study/usage_error.ts";
import { shardAt } from "../../study/shard.ts";

const MANIFEST = objectOf({
  study: text,
  /** The dataset that all machines must have. */
  dataset: objectOf({ name: text, checksum: text }),
  /** The version of the code that all machines must have. */
  code: text,
  /** How many seeds each variant, or the best of a search, is run with. */
  seeds: ordinal,
  halving: v.optional(halving),
  /** How it is divided, see {@linkcode Division}. Unless otherwise planned, each run is a shard. */
  division: objectOf({ shards: ordinal, firstTask: count }),
  /** The runs. Those of the best trial of a search are not among them: which it is will be known in the end. */
  runs: v.array(objectOf({
    name: text,
    /** What it is called by whoever has the same configuration, dataset and code; the name of its folder. */
    id: text,
    /** The number of its shard, from 1. The trials that go on from a rung of `halving` are divided anew. */
    shard: ordinal,
    configuration: object,
  })),
});

export type Manifest = v.InferOutput<typeof MANIFEST>;

export function makeManifest(
  { study, data, seeds, halving }: StudyPlan,
  runs: readonly IdentifiedRun[],
  division: Division,
): Manifest {
  const { code, dataset } = runs[0].identity;
  return {
    study: study.name,
    dataset: { name: data.name, checksum: dataset.checksum },
    code,
    seeds,
    halving,
    division,
    runs: runs.map(({ name, id, configuration }, position) => ({
      name,
      id,
      configuration: { ...configuration },
      shard: shardAt(position, division.shards),
    })),
  };
}

export async function writeManifest(folder: string, manifest: Manifest): Promise<void> {
  await writeFile(pathIn(folder), JSON.stringify(manifest, null, 2) + "\n");
}

/** The manifest in the folder of a study, if there is one. */
export async function readManifest(folder: string): Promise<Manifest | undefined> {
  await checkFolder(folder);
  const bytes = await readFile(pathIn(folder), MOST.runs);
  if (!bytes) return undefined;
  const { success, output } = fits(MANIFEST, jsonIn(bytes));
  if (success) return output;
  throw new OutputError(`Cannot read ${pathIn(folder)}: it is damaged; write it anew with --plan`);
}

/**
 * Makes sure that a plan is for the runs that are asked for.
 *
 * @throws {UsageError} If it is for others.
 */
export function checkManifest(folder: string, planned: Manifest, asked: Manifest): void {
  const differ = planned.runs.length !== asked.runs.length ||
    planned.runs.some(({ name, id }, i) => name !== asked.runs[i].name || id !== asked.runs[i].id);
  if (!differ) return;
  const why = planned.code !== asked.code
    ? `for version ${planned.code} of the code, and this is ${asked.code}`
    : planned.dataset.checksum !== asked.dataset.checksum
    ? `for another dataset than ${asked.dataset.name} as it is here`
    : `for ${planned.runs.length} runs with other settings`;
  throw new UsageError(`Cannot follow ${pathIn(folder)}: the plan is ${why}; plan again with --plan`);
}

function pathIn(folder: string): string {
  return `${folder}/manifest.json`;
}
