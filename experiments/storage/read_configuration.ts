import * as v from "valibot";
import { ownName } from "@chainrule/data";
import { isNamed } from "../study/choices.ts";
import type { Run } from "../study/run_names.ts";
import { quote } from "../study/format.ts";
import type { Halving } from "../study/halving.ts";
import type { DatasetFacts } from "../study/study_data.ts";
import { few } from "./read_csv.ts";
import { parseJson } from "./parse_json.ts";
import {
  anyText,
  complaint,
  count,
  datasetName,
  fits,
  halving,
  object,
  objectOf,
  oneOf,
  ordinal,
  runConfiguration,
  text,
  texts,
} from "./schemas.ts";

/** What may be missing, or not as it should be, without a word. */
function lenient<T>(schema: v.GenericSchema<unknown, T>) {
  return v.fallback(v.optional(schema), undefined);
}

/** What `config.json` says of the study and of how it was run. */
const HEAD = v.object({
  /** The command that was given; absent if there was none. */
  command: lenient(anyText),
  study: v.object({
    name: text,
    title: lenient(anyText),
    question: lenient(anyText),
    description: lenient(anyText),
    /** What varies, by the names of columns; empty where variants are listed one by one. */
    axes: lenient(v.array(anyText)),
    /** What is compared, and the values that each has on the axes. */
    variants: lenient(v.array(v.object({ name: text, values: texts }))),
    /** The seeds of each variant; in a search, of the best. */
    seeds: lenient(v.array(count)),
    /** What the columns `test_…` are of: in a search, those of trials are of images held out of the training set. */
    measuredOn: lenient(oneOf(["test", "validation"])),
  }),
  /** The versions of everything that has a part in the numbers. */
  versions: lenient(texts),
  /** Steps from row to row of `iterations.csv`; 0 for none. */
  logEvery: lenient(count),
});

const DATASET = v.pipe(
  objectOf({
    name: datasetName,
    checksum: anyText,
    verified: lenient(v.boolean()),
    trainImages: count,
    testImages: count,
    validationImages: lenient(count),
    stoppingImages: lenient(count),
    rows: count,
    columns: count,
    classes: ordinal,
  }),
  // Once data were called after what they had been asked for as, whatever they were.
  v.transform((data) =>
    data.verified === false && isNamed(data.name) ? { ...data, name: ownName(data.name) } : data
  ),
);

const RUN = objectOf({ name: text, configuration: runConfiguration });

/** What `config.json` holds: enough to repeat a study. Reading leaves out what is not as it should be. */
export interface ConfigurationFile extends v.InferOutput<typeof HEAD> {
  /** The data it was run on. */
  readonly dataset?: DatasetFacts;
  /** How hopeless trials were stopped. */
  readonly halving?: Halving;
  /** The runs, each with all that decides it. */
  readonly runs: readonly Run[];
}

/**
 * Reads `config.json`. What is not as it should be is left out and told.
 *
 * @throws {TypeError} If it is of no study.
 * @throws {SyntaxError} If it is no JSON.
 */
export function readConfiguration(source: string, warn: (message: string) => void): ConfigurationFile {
  const json = parseJson(source);
  if (!v.is(object, json)) throw new TypeError("want an object");
  // Once it was only the name.
  const study = typeof json.study === "string" ? { name: json.study } : json.study;
  const head = fits(HEAD, { ...json, study });
  if (!head.success) throw new TypeError("it has no study");
  const part = <T>(name: string, schema: v.GenericSchema<unknown, T>): T | undefined => {
    const { success, output, issues } = fits(schema, json[name]);
    if (success) return output;
    warn(`its member ${name} was left out: ${complaint(name, issues)}`);
  };
  return {
    ...head.output,
    dataset: part("dataset", DATASET),
    halving: json.halving === undefined ? undefined : part("halving", halving),
    runs: readRuns(part("runs", v.array(v.unknown(), "a list")) ?? [], warn),
  };
}

function readRuns(list: readonly unknown[], warn: (message: string) => void): Run[] {
  const names = new Set<string>(), bad = few(warn, "runs were left out");
  const runs = list.flatMap((one, i) => {
    const { success, output, issues } = fits(RUN, one);
    if (success && !names.has(output.name)) return names.add(output.name), [output];
    const why = success
      ? `runs[${i}].name is ${quote(output.name)}, as that of another run`
      : complaint(`runs[${i}]`, issues);
    bad.tell(`a run was left out: ${why}`);
    return [];
  });
  bad.end();
  return runs;
}
