import { DEFAULTS, LATER, laterSettings, type RunConfiguration } from "../study/configuration.ts";
import type { Run } from "../study/run_names.ts";
import { sha256 } from "../study/sha256.ts";
import type { StudyData } from "../study/study_data.ts";

type Later = typeof LATER[number];

/** Everything that decides what a run leaves behind, the seconds apart. */
export interface RunIdentity {
  /** The configuration, with the seed, and without those of the {@linkcode LATER} settings that have their default. */
  readonly configuration: Omit<RunConfiguration, Later> & Partial<Pick<RunConfiguration, Later>>;
  /** The SHA-256 of the dataset, and how many of its images are learned from and tested on. */
  readonly dataset: { readonly checksum: string; readonly train: number; readonly test: number };
  /** Steps from one that is recorded to the next; 0 for none. */
  readonly logEvery: number;
  /** Whether what goes on inside the network is recorded. */
  readonly watch: boolean;
  /** The version of the code, see {@linkcode codeVersion}. */
  readonly code: string;
  /** The SHA-256 of the file that it went on from; absent for a run from its beginning. */
  readonly from?: string;
}

/** What the folder of a run is called. */
export const RUN_ID = /^[0-9a-f]{16}$/;

/** A run and the name of its folder. */
export interface IdentifiedRun extends Run {
  /** Sixteen digits that no run of another identity has. */
  readonly id: string;
  /** What they stand for. */
  readonly identity: RunIdentity;
}

function isLater(key: keyof RunConfiguration): key is Later {
  return (LATER as readonly string[]).includes(key);
}

/** Gives a run its id: the start of the SHA-256 of its identity as JSON. */
export async function identify(
  { name, configuration }: Run,
  { checksum, train, test }: Pick<StudyData, "checksum" | "train" | "test">,
  { logEvery, watch, code, from }: Pick<RunIdentity, "logEvery" | "watch" | "code" | "from">,
): Promise<IdentifiedRun> {
  const later = laterSettings([configuration]);
  const keys = (Object.keys(DEFAULTS) as (keyof RunConfiguration)[])
    .filter((key) => !isLater(key) || later.includes(key));
  const identity: RunIdentity = {
    configuration: Object.fromEntries(
      keys.map((key) => [key, configuration[key]]),
    ) as unknown as RunIdentity["configuration"],
    dataset: { checksum, train: train.count, test: test.count },
    logEvery,
    watch,
    code,
    ...(from !== undefined && { from }),
  };
  return { name, configuration, identity, id: (await sha256(JSON.stringify(identity))).slice(0, 16) };
}
