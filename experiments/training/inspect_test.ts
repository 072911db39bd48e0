import { Tensor } from "@chainrule/core";
import { batches } from "@chainrule/data";
import { Linear } from "@chainrule/layers";
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { fewDigits } from "../fixtures.ts";
import { DEFAULTS } from "../study/configuration.ts";
import { evaluate } from "./evaluate.ts";
import { histogramsOf, sampleOf } from "./histograms.ts";
import { inspect } from "./inspect.ts";
import { prepare, train } from "./train.ts";

const data = fewDigits(), { test } = data;
const configuration = {
  ...DEFAULTS,
  epochs: 4,
  batchSize: 25,
  hidden: [40],
  learningRate: 0.02,
  initStd: 0.1,
};
const { model, loss, ...training } = prepare(configuration, data);
for (const _ of train({ ...training, model, loss }));
const seen = inspect(model, loss, test, configuration);

/** The logits of each image by itself, computed with plain numbers. */
function logitsOf(inputs: ArrayLike<number>): number[] {
  let x = Array.from(inputs);
  const linear = model.layers.filter((layer) => layer instanceof Linear);
  linear.forEach(({ weight, bias }, i) => {
    const [, outputs] = weight.value.shape;
    x = Array.from({ length: outputs }, (_, j) => {
      const sum = x.reduce(
        (sum, value, k) => sum + value * weight.value.data[k * outputs + j],
        bias!.value.data[j],
      );
      return i + 1 < linear.length ? Math.tanh(sum) : sum;
    });
  });
  return x;
}

const numbersOf = (image: number) =>
  Array.from(test.images.subarray(100 * image, 100 * image + 100), (pixel) => (pixel - 128) / 255);
const probabilitiesOf = (logits: number[]) => {
  const powers = logits.map(Math.exp), sum = powers.reduce((a, b) => a + b);
  return powers.map((power) => power / sum);
};
const plain = Array.from({ length: test.count }, (_, i) => {
  const probabilities = probabilitiesOf(logitsOf(numbersOf(i)));
  return { label: test.labels[i], answer: probabilities.indexOf(Math.max(...probabilities)), probabilities };
});

Deno.test("loss and accuracy are those of training", () => {
  const measured = evaluate(model, loss, test, configuration);
  assertAlmostEquals(seen.loss, measured.loss, 1e-9);
  assertAlmostEquals(seen.accuracy, measured.accuracy, 1e-12);
  assert(seen.accuracy > 0.3 && seen.accuracy < 1, `${seen.accuracy} shows nothing`);
});

Deno.test("the confusion matrix is what counting gives", () => {
  for (let label = 0; label < 10; label++) {
    for (let answer = 0; answer < 10; answer++) {
      const count = plain.filter((of) => of.label === label && of.answer === answer).length;
      assertEquals(seen.confusion[label][answer], count, `${label} taken for ${answer}`);
    }
  }
});

Deno.test("calibration is what counting gives, and its error is their distance", () => {
  let error = 0, images = 0;
  for (const { low, high, ...bin } of seen.calibration) {
    const within = plain.map((of) => ({ ...of, sure: Math.max(...of.probabilities) }))
      .filter(({ sure }) => sure > low && sure <= high);
    assertEquals(bin.images, within.length, `from ${low}`);
    images += bin.images;
    if (within.length === 0) continue;
    const sure = within.reduce((sum, { sure }) => sum + sure, 0) / within.length;
    const right = within.filter(({ label, answer }) => label === answer).length / within.length;
    assertAlmostEquals(bin.confidence!, sure, 1e-5);
    assertAlmostEquals(bin.accuracy!, right, 1e-12);
    error += Math.abs(right - sure) * within.length / test.count;
  }
  assertEquals(images, test.count);
  assertAlmostEquals(seen.calibrationError, error, 1e-5);
});

Deno.test("mistakes are those with the surest answers, with their pixels", () => {
  const wrong = plain.map((of, image) => ({ ...of, image })).filter(({ label, answer }) => label !== answer)
    .sort((a, b) => Math.max(...b.probabilities) - Math.max(...a.probabilities)).slice(0, 20);
  assert(wrong.length > 5);
  assertEquals(seen.mistakes.map(({ image }) => image), wrong.map(({ image }) => image));
  for (const [i, { image, label, answer, confidence, pixels }] of seen.mistakes.entries()) {
    assertEquals([label, answer], [wrong[i].label, wrong[i].answer]);
    assertAlmostEquals(confidence, wrong[i].probabilities[answer], 1e-5);
    assertEquals(pixels, test.images.slice(100 * image, 100 * image + 100));
  }
});

