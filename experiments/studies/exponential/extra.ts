/** Substitutes for the exponential: what the exponential study measures besides its runs.
 * @module
 */
import { type Loss, Random, Tensor } from "@chainrule/core";
import { Activation, Selu, Tanh } from "@chainrule/layers";
import { RowLoss, SoftmaxCrossEntropyLoss } from "@chainrule/losses";
import { METRIC } from "../../analysis/comparisons.ts";
import { type ExponentialName, EXPONENTIALS } from "../../study/choices.ts";
import { seluWith, softmaxLossWith, tanhWith } from "../../training/exponential_formulas.ts";
import { exponentials } from "../../training/exponentials.ts";
import { extent } from "../../study/extent.ts";
import { formatNumber, formatPercent, listing } from "../../study/format.ts";
import { PLACES } from "./places.ts";
import type { ExtraMeasures, FunctionMeasures } from "../../study/extra_measures.ts";
import type { Results } from "../../study/results.ts";
import type { StudyExtra } from "../../study/study.ts";
import { summarizeVariants, type VariantSummary } from "../../analysis/summary.ts";
import type { RunRecord } from "../../study/run_record.ts";

/** Where the inputs of a place were in training, and so where its exponential is needed. */
function rangeIn(place: string, records: readonly RunRecord[]): [low: number, high: number] {
  const own = records.filter(({ run }) => run.name.startsWith(`${place} `));
  const exact = own.filter(({ run }) => /(exact|simd)(@|$)/.test(run.name));
  const steps = (exact.length > 0 ? exact : own).flatMap(({ watched = [] }) => watched);
  const softmax = place === "softmax";
  // Logits are what the last linear layer puts out, pre-activations what the others do.
  const layers = steps.flatMap(({ layers }) => softmax ? layers.slice(-1) : layers.slice(0, -1));
  const [, widest = 1] = extent(layers, ({ rowRange }) => finite(rowRange));
  if (softmax) return [-widest, 0];
  const [low = -1] = extent(layers, ({ lowest }) => finite(lowest));
  const [, high = 1] = extent(layers, ({ highest }) => finite(highest));
  return [low, high];
}

/** A number to be passed over, if it is not finite. */
function finite(value: number): number | undefined {
  return Number.isFinite(value) ? value : undefined;
}

function activationOf(place: string, exponential: ExponentialName): Activation {
  if (exponential === "simd") return place === "selu" ? new Selu() : new Tanh();
  const exp = exponentials[exponential];
  return new Activation(place, place === "selu" ? seluWith(exp) : tanhWith(exp));
}

/** What the place computes, by the best functions of the language. */
const EXACT: Readonly<Record<string, (u: number) => number>> = {
  tanh: Math.tanh,
  selu: (u) => 1.0507009873554805 * (u > 0 ? u : 1.6732632423543772 * Math.expm1(u)),
};

/** The largest error of an activation at 100,001 places of a range. */
function activationError(place: string, layer: Activation, low: number, high: number): number {
  const x = Tensor.from(Array.from({ length: 100_001 }, (_, i) => low + (high - low) * i / 100_000));
  const y = layer.forward(x);
  let error = 0;
  for (let i = 0; i < x.size; i++) {
    const difference = Math.abs(y.data[i] - EXACT[place](x.data[i]));
    if (!(difference <= error)) error = difference;
  }
  return error;
}

function softmaxOf(exponential: ExponentialName): Loss {
  return exponential === "simd"
    ? new SoftmaxCrossEntropyLoss()
    : new RowLoss("softmax", softmaxLossWith(exponentials[exponential]));
}

/** Rows of ten logits within a range, one-hot targets, and from both the exact gradient h - t. */
function rowsOfLogits(low: number, rows: number): { logits: Tensor; targets: Tensor; exact: Float64Array } {
  const random = new Random(1), classes = 10;
  const logits = Tensor.zeros([rows, classes]), targets = Tensor.zeros([rows, classes]);
  const exact = new Float64Array(rows * classes);
  for (let row = 0; row < rows; row++) {
    const start = row * classes, spread = random.uniform() * low;
    for (let k = 0; k < classes; k++) logits.data[start + k] = k === 0 ? 0 : random.uniform() * spread;
    targets.data[start] = 1; // the largest: the loss is finite for any series, only the gradient is of interest
    const h = Array.from(logits.data.subarray(start, start + classes), Math.exp);
    const sum = h.reduce((sum, e) => sum + e, 0);
    h.forEach((e, k) => exact[start + k] = (e / sum - targets.data[start + k]) / rows);
  }
  return { logits, targets, exact };
}

/** The largest error of a probability, over rows of logits within a range. */
function softmaxError(loss: Loss, low: number): number {
  const rows = 10_000;
  const { logits, targets, exact } = rowsOfLogits(low, rows);
  loss.forward(logits, targets);
  const { data } = loss.backward();
  let error = 0;
  for (let i = 0; i < data.length; i++) {
    const difference = Math.abs(data[i] - exact[i]) * rows;
    if (!(difference <= error)) error = difference;
  }
  return error;
}

