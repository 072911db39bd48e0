import { Random } from "@chainrule/core";
import { syntheticDigits } from "@chainrule/data";
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { ACTIVATIONS, LOSSES } from "../../study/choices.ts";
import { DEFAULTS, type RunConfiguration } from "../../study/configuration.ts";
import { makeModel } from "../../training/model.ts";
import { equalDigits, Explainer, type Place } from "./explain.ts";

const { test: { images, labels } } = syntheticDigits({ train: 1, test: 4, seed: 3 });
const image = images.slice(0, 784), label = labels[0];

function explainerOf(configuration: RunConfiguration): Explainer {
  const model = makeModel(configuration, 784, 10, new Random(5));
  return new Explainer({ configuration, weights: model.parameters().map(({ value }) => value.data) }, 784);
}

/** The strongest weight of a layer, so that its gradient is none of those that are 0. */
function strongest(gradient: Float64Array, columns: number, layer: number): Place {
  let at = 0;
  for (let i = 0; i < gradient.length; i++) if (Math.abs(gradient[i]) > Math.abs(gradient[at])) at = i;
  return { layer, from: Math.floor(at / columns), to: at % columns };
}

for (const loss of LOSSES) {
  Deno.test(`explain: gradients and finite differences are equal to five digits, ${loss}`, () => {
    for (const activation of ACTIVATIONS) {
      const explainer = explainerOf({
        ...DEFAULTS,
        hidden: [12, 7],
        activation: [activation],
        init: "lecun",
        loss,
      });
      const { layers } = explainer.explain(image, label);
      layers.forEach(({ dWeight, sum }, layer) => {
        const place = strongest(dWeight, sum.length, layer), at = place.from * sum.length + place.to;
        const { slope } = explainer.difference(place, image, label);
        assert(
          equalDigits(dWeight[at], slope) >= 5,
          `${activation}, layer ${layer}: ${dWeight[at]} and ${slope}`,
        );
      });
    }
  });
}

Deno.test("explain: what is shown is multiplied together: x, f′ and the gradients behind", () => {
  const explainer = explainerOf({ ...DEFAULTS, hidden: [6], init: "lecun" });
  const { layers: [first, last], probabilities, loss } = explainer.explain(image, label);
  assertAlmostEquals(loss, -Math.log(probabilities[label]), 1e-12);
  for (let j = 0; j < 6; j++) {
    let behind = 0;
    for (let k = 0; k < 10; k++) behind += last.weight[j * 10 + k] * last.dSum[k];
    assertAlmostEquals(first.dOutput[j], behind, 1e-12);
    assertAlmostEquals(first.dSum[j], behind * (1 - first.output[j] ** 2), 1e-12);
    assertAlmostEquals(first.dWeight[400 * 6 + j], first.input[400] * first.dSum[j], 1e-12);
  }
  for (let k = 0; k < 10; k++) {
    assertAlmostEquals(last.dSum[k], probabilities[k] - Number(k === label), 1e-12);
  }
});

Deno.test("explain: a weight that was moved is put back, and one that is set stays", () => {
  const explainer = explainerOf({ ...DEFAULTS, hidden: [6] }), place = { layer: 1, from: 2, to: 3 };
  const before = explainer.weight(place), loss = explainer.lossOf(image, label);
  explainer.difference(place, image, label);
  assertEquals([explainer.weight(place), explainer.lossOf(image, label)], [before, loss]);
  explainer.weight(place, 5);
  assert(explainer.lossOf(image, label) !== loss);
  explainer.loss = { loss: "hinge", margin: 5, alpha: 0.1, gamma: 2 };
  assert(explainer.lossOf(image, label) > 9);
});

Deno.test("explain: equal digits", () => {
  assertEquals([equalDigits(1, 1), equalDigits(1, 1.1), equalDigits(1.00001, 1), equalDigits(1, -1)], [
    15,
    1,
    5,
    0,
  ]);
});
