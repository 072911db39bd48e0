/** `config.json`: enough to repeat a study.
 * @module
 */
import { columnName, valuesOf, variantOf } from "../study/run_names.ts";
import manifest from "../deno.json" with { type: "json" };
import { axesOf, combinedRuns } from "../study/study.ts";
import type { DatasetFacts } from "../study/study_data.ts";
import type { AskedStudy } from "../study/study_record.ts";
import type { ConfigurationFile } from "./read_configuration.ts";

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