/** Nanoseconds per number: the median of several timings, the first of which don't count. */
function time(numbers: number, body: (i: number) => void): number {
  const nanoseconds: number[] = [];
  for (let repetition = 0; repetition < 15; repetition++) {
    const started = performance.now();
    for (let i = 0; i < BATCHES; i++) body(i);
    nanoseconds.push((performance.now() - started) * 1e6 / (BATCHES * numbers));
  }
  return nanoseconds.slice(5).sort((a, b) => a - b)[5];
}

/** How many different batches are timed in turn: one over and over would teach the processor its branches. */
const BATCHES = 20;

/** Measures one way in one place. */
function measure(
  place: string,
  exponential: ExponentialName,
  [low, high]: [number, number],
): FunctionMeasures {
  const common = { place, exponential, low, high };
  if (place === "softmax") {
    const loss = softmaxOf(exponential);
    const batches = Array.from({ length: BATCHES }, () => rowsOfLogits(low, 100));
    const forwardNs = time(1000, (i) => loss.forward(batches[i].logits, batches[i].targets));
    return { ...common, maximumError: softmaxError(loss, low), forwardNs, backwardNs: undefined };
  }
  const layer = activationOf(place, exponential), random = new Random(1);
  const draw = () => Tensor.from(Array.from({ length: 12_800 }, () => random.uniform(low, high)), [100, 128]);
  const batches = Array.from({ length: BATCHES }, draw), gradient = draw();
  const forwardNs = time(12_800, (i) => layer.forward(batches[i]));
  const backwardNs = time(12_800, (i) => {
    if (i === 0) layer.forward(batches[0]);
    layer.backward(gradient);
  });
  return { ...common, maximumError: activationError(place, layer, low, high), forwardNs, backwardNs };
}

/** Measures each way in each place that a network was trained with. */
function measureAll({ records }: Results): ExtraMeasures {
  const places = Object.keys(PLACES).filter((place) =>
    records.some(({ run, watched = [] }) => run.name.startsWith(`${place} `) && watched.length > 0)
  );
  const functions = places.flatMap((place) => {
    const range = rangeIn(place, records);
    return EXPONENTIALS.map((exponential) => measure(place, exponential, range));
  });
  return { functions };
}

function sentences({ records, extra: { functions = [] } }: Results): string[] {
  const variants = summarizeVariants(records);
  return [...Map.groupBy(functions, ({ place }) => place)]
    // Of a damaged table some ways may be left.
    .filter(([, measures]) => measures.length === EXPONENTIALS.length)
    .map(([place, measures]) => sentence(place, measures, variants));
}

function sentence(
  place: string,
  measures: readonly FunctionMeasures[],
  variants: readonly VariantSummary[],
): string {
  const of = (name: ExponentialName) => measures.find(({ exponential }) => exponential === name)!;
  const trained = ({ exponential }: FunctionMeasures) =>
    variants.find(({ variant }) => variant === `${place} ${exponential}`);
  const accuracy = (way: FunctionMeasures) => {
    const variant = trained(way), mean = variant?.figures[METRIC]?.mean;
    if (mean !== undefined) return `${formatPercent(mean)} %`;
    return variant?.diverged ? "training diverged" : "was not trained";
  };
  const [simd, exact, polynomial, taylor] = [of("simd"), of("exact"), of("polynomial"), of("taylor")];
  const ns = ({ forwardNs }: FunctionMeasures) => `${forwardNs.toFixed(1)} ns`;
  const perEpoch = listing(
    measures.flatMap((way) => {
      const seconds = trained(way)?.figures.seconds_per_epoch?.mean;
      return seconds === undefined ? [] : [`${way.exponential} ${seconds.toFixed(2)} s`];
    }),
  );
  const range = `${formatNumber(exact.low)} to ${formatNumber(exact.high)}`;
  return `${place}, inputs from ${range}: the Taylor series is wrong by up to ` +
    `${formatNumber(taylor.maximumError)}, the polynomial by ${formatNumber(polynomial.maximumError)}. ` +
    `A number takes ${ns(exact)} with Math.exp, ${ns(polynomial)} with the polynomial, ` +
    `${ns(taylor)} with the series, and ` +
    `${ns(simd)} with the SIMD kernel that ships${perEpoch ? `; an epoch ${perEpoch}` : ""}. ` +
    `Test accuracy: exact ${accuracy(exact)}, polynomial ${accuracy(polynomial)}, Taylor ${
      accuracy(taylor)
    }.`;
}

/** Times and errors of the ways to the exponential, and what they say. */
export const extra: StudyExtra = { measure: measureAll, sentences };
