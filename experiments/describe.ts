/** Runs in words.
 * @module
 */
import {
  activationName,
  countParameters,
  networkName,
  type Run,
  type RunConfiguration,
} from "./configuration.ts";
import type { StudyData } from "./dataset.ts";
import { formatCount, formatSetting, plural } from "./format.ts";

/** `mnist: 60,000 training and 10,000 test images of 28 × 28 pixels`. */
export function describeData({ name, train, test }: StudyData): string {
  return `${name}: ${formatCount(train.count)} training and ${formatCount(test.count)} test images of ` +
    `${train.rows} × ${train.columns} pixels`;
}

/** `784-128-10 tanh`, or what differs between the runs. */
export function describeNetwork(runs: readonly Run[], data: StudyData): string {
  const [inputs, classes] = [data.train.rows * data.train.columns, data.train.classes];
  return [
    distinct(runs, (c) => networkName(c, inputs, classes)),
    distinct(runs, (c) => c.hidden.length > 0 ? activationName(c) : "without activation"),
  ].join(" ");
}

/** `101,770`, or the least and the most of several. */
export function describeParameters(runs: readonly Run[], data: StudyData): string {
  const [inputs, classes] = [data.train.rows * data.train.columns, data.train.classes];
  const counts = runs.map(({ configuration }) => countParameters(configuration, inputs, classes));
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  return least === most ? formatCount(least) : `${formatCount(least)} to ${formatCount(most)}`;
}

/** `sgd, learning rate 0.001, weight decay 1e-5, momentum 0.9, batch size 100, pixels centered, seed 1`. */
export function describeTraining(runs: readonly Run[]): string {
  const momentum = runs.some(({ configuration }) => configuration.optimizer === "sgd");
  return [
    distinct(runs, ({ optimizer }) => optimizer),
    "learning rate " + distinct(runs, ({ learningRate }) => formatSetting(learningRate)),
    "weight decay " + distinct(runs, ({ weightDecay }) => formatSetting(weightDecay)),
    ...(momentum ? ["momentum " + distinct(runs, (c) => formatSetting(c.momentum))] : []),
    "batch size " + distinct(runs, ({ batchSize }) => String(batchSize)),
    "pixels " + distinct(runs, ({ scale }) => scale),
    "seed " + distinct(runs, ({ seed }) => String(seed)),
  ].join(", ");
}

/** `100 epochs`. */
export function describeEpochs(runs: readonly Run[]): string {
  const epochs = [...new Set(runs.map(({ configuration }) => configuration.epochs))];
  return epochs.length === 1 ? plural(epochs[0], "epoch") : `${epochs.join(" / ")} epochs`;
}

/** The losses with the settings that they use: `hinge (margin 5)`. */
export function describeLosses(runs: readonly Run[]): string {
  return distinct(runs, describeLoss, ", ");
}

function describeLoss({ loss, margin, alpha, gamma }: RunConfiguration): string {
  if (loss === "hinge") return `hinge (margin ${formatSetting(margin)})`;
  if (loss === "focal") return `focal (alpha ${formatSetting(alpha)}, gamma ${formatSetting(gamma)})`;
  return loss;
}

/** What the runs have for a setting: one value, or several with slashes between them. */
function distinct(
  runs: readonly Run[],
  describe: (configuration: RunConfiguration) => string,
  separator = " / ",
): string {
  return [...new Set(runs.map(({ configuration }) => describe(configuration)))].join(separator);
}
