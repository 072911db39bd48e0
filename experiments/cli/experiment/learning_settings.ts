/** How a network learns.
 * @module
 */
import { OPTIMIZERS, SCHEDULES } from "../../study/choices.ts";
import { DEFAULTS } from "../../study/configuration.ts";
import { option, withDefaults } from "../option.ts";
import { BELOW_1, fraction, number, oneOf, whole } from "../values.ts";
import { notRising, usedBy } from "./rules.ts";

const ofSgd = usedBy("--optimizer sgd", ({ optimizer }) => optimizer === "sgd");

const ofAdam = usedBy("--optimizer adam and adamw", ({ optimizer }) => /^adamw?$/.test(optimizer));

const ofRmsprop = usedBy("--optimizer rmsprop", ({ optimizer }) => optimizer === "rmsprop");

const ofSquares = usedBy("--optimizer adam, adamw and rmsprop", ({ optimizer }) => optimizer !== "sgd");

const ofCosine = usedBy("--schedule cosine", ({ schedule }) => schedule === "cosine");

const ofOneCycle = usedBy("--schedule one-cycle", ({ schedule }) => schedule === "one-cycle");

const ofSteps = usedBy("--schedule step", ({ schedule }) => schedule === "step");

/** Reads true or false. */
function truth(text: string): boolean {
  return oneOf("truth", ["true", "false"])(text) === "true";
}

/** How a network learns. */
export const LEARNING = withDefaults(DEFAULTS, {
  epochs: option("N", "passes over the training set", whole(1)),
  batchSize: option("N", "images per step", whole(1), { also: ["--bs"] }),
  learningRate: option("X", "learning rate", number(0), { also: ["--lr"] }),
  weightDecay: option("X", "weight decay", number(0), { also: ["--wd"] }),
  momentum: option("X", "momentum of sgd", number(0, 1), { rules: [ofSgd] }),
  optimizer: option("NAME", OPTIMIZERS.join(", "), oneOf("optimizer", OPTIMIZERS)),
  nesterov: option("[BOOL]", "sgd looks ahead along its velocity: true or false", truth, {
    alone: "true",
    rules: [
      usedBy(
        "--optimizer sgd with --momentum",
        ({ optimizer, momentum }) => optimizer === "sgd" && momentum > 0,
      ),
    ],
  }),
  beta1: option("X", "decay of the mean gradient of adam and adamw", number(0, BELOW_1), {
    rules: [ofAdam],
  }),
  beta2: option("X", "decay of the mean square of adam and adamw", number(0, BELOW_1), { rules: [ofAdam] }),
  epsilon: option("X", "what adam, adamw and rmsprop add to the denominator", number(0), {
    rules: [ofSquares],
  }),
  rmsDecay: option("X", "decay of the mean square of rmsprop", number(0, BELOW_1), { rules: [ofRmsprop] }),
  rmsMomentum: option("X", "momentum of rmsprop", number(0, 1), { rules: [ofRmsprop] }),
  rmsCentered: option("[BOOL]", "rmsprop subtracts the mean gradient: true or false", truth, {
    alone: "true",
    rules: [ofRmsprop],
  }),
  schedule: option(
    "NAME",
    `how the learning rate, which is the highest, changes: ${SCHEDULES.join(", ")}`,
    oneOf("schedule", SCHEDULES),
  ),
  warmUp: option("X", "epochs in which the learning rate rises first", number(0), {
    also: ["--warmup"],
    rules: [
      usedBy(
        "--schedule constant, cosine and step",
        ({ schedule }) => !["one-cycle", "rising"].includes(schedule),
      ),
    ],
  }),
  decayEvery: option("X", "epochs from step to step of --schedule step", number(0), { rules: [ofSteps] }),
  decayFactor: option("X", "what each of these steps multiplies the learning rate by", number(0), {
    rules: [ofSteps],
  }),
  minRate: option("X", "what --schedule cosine falls to", number(0), { rules: [ofCosine] }),
  rise: option("X", "part of --schedule one-cycle in which the learning rate rises", fraction, {
    rules: [ofOneCycle],
  }),
  startFactor: option("X", "what one-cycle divides the learning rate by at its start", number(1), {
    rules: [ofOneCycle],
  }),
  endFactor: option("X", "what one-cycle divides that by at its end", number(1), { rules: [ofOneCycle] }),
  ema: option(
    "X",
    "decay of the moving average of the weights that is tested and kept, such as 0.999; 0 for none",
    number(0, BELOW_1),
  ),
  patience: option(
    "N",
    "epochs without a lower loss on images held out for that after which a run ends; 0 for never",
    whole(0),
    { rules: [notRising] },
  ),
  clipNorm: option("X", "most that the norm of all gradients may be; 0 for no limit", number(0)),
  seed: option("N", "what first weights and shuffles come from", whole(0)),
});
