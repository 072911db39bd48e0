/** `manifest.json`: what the runs of a study are, for those who divide it among machines.
 * @module
 */
import type { RunConfiguration } from "../../study/configuration.ts";
import type { Halving } from "../../study/halving.ts";
import type { IdentifiedRun } from "../../storage/run_identity.ts";
import { OutputError, readFile, writeFile } from "../../storage/write_file.ts";
import type { Division } from "./shard.ts";
import type { StudyPlan } from "../../study/study_record.ts";
import { UsageError } from "../../study/usage_error.ts";
import { shardAt } from "../../study/shard.ts";

/** What `manifest.json` holds. */
export interface Manifest {
  readonly study: string;
  /** The dataset that all machines must have. */
  readonly dataset: { readonly name: string; readonly checksum: string };
  /** The version of the code that all machines must have. */
  readonly code: string;
  /** How many seeds each variant, or the best of a search, is run with. */
  readonly seeds: number;
  readonly halving?: Halving;
  /** How it is divided. Unless otherwise planned, each run is a shard. */
  readonly division: Division;
  /** The runs. Those of the best trial of a search are not among them: which it is will be known in the end. */
  readonly runs: readonly {
    readonly name: string;
    /** What it is called by whoever has the same configuration, dataset and code; the name of its folder. */
    readonly id: string;
    /** The number of its shard, from 1. The trials that go on from a rung of `halving` are divided anew. */
    readonly shard: number;
    readonly configuration: RunConfiguration;
  }[];
}

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
      configuration,
      shard: shardAt(position, division.shards),
    })),
  };
}

export async function writeManifest(folder: string, manifest: Manifest): Promise<void> {
  await writeFile(pathIn(folder), JSON.stringify(manifest, null, 2) + "\n");
}

/** The manifest in the folder of a study, if there is one. */
export async function readManifest(folder: string): Promise<Manifest | undefined> {
  const bytes = await readFile(pathIn(folder));
  if (!bytes) return undefined;
  try {
    const manifest: Manifest = JSON.parse(new TextDecoder().decode(bytes));
    const { shards, firstTask } = manifest.division;
    const counts = Number.isInteger(shards) && shards >= 1 && Number.isInteger(firstTask);
    if (counts && Array.isArray(manifest.runs)) return manifest;
  } catch {
    // It says so below.
  }
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