Deno.test("the pictures of the first layer are its columns, those with the largest norm", () => {
  const { data: weights, shape: [, units] } = (model.layers[0] as Linear).weight.value;
  const norms = Array.from({ length: units }, (_, unit) => {
    let sum = 0;
    for (let i = 0; i < 100; i++) sum += weights[i * units + unit] ** 2;
    return sum;
  });
  assertEquals(seen.firstLayer.length, 32);
  const least = norms.toSorted((a, b) => b - a)[31];
  for (const { unit, weights: picture } of seen.firstLayer) {
    assert(norms[unit] >= least * (1 - 1e-6));
    for (const [i, weight] of picture.entries()) assertEquals(weight, weights[i * units + unit]);
  }
});

Deno.test("where the network looks is the derivative by each pixel: central differences agree", () => {
  assertEquals(seen.inputGradients.map(({ label }) => label), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  for (const { image, answer, gradient, label } of seen.inputGradients) {
    const numbers = numbersOf(image), step = 1e-4;
    assertEquals(label, test.labels[image]);
    for (const [i, found] of gradient.entries()) {
      const logit = (change: number) => logitsOf(numbers.with(i, numbers[i] + change))[answer];
      assertAlmostEquals(found, (logit(step) - logit(-step)) / (2 * step), 1e-4, `pixel ${i} of ${image}`);
    }
  }
});

Deno.test("histograms are of what is finite", () => {
  const broken = prepare(configuration, data), last = broken.model.layers[2] as Linear;
  last.weight.value.data.set([Infinity, -Infinity, NaN, 3e38, -3e38], 0);
  const histograms = histogramsOf(broken.model, broken.loss, sampleOf(test), configuration.scale);
  for (const { layer, what, low, high, counts } of histograms) {
    assert(
      Number.isFinite(low) && Number.isFinite(high) && low <= high,
      `${layer} ${what}: ${low} to ${high}`,
    );
    assertEquals(counts.length, 30);
  }
  const weights = histograms.find(({ layer, what }) => layer === "linear 2" && what === "weight")!;
  assertEquals([weights.low, weights.high].map(Math.fround), [-3e38, 3e38].map(Math.fround));
  assertEquals(weights.counts.reduce((sum, count) => sum + count, 0), last.weight.value.size - 3);
});

Deno.test("histograms count weights, outputs and gradients", () => {
  const of = (layer: string, what: string) => {
    const found = seen.histograms.find((histogram) => histogram.layer === layer && histogram.what === what);
    assert(found, `${layer} ${what}`);
    return found;
  };
  assertEquals(seen.histograms.map(({ layer, what }) => `${layer} ${what}`), [
    "linear 1 weight",
    "linear 1 gradient",
    "linear 1 output",
    "tanh 1 output",
    "linear 2 weight",
    "linear 2 gradient",
    "linear 2 output",
  ]);
  const compare = ({ low, high, counts }: ReturnType<typeof of>, numbers: number[], tolerance: number) => {
    assertAlmostEquals(low, Math.min(...numbers), tolerance);
    assertAlmostEquals(high, Math.max(...numbers), tolerance);
    const width = (high - low) / counts.length;
    // What is close to the end of a bin may be on either side of it.
    for (const [i, count] of counts.entries()) {
      const within = (slack: number) =>
        numbers.filter((n) => n >= low + i * width - slack && n < low + (i + 1) * width + slack).length;
      assert(count >= within(-1e-5) && count <= within(1e-5), `bin ${i} has ${count}, not ${within(0)}`);
    }
    assertEquals(counts.reduce((sum, count) => sum + count, 0), numbers.length);
  };
  const last = model.layers[2] as Linear;
  compare(of("linear 2", "weight"), Array.from(last.weight.value.data), 0);
  const all = Array.from({ length: test.count }, (_, image) => logitsOf(numbersOf(image)));
  compare(of("linear 2", "output"), all.flat(), 1e-4);
  const hidden = of("tanh 1", "output");
  assert(hidden.low >= -1 && hidden.high <= 1);
  // The gradient by a weight into a logit: the mean of (probability - target) times the unit's output.
  const first = model.layers[0] as Linear, gradients: number[] = [];
  const units = Array.from(
    { length: test.count },
    (_, image) =>
      Array.from({ length: 40 }, (_, unit) =>
        Math.tanh(
          numbersOf(image).reduce(
            (sum, value, k) => sum + value * first.weight.value.data[k * 40 + unit],
            first.bias!.value.data[unit],
          ),
        )),
  );
  for (let unit = 0; unit < 40; unit++) {
    for (let k = 0; k < 10; k++) {
      const sum = plain.reduce(
        (sum, { label, probabilities }, image) =>
          sum + (probabilities[k] - (label === k ? 1 : 0)) * units[image][unit],
        0,
      );
      gradients.push(sum / test.count);
    }
  }
  compare(of("linear 2", "gradient"), gradients, 1e-5);
});

Deno.test("looking changes nothing", () => {
  const [{ inputs }] = batches(test, { batchSize: 5, scale: "centered" });
  const logits = () => Tensor.from(model.forward(inputs).toArray() as number[][]).toArray();
  const before = logits(), { training } = model;
  inspect(model, loss, test, configuration);
  assertEquals(logits(), before);
  assertEquals(model.training, training);
});
