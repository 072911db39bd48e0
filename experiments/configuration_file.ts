/** `config.json`: enough to repeat a study.
 * @module
 */
import type { Run } from "./configuration.ts";
import type { StudyData } from "./dataset.ts";
import manifest from "./deno.json" with { type: "json" };

/** What `config.json` holds. */
export interface ConfigurationFile {
  /** The command that was given; absent if there was none. */
  readonly command?: string;
  /** The name of the study. */
  readonly study: string;
  /** The data it was run on. */
  readonly dataset: {
    readonly name: string;
    /** The SHA-256 that identifies the data. */
    readonly checksum: string;
    /** Whether they are the published data; absent for synthetic ones. */
    readonly verified?: boolean;
    readonly trainImages: number;
    readonly testImages: number;
    readonly rows: number;
    readonly columns: number;
    readonly classes: number;
  };
  /** The versions of everything that has a part in the numbers. */
  readonly versions: Readonly<Record<"chainrule" | "deno" | "v8" | "target", string>>;
  /** Steps from row to row of `iterations.csv`; 0 for none. */
  readonly logEvery: number;
  /** The runs, each with all that decides it. */
  readonly runs: readonly Run[];
}

/** The text of `config.json`. It has no dates, so that the same command writes the same bytes. */
export function configurationJson(
  { command, study, runs, logEvery, data }: {
    command?: string;
    study: string;
    runs: readonly Run[];
    logEvery: number;
    data: StudyData;
  },
): string {
  const { train, test, name, checksum, verified } = data;
  const { rows, columns, classes } = train;
  const file: ConfigurationFile = {
    command,
    study,
    dataset: {
      ...{
        name,
        checksum,
        verified,
        trainImages: train.count,
        testImages: test.count,
        rows,
        columns,
        classes,
      },
    },
    versions: {
      chainrule: manifest.version,
      deno: Deno.version.deno,
      v8: Deno.version.v8,
      target: Deno.build.target,
    },
    logEvery,
    runs,
  };
  return JSON.stringify(file, null, 2) + "\n";
}
