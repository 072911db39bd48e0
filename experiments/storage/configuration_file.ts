/** `config.json`: enough to repeat a study.
 * @module
 */
import { columnName, type Run, variantOf } from "../study/configuration.ts";
import type { StudyData } from "../training/dataset.ts";
import manifest from "../deno.json" with { type: "json" };
import type { Halving } from "../study/halving.ts";
import { valuesOf } from "../analysis/importance.ts";
import type { StudyPlan } from "../runner/run_study.ts";
import { axesOf, combinedRuns } from "../study/study.ts";

/** What `config.json` holds. */
export interface ConfigurationFile {
  /** The command that was given; absent if there was none. */
  readonly command?: string;
  /** The study. */
  readonly study: {
    readonly name: string;
    readonly title: string;
    /** What was asked. */
    readonly question: string;
    readonly description: string;
    /** What varies, by the names of columns; empty where variants are listed one by one. */
    readonly axes: readonly string[];
    /** What is compared, and the values that each has on the axes. */
    readonly variants: readonly {
      readonly name: string;
      readonly values: Readonly<Record<string, string>>;
    }[];
    /** The seeds of each variant; in a search, of the best. */
    readonly seeds: readonly number[];
    /** What the columns `test_…` are of: in a search, those of trials are of images held out of the training set. */
    readonly measuredOn: "test" | "validation";
  };
  /** The data it was run on. */
  readonly dataset: {
    readonly name: string;
    /** The SHA-256 that identifies the data. */
    readonly checksum: string;
    /** Whether they are the published data; absent for synthetic ones. */
    readonly verified?: boolean;
    readonly trainImages: number;
    readonly testImages: number;
    /** How many of the training images trials did not learn from but were compared on. */
    readonly validationImages?: number;
    readonly rows: number;
    readonly columns: number;
    readonly classes: number;
  };
  /** The versions of everything that has a part in the numbers. */
  readonly versions: Readonly<Record<"chainrule" | "deno" | "v8" | "target", string>>;
  /** Steps from row to row of `iterations.csv`; 0 for none. */
  readonly logEvery: number;
  /** How hopeless trials were stopped. */
  readonly halving?: Halving;
  /** The runs, each with all that decides it. */
  readonly runs: readonly Run[];
}

/**
 * The text of `config.json`. It has no dates, so that the same command writes the same bytes.
 *
 * @param all The images before a part of them was held out.
 */
export function configurationJson(
  { command, plan, logEvery, all }: {
    command?: string;
    plan: StudyPlan;
    logEvery: number;
    all: StudyData;
  },
): string {
  const { study, runs, seeds, halving, data } = plan;
  const { train, test, name, checksum, verified } = all;
  const { rows, columns, classes } = train;
  const axes = axesOf(study, runs);
  const combined = new Set(combinedRuns(study, runs));
  const variants = new Map(
    runs.map((run) => [variantOf(run), combined.has(run) ? valuesOf(axes, run.configuration) : {}]),
  );
  const first = runs[0].configuration.seed;
  const file: ConfigurationFile = {
    command,
    study: {
      ...{ name: study.name, title: study.title, question: study.question, description: study.description },
      axes: axes.map(columnName),
      variants: [...variants].map(([name, values]) => ({ name, values })),
      seeds: Array.from({ length: seeds }, (_, i) => first + i),
      measuredOn: study.search ? "validation" : "test",
    },
    dataset: {
      ...{ name, checksum, verified, trainImages: train.count, testImages: test.count },
      validationImages: study.search ? data.test.count : undefined,
      ...{ rows, columns, classes },
    },
    versions: {
      chainrule: manifest.version,
      deno: Deno.version.deno,
      v8: Deno.version.v8,
      target: Deno.build.target,
    },
    ...{ logEvery, halving, runs },
  };
  return JSON.stringify(file, null, 2) + "\n";
}
