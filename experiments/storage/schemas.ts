/** What files may hold. The message of each schema is what is wanted, in words.
 * @module
 */
import * as v from "valibot";
import { ownName } from "@chainrule/data";
import * as known from "../study/choices.ts";
import { DEFAULTS, type RunConfiguration } from "../study/configuration.ts";
import { plain, quote } from "../study/format.ts";
import { parseAugmentation, WANTED_AUGMENTATION } from "../training/augmentation.ts";
import { parseClassWeights, WANTED_CLASS_WEIGHTS } from "../training/class_weights.ts";

function numberThat(wanted: string, fits: (value: number) => boolean) {
  return v.custom<number>((value) => typeof value === "number" && fits(value), wanted);
}

/** Of what may have overflowed. */
export const number = numberThat("a number", () => true);
export const finite = numberThat("a finite number", Number.isFinite);
export const fraction = numberThat("a fraction from 0 to 1", (value) => value >= 0 && value <= 1);
export const positive = numberThat("a number from 0", (value) => value >= 0 && Number.isFinite(value));
export const count = numberThat(
  "a whole number from 0",
  (value) => value >= 0 && Number.isSafeInteger(value),
);
export const ordinal = numberThat(
  "a whole number from 1",
  (value) => value >= 1 && Number.isSafeInteger(value),
);

/** The most letters of a text, and of a name: those of the longest networks have some hundreds. */
const LONGEST = 100_000, LONGEST_NAME = 2000;

/** What is written by anybody, as it may be shown anywhere. */
export const anyText = v.pipe(
  v.string("a text"),
  v.maxLength(LONGEST, `a text of at most ${LONGEST} letters`),
  v.transform(plain),
);
export const text = v.pipe(
  anyText,
  v.nonEmpty("a text"),
  v.maxLength(LONGEST_NAME, `a text of at most ${LONGEST_NAME} letters`),
);

export function oneOf<const T extends string>(names: readonly T[]) {
  return v.picklist(
    names,
    names.length > 4 ? `one of ${names.slice(0, 4).join(", ")} …` : names.join(" or "),
  );
}

/** An object, which a list is not. */
export const object = v.custom<Record<string, unknown>>(
  (value) => typeof value === "object" && value !== null && !Array.isArray(value),
  "an object",
);

/** An object with these members. One that is missing is like one that is undefined. */
export function objectOf<E extends v.ObjectEntries>(entries: E) {
  const none = Object.fromEntries(Object.keys(entries).map((key) => [key, undefined]));
  return v.pipe(object, v.transform((found) => ({ ...none, ...found })), v.object(entries));
}

export const halving = v.pipe(
  objectOf({
    rungs: v.pipe(v.array(ordinal, "a list of epochs"), v.readonly()),
    keep: v.pipe(fraction, v.check((keep) => keep > 0 && keep < 1, "a fraction between 0 and 1")),
    hyperband: v.optional(v.boolean("true or false")),
  }),
  v.transform(({ hyperband, ...of }) => hyperband ? { ...of, hyperband } : of),
);

/** What is left of an object if all but its texts, numbers, and true or false are left out: as texts. */
export const texts = v.pipe(
  object,
  v.transform((members): Record<string, string> => {
    const simple = Object.entries(members).filter(([, value]) => /string|number|boolean/.test(typeof value));
    return Object.fromEntries(simple.map(([key, value]) => [plain(key), plain(String(value))]));
  }),
);

/** The widths of hidden layers. */
export const widths = v.pipe(v.array(ordinal, "a list of widths"), v.maxLength(1000, "at most 1000 widths"));

/** How training images are distorted. */
export const augment = v.pipe(
  v.string(WANTED_AUGMENTATION),
  v.check((setting) => parseAugmentation(setting) !== undefined, WANTED_AUGMENTATION),
);

/** How much classes count. */
export const classWeights = v.pipe(
  v.string(WANTED_CLASS_WEIGHTS),
  v.check((setting) => parseClassWeights(setting) !== undefined, WANTED_CLASS_WEIGHTS),
);

/** The settings that came later, each of which may be missing. */
const later = {
  schedule: oneOf(known.SCHEDULES),
  warmUp: positive,
  decayEvery: positive,
  decayFactor: positive,
  nesterov: v.boolean("true or false"),
  dropout: fraction,
  inputDropout: fraction,
  norm: oneOf(known.NORMS),
  labelSmoothing: fraction,
  ema: fraction,
  patience: count,
  negativeSlope: positive,
  initSlope: finite,
  slopes: oneOf(known.SLOPES),
  eluAlpha: positive,
  normEpsilon: positive,
  normMomentum: fraction,
  classWeights,
  beta1: fraction,
  beta2: fraction,
  epsilon: positive,
  rmsDecay: fraction,
  rmsMomentum: fraction,
  rmsCentered: v.boolean("true or false"),
  minRate: positive,
  rise: fraction,
  startFactor: positive,
  endFactor: positive,
};

/** What data is called: nothing that others are called, unless it is that. */
export const datasetName = v.pipe(
  text,
  v.check((name) => known.isNamed(name) || ownName(name) === name, "the name of a dataset"),
);

/** What decides a run. A setting that is newer than the results had its default then. */
export const runConfiguration = v.pipe(
  object,
  v.transform((settings) => ({ ...DEFAULTS, ...settings })),
  v.object({
    dataset: datasetName,
    augment,
    scale: oneOf(known.SCALES),
    hidden: widths,
    activation: v.pipe(
      v.array(oneOf(known.ACTIVATIONS), "a list of activations"),
      v.nonEmpty("a list of activations"),
    ),
    init: oneOf(known.INITS),
    initStd: positive,
    loss: oneOf(known.LOSSES),
    margin: finite,
    alpha: finite,
    gamma: finite,
    optimizer: oneOf(known.OPTIMIZERS),
    learningRate: positive,
    weightDecay: positive,
    momentum: positive,
    clipNorm: positive,
    exponential: oneOf(known.EXPONENTIALS),
    softmax: oneOf(known.SOFTMAXES),
    batchSize: ordinal,
    epochs: ordinal,
    seed: count,
    ...later,
  }),
) satisfies v.GenericSchema<Record<string, unknown>, RunConfiguration>;

/** Whether something is as a schema wants it. At the first fault it is over: there may be millions. */
export function fits<T>(
  schema: v.GenericSchema<unknown, T>,
  value: unknown,
): v.SafeParseResult<typeof schema> {
  return v.safeParse(schema, value, { abortEarly: true });
}

/** What is found where something else is wanted: `runs[0].name is missing, want a text`. */
export function complaint(place: string, [issue]: readonly v.BaseIssue<unknown>[]): string {
  const { path, input, message } = issue;
  const where = path?.map(({ key }) => typeof key === "number" ? `[${key}]` : `.${key}`).join("") ?? "";
  const found = input === undefined
    ? "missing"
    : typeof input === "string"
    ? quote(input)
    : plain(JSON.stringify(input).slice(0, 40));
  return `${place}${where} is ${found}, want ${message}`;
}
