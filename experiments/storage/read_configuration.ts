/** `config.json` and `machine.json` as they are found.
 * @module
 */
import * as known from "../study/configuration.ts";
import { DEFAULTS, type Run, type RunConfiguration } from "../study/configuration.ts";
import { quote } from "../study/format.ts";
import type { Halving } from "../study/halving.ts";
import type { DatasetFacts } from "../study/study_data.ts";
import type { ConfigurationFile } from "./configuration_file.ts";
import { few } from "./read_csv.ts";

/** What `config.json` says, without what it does not say, or not as it should. */
export interface ReadConfiguration {
  readonly command?: string;
  readonly study: { readonly name: string } & Partial<ConfigurationFile["study"]>;
  readonly dataset?: DatasetFacts;
  /** Versions by what they are of. */
  readonly versions: Readonly<Record<string, string>>;
  readonly halving?: Halving;
  readonly runs: readonly Run[];
}

/** What a value has to be: in words, and whether it is. */
type Check = readonly [wanted: string, fits: (value: unknown) => boolean];

const isText = (value: unknown) => typeof value === "string";
const isNumber = (value: unknown) => typeof value === "number" && value >= 0;
const isWhole = (value: unknown) => Number.isSafeInteger(value) && Number(value) >= 0;
const TEXT: Check = ["a text", isText], NUMBER: Check = ["a number from 0", isNumber];
const COUNT: Check = ["a whole number", isWhole],
  ORDINAL: Check = ["a whole number from 1", (value) => isWhole(value) && value !== 0];
const FINITE: Check = ["a number", (value) => typeof value === "number"];
const oneOf = (
  names: readonly string[],
): Check => [`one of ${names.join(", ")}`, (value) => names.includes(value as string)];
const listOf = (
  [wanted, fits]: Check,
): Check => [`a list of ${wanted}`, (value) => Array.isArray(value) && value.every(fits)];

const SETTINGS: Readonly<Record<keyof RunConfiguration, Check>> = {
  dataset: oneOf(known.DATASETS),
  scale: oneOf(known.SCALES),
  hidden: listOf(["widths", ORDINAL[1]]),
  activation: [
    "a list of activations",
    (value) => listOf(oneOf(known.ACTIVATIONS))[1](value) && (value as unknown[]).length > 0,
  ],
  init: oneOf(known.INITS),
  initStd: NUMBER,
  loss: oneOf(known.LOSSES),
  margin: FINITE,
  alpha: FINITE,
  gamma: FINITE,
  optimizer: oneOf(known.OPTIMIZERS),
  learningRate: NUMBER,
  weightDecay: NUMBER,
  momentum: NUMBER,
  clipNorm: NUMBER,
  exponential: oneOf(known.EXPONENTIALS),
  softmax: oneOf(known.SOFTMAXES),
  batchSize: ORDINAL,
  epochs: ORDINAL,
  seed: COUNT,
};

const DATASET: Readonly<Partial<Record<keyof DatasetFacts, Check>>> = {
  name: oneOf(known.DATASETS),
  checksum: TEXT,
  trainImages: COUNT,
  testImages: COUNT,
  rows: COUNT,
  columns: COUNT,
  classes: ORDINAL,
};

/**
 * Reads `config.json`. What is not as it should be is left out and told.
 *
 * @throws {TypeError} If it is of no study.
 * @throws {SyntaxError} If it is no JSON.
 */
export function readConfiguration(text: string, warn: (message: string) => void): ReadConfiguration {
  const json = object(JSON.parse(text));
  if (!json) throw new TypeError("want an object");
  const study = typeof json.study === "string" ? { name: json.study } : object(json.study);
  if (typeof study?.name !== "string" || study.name === "") throw new TypeError("it has no study");
  return {
    command: isText(json.command) ? json.command as string : undefined,
    study: readStudy(study.name, study),
    dataset: readDataset(json.dataset, warn),
    versions: texts(json.versions),
    halving: readHalving(json.halving, warn),
    runs: readRuns(json.runs, warn),
  };
}

/** Reads `machine.json`: its texts and numbers, as text. */
export function readMachine(text: string): Record<string, string> {
  if (!object(JSON.parse(text))) throw new TypeError("want an object");
  return texts(JSON.parse(text));
}

