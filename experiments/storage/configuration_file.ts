/** `config.json`: enough to repeat a study.
 * @module
 */
import { columnName, type Run, valuesOf, variantOf } from "../study/configuration.ts";
import manifest from "../deno.json" with { type: "json" };
import type { Halving } from "../study/halving.ts";
import { axesOf, combinedRuns } from "../study/study.ts";
import type { DatasetFacts } from "../study/study_data.ts";
import type { AskedStudy } from "../study/study_record.ts";

/** What `config.json` holds. */
export interface ConfigurationFile {
  /** The command that was given; absent if there was none. */
  readonly command?: string;
  readonly study: {
    readonly name: string;
    readonly title: string;
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
  readonly dataset: DatasetFacts;
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
 */
export function configurationJson(
  { command, plan, logEvery }: {
    command?: string;
    plan: AskedStudy & { data: DatasetFacts };
    logEvery: number;
  },
): string {
  const { study, runs, seeds, halving, data } = plan;
  const axes = axesOf(study, runs);
  const combined = new Set(combinedRuns(study, runs));
  const variants = new Map(
    runs.map((run) => [variantOf(run), combined.has(run) ? valuesOf(axes, run.configuration) : {}]),
  );
  const first = runs[0].configuration.seed;
  const file: ConfigurationFile = {
    command,
    study: {
      name: study.name,
      title: study.title,
      question: study.question,
      description: study.description,
      axes: axes.map(columnName),
      variants: [...variants].map(([name, values]) => ({ name, values })),
      seeds: Array.from({ length: seeds }, (_, i) => first + i),
      measuredOn: study.search ? "validation" : "test",
    },
    dataset: data,
    versions: {
      chainrule: manifest.version,
      deno: Deno.version.deno,
      v8: Deno.version.v8,
      target: Deno.build.target,
    },
    logEvery,
    halving,
    runs,
  };
  return JSON.stringify(file, null, 2) + "\n";
}
