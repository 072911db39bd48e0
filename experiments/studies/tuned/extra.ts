/** Which share of an epoch activations and losses have: what the study of the best settings measures besides its runs.
 * @module
 */
import { type Dataset, syntheticDigits } from "@chainrule/data";
import { Linear } from "@chainrule/layers";
import { formatNumber, formatPercent, listing } from "../../study/format.ts";
import { ACTIVATIONS, LOSSES } from "../../study/choices.ts";
import { DEFAULTS, type RunConfiguration } from "../../study/configuration.ts";
import type { ExtraMeasures, ShareMeasures } from "../../study/extra_measures.ts";
import type { Results } from "../../study/results.ts";
import type { StudyExtra } from "../../study/study.ts";
import { prepare, train } from "../../training/train.ts";

/** What is timed by itself. */
interface Timed {
  forward(...inputs: never[]): unknown;
  backward(...inputs: never[]): unknown;
}

/** Has the calls of something counted and timed. */
function watch(timed: Timed): { forward: number; backward: number } {
  const spent = { forward: 0, backward: 0 };
  for (const pass of ["forward", "backward"] as const) {
    const original = timed[pass].bind(timed) as (...inputs: unknown[]) => unknown;
    timed[pass] = (...inputs: unknown[]) => {
      const started = performance.now();
      const result = original(...inputs);
      spent[pass] += performance.now() - started;
      return result;
    };
  }
  return spent;
}

/** Images to time with. They have as much background as MNIST. */
const IMAGES = 6000;

/** Epochs that are timed after one that is not; the fastest counts, for other programs only add to the time. */
const EPOCHS = 3;

/** What a function has of the steps of a training in this very process, with the kernels in use. */
function measure(
  kind: ShareMeasures["kind"],
  name: string,
  settings: Partial<RunConfiguration>,
  images: Dataset,
): ShareMeasures {
  const configuration = { ...DEFAULTS, ...settings, dataset: "synthetic", epochs: EPOCHS + 1 };
  const training = prepare(configuration, { train: images, test: images });
  const { model, loss } = training, [width] = configuration.hidden;
  const spent = watch(kind === "loss" ? loss : model.layers.find((layer) => !(layer instanceof Linear))!);
  const elements = images.count * (kind === "loss" ? images.classes : width);
  let best: ShareMeasures | undefined, inSteps = { ...spent };
  for (const measures of train(training)) {
    if (measures.type === "step") {
      inSteps = { ...spent };
      continue;
    }
    // What came after the last step was testing.
    Object.assign(spent, { forward: 0, backward: 0 });
    const [forwardNs, backwardNs] = [inSteps.forward, inSteps.backward].map((ms) => ms * 1e6 / elements);
    const share = (inSteps.forward + inSteps.backward) / 1000 / measures.seconds;
    const quicker = !best || forwardNs + backwardNs < best.forwardNs + best.backwardNs;
    if (measures.epoch > 1 && quicker) best = { kind, name, forwardNs, backwardNs, share };
  }
  return best!;
}

/** Each activation with cross-entropy, and each loss with Tanh, in `784-128-10`. */
function measureAll(): ExtraMeasures {
  const { train: images } = syntheticDigits({ train: IMAGES, test: 10 });
  return {
    shares: [
      ...ACTIVATIONS.map((name) => measure("activation", name, { activation: [name] }, images)),
      ...LOSSES.map((name) => measure("loss", name, { loss: name }, images)),
    ],
  };
}

/** Who has most and who least of an epoch. */
function sentences({ extra: { shares = [] } }: Results): string[] {
  const kinds = [...Map.groupBy(shares, ({ kind }) => kind)].map(([kind, of]) => {
    const sorted = of.toSorted((a, b) => b.share - a.share), [most] = sorted, least = sorted.at(-1)!;
    const told = [most, least].map(({ name, share, forwardNs, backwardNs }) =>
      `${name} ${formatPercent(share)} % (${formatNumber(forwardNs)} ns a number forward, ${
        formatNumber(backwardNs)
      } backward)`
    );
    return `of the ${kind === "loss" ? "losses" : "activations"} ${listing(told)}`;
  });
  if (kinds.length === 0) return [];
  return [`Of the time of the steps of 784-128-10 the dearest and the cheapest take: ${kinds.join("; ")}.`];
}

/** The shares of functions, and what they say. */
export const extra: StudyExtra = { measure: measureAll, sentences };