function readStudy(name: string, study: Record<string, unknown>): ReadConfiguration["study"] {
  const { title, question, description } = texts(study);
  const variants = Array.isArray(study.variants) ? study.variants.map(object) : undefined;
  return {
    name,
    title,
    question,
    description,
    axes: listOf(TEXT)[1](study.axes) ? study.axes as string[] : undefined,
    variants: variants?.flatMap((variant) =>
      isText(variant?.name) ? { name: String(variant!.name), values: texts(variant!.values) } : []
    ),
    seeds: listOf(COUNT)[1](study.seeds) ? study.seeds as number[] : undefined,
    measuredOn: study.measuredOn === "validation"
      ? "validation"
      : study.measuredOn === "test"
      ? "test"
      : undefined,
  };
}

function readDataset(value: unknown, warn: (message: string) => void): DatasetFacts | undefined {
  const found = object(value);
  const wrong = found ? firstWrong(found, DATASET, "dataset") : `dataset is ${shown(value)}, want an object`;
  if (wrong) return void warn(`its dataset was left out: ${wrong}`);
  const { validationImages, verified } = found!;
  return {
    ...found as unknown as DatasetFacts,
    verified: typeof verified === "boolean" ? verified : undefined,
    validationImages: isWhole(validationImages) ? Number(validationImages) : undefined,
  };
}

function readHalving(value: unknown, warn: (message: string) => void): Halving | undefined {
  if (value === undefined) return undefined;
  const { rungs, keep } = object(value) ?? {};
  if (listOf(ORDINAL)[1](rungs) && typeof keep === "number" && keep > 0 && keep < 1) {
    return { rungs: rungs as number[], keep };
  }
  warn(`its halving was left out: it is ${shown(value)}, want rungs and the fraction to keep`);
}

function readRuns(value: unknown, warn: (message: string) => void): Run[] {
  if (!Array.isArray(value)) return warn(`its runs were left out: they are ${shown(value)}, want a list`), [];
  const names = new Set<string>(), bad = few(warn, "runs were left out");
  const runs = value.flatMap((one, i): Run[] => {
    const run = object(one), configuration = object(run?.configuration);
    const name = run?.name, place = `runs[${i}]`;
    const wrong = typeof name !== "string" || name === ""
      ? `${place}.name is ${shown(name)}, want a text`
      : names.has(name)
      ? `${place}.name is ${shown(name)}, as that of another run`
      : !configuration
      ? `${place}.configuration is ${shown(run?.configuration)}, want an object`
      // A setting that is newer than the results had its default then.
      : firstWrong({ ...DEFAULTS, ...configuration }, SETTINGS, `${place}.configuration`);
    if (wrong !== undefined) return bad.tell(`a run was left out: ${wrong}`), [];
    names.add(name as string);
    const settings = Object.keys(SETTINGS).map((
      key,
    ) => [key, configuration![key] ?? DEFAULTS[key as keyof RunConfiguration]]);
    return [{ name: name as string, configuration: Object.fromEntries(settings) as never }];
  });
  bad.end();
  return runs;
}

/** What is wrong with the first member that is not as it should be. */
function firstWrong(
  found: Readonly<Record<string, unknown>>,
  checks: Readonly<Record<string, Check>>,
  place: string,
): string | undefined {
  for (const [key, [wanted, fits]] of Object.entries(checks)) {
    if (!fits(found[key])) return `${place}.${key} is ${shown(found[key])}, want ${wanted}`;
  }
}

function shown(value: unknown): string {
  return value === undefined
    ? "missing"
    : typeof value === "string"
    ? quote(value)
    : JSON.stringify(value).slice(0, 40);
}

function object(value: unknown): Record<string, unknown> | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? value as Record<string, unknown>
    : undefined;
}

/** The members that are a text, a number, or true or false, as text. */
function texts(value: unknown): Record<string, string> {
  const simple = Object.entries(object(value) ?? {}).filter(([, v]) =>
    ["string", "number", "boolean"].includes(typeof v)
  );
  return Object.fromEntries(simple.map(([key, v]) => [key, String(v)]));
}
