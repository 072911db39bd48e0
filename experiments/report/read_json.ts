/** `config.json` and `machine.json` as they are found.
 * @module
 */

/** What a study says of itself. All of it may be missing. */
export interface Configuration {
  /** The command that was given. */
  readonly command?: string;
  /** What the study is. */
  readonly study: {
    readonly name?: string;
    readonly title?: string;
    readonly question?: string;
    readonly description?: string;
    /** What varies, as columns of `runs.csv`. */
    readonly axes: readonly string[];
    /** What is compared, with its values of the axes. */
    readonly variants: readonly {
      readonly name: string;
      readonly values: Readonly<Record<string, string>>;
    }[];
    /** The seeds, as text. */
    readonly seeds: readonly string[];
    /** `test`, or `validation` where trials are measured on a part of the training set. */
    readonly measuredOn?: string;
  };
  /** The data, as text. */
  readonly dataset: Readonly<Record<string, string>>;
  /** Versions by what they are of. */
  readonly versions: Readonly<Record<string, string>>;
  /** The runs with all that decides them. */
  readonly runs: readonly ConfiguredRun[];
}

/** A run and what decides it. */
export interface ConfiguredRun {
  /** Its name, such as `hinge@2`. */
  readonly name: string;
  /** Its settings by the names of options in camel case. */
  readonly configuration: Readonly<Record<string, unknown>>;
}

/** Reads `config.json`. Whatever is of another type than it should be is left out. */
export function readConfiguration(text: string): Configuration {
  const json = object(JSON.parse(text), "an object");
  const named = typeof json.study === "string" ? { name: json.study } : {};
  const study: Record<string, unknown> = { ...named, ...optional(json.study) };
  if (typeof study.name !== "string") throw new TypeError("it has no study");
  const { name, title, question, description, measuredOn } = texts(study);
  return {
    ...{ command: texts(json).command, dataset: texts(optional(json.dataset)) },
    study: {
      ...{ name, title, question, description, measuredOn },
      axes: list(study.axes).filter((axis) => typeof axis === "string"),
      variants: list(study.variants).map(optional).filter((variant) => typeof variant.name === "string")
        .map((variant) => ({ name: String(variant.name), values: texts(optional(variant.values)) })),
      seeds: list(study.seeds).map(String),
    },
    versions: texts(optional(json.versions)),
    runs: list(json.runs).map(optional).filter(({ name }) => typeof name === "string")
      .map((run) => ({ name: String(run.name), configuration: optional(run.configuration) })),
  };
}

/** Reads `machine.json`: its texts and numbers as text. */
export function readMachine(text: string): Record<string, string> {
  return texts(object(JSON.parse(text), "an object"));
}

function object(value: unknown, wanted: string): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new TypeError(`want ${wanted}`);
  }
  return value as Record<string, unknown>;
}

/** The object that a value is; an empty one if it is none. */
function optional(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? value as Record<string, unknown>
    : {};
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The members that are a text, a number, or true or false, as text. */
function texts(value: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(value).filter(([, v]) => ["string", "number", "boolean"].includes(typeof v))
      .map(([key, v]) => [key, String(v)]),
  );
}
