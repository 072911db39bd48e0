/** What decides a run of the page, and how an address holds it.
 * @module
 */
import {
  ACTIVATIONS,
  INITS,
  LOSSES,
  OPTIMIZERS,
  SCALES,
  type ScheduleName,
  SOFTMAXES,
} from "../../study/choices.ts";
import { DEFAULTS, type RunConfiguration } from "../../study/configuration.ts";

/** How the learning rate may change, over the epochs of the run. */
const PAGE_SCHEDULES = ["constant", "one-cycle", "cosine", "step"] as const satisfies readonly ScheduleName[];

/** What the page offers to learn from. */
export const PAGE_DATASETS = ["synthetic", "mnist"] as const;

export type Settings = RunConfiguration;

/** What the page begins with: the network of the study, with a learning rate that shows something within seconds. */
export const BEGINNING: Settings = {
  ...DEFAULTS,
  dataset: "synthetic",
  learningRate: 0.02,
  epochs: 40,
  decayEvery: 10,
};

/** What a setting may be: one of several words, or a number between two. */
type Range = readonly string[] | { readonly least: number; readonly most: number; readonly whole?: boolean };

export const RANGES = {
  dataset: PAGE_DATASETS,
  scale: SCALES,
  init: INITS,
  initStd: { least: 0, most: 10 },
  loss: LOSSES,
  margin: { least: 0, most: 100 },
  alpha: { least: 0, most: 1 },
  gamma: { least: 0, most: 10 },
  optimizer: OPTIMIZERS,
  learningRate: { least: 0, most: 1e4 },
  weightDecay: { least: 0, most: 10 },
  momentum: { least: 0, most: 1 },
  clipNorm: { least: 0, most: 1e6 },
  softmax: SOFTMAXES,
  batchSize: { least: 1, most: 2000, whole: true },
  epochs: { least: 1, most: 10_000, whole: true },
  seed: { least: 0, most: Number.MAX_SAFE_INTEGER, whole: true },
  schedule: PAGE_SCHEDULES,
  dropout: { least: 0, most: 0.95 },
  negativeSlope: { least: 0, most: 10 },
  initSlope: { least: -10, most: 10 },
  eluAlpha: { least: 0, most: 100 },
  beta1: { least: 0, most: 0.9999 },
  beta2: { least: 0, most: 0.999999 },
  epsilon: { least: 0, most: 1 },
  rmsDecay: { least: 0, most: 0.999999 },
} as const satisfies Partial<Record<keyof Settings, Range>>;

/** The settings that are a word or a number. */
export type SimpleKey = keyof typeof RANGES;
export const SIMPLE_KEYS = Object.keys(RANGES) as SimpleKey[];

/** Whether a change of this setting begins a new network; the others take effect while it learns. */
const STRUCTURE: readonly (keyof Settings)[] = ["dataset", "scale", "hidden", "init", "initStd", "seed"];

/** Whether two settings are those of one network, so that its weights can be kept. */
export function sameStructure(a: Settings, b: Settings): boolean {
  return STRUCTURE.every((key) => String(a[key]) === String(b[key])) && learnedSlopes(a) === learnedSlopes(b);
}

/** The activations that have parameters, and what these begin with. */
function learnedSlopes({ initSlope, slopes, ...settings }: Settings): string {
  return activationsOf({ initSlope, slopes, ...settings })
    .map((name) => name === "p-relu" ? `${slopes} ${initSlope}` : "").join();
}

const MOST_LAYERS = 24, MOST_UNITS = 1024;

/** The widths of hidden layers from words such as `256, 128`; undefined if they are none. */
export function parseHidden(text: string): number[] | undefined {
  const words = text.trim() === "" || text.trim() === "none" ? [] : text.trim().split(/[\s,x·-]+/);
  const widths = words.map(Number);
  const fits = widths.every((width) => Number.isInteger(width) && width >= 1 && width <= MOST_UNITS);
  return fits && widths.length <= MOST_LAYERS ? widths : undefined;
}

/** The value of a setting from a text; undefined if it may not be that. */
export function parseSetting(key: SimpleKey, text: string): string | number | undefined {
  const range: Range = RANGES[key];
  if (!("least" in range)) return range.includes(text) ? text : undefined;
  const value = Number(text);
  const fits = text.trim() !== "" && value >= range.least && value <= range.most;
  return fits && (!range.whole || Number.isSafeInteger(value)) ? value : undefined;
}

/** The activation of each hidden layer. */
export function activationsOf({ hidden, activation }: Settings): Settings["activation"] {
  return hidden.map((_, i) => activation[i] ?? activation[activation.length - 1] ?? "tanh");
}

/** The settings as an address holds them: those that are not the page's own, as `loss=focal&gamma=3`. */
export function toAddress(settings: Settings): string {
  const words = new URLSearchParams();
  for (const key of SIMPLE_KEYS) {
    if (settings[key] !== BEGINNING[key]) words.set(key, String(settings[key]));
  }
  if (String(settings.hidden) !== String(BEGINNING.hidden)) {
    words.set("hidden", settings.hidden.join("-") || "none");
  }
  const activation = activationsOf(settings);
  const all = activation.every((name) => name === activation[0]) ? activation.slice(0, 1) : activation;
  if (all.length > 0 && String(all) !== String(BEGINNING.activation)) words.set("activation", all.join(" "));
  return words.toString();
}

/** The settings of an address. What is not understood is left as the page has it. */
export function fromAddress(address: string, otherwise: Settings = BEGINNING): Settings {
  const words = new URLSearchParams(address), found: Record<string, unknown> = {};
  for (const key of SIMPLE_KEYS) {
    const value = parseSetting(key, words.get(key) ?? "");
    if (value !== undefined) found[key] = value;
  }
  const hidden = words.has("hidden") ? parseHidden(words.get("hidden")!) : undefined;
  if (hidden) found.hidden = hidden;
  const activation = words.get("activation")?.split(" ") ?? [];
  const known = activation.filter((name) => (ACTIVATIONS as readonly string[]).includes(name));
  if (known.length > 0 && known.length === activation.length) found.activation = known;
  const settings: Settings = { ...otherwise, ...found };
  return {
    ...settings,
    activation: settings.hidden.length > 0 ? activationsOf(settings) : settings.activation,
  };
}

/** What the page would show and share of a configuration: where it has no field, its own. */
export function shownAs(configuration: RunConfiguration): Settings {
  return fromAddress(toAddress({ ...BEGINNING, ...configuration }));
}
