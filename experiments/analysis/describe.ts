import {
  countParameters,
  DEFAULTS,
  laterSettings,
  networkName,
  type RunConfiguration,
} from "../study/configuration.ts";
import { activationName, columnName, type Run, settingText } from "../study/run_names.ts";
import { extent } from "../study/extent.ts";
import { formatCount, formatSetting, plural } from "../study/format.ts";
import { comparedOn, type DatasetFacts, learnedFrom } from "../study/study_data.ts";

/** `mnist: 60,000 training and 10,000 test images of 28 × 28 pixels`. */
export function describeData(data: DatasetFacts): string {
  const kind = data.validationImages === undefined ? "test" : "validation";
  return `${data.name}: ${formatCount(learnedFrom(data))} training and ${
    formatCount(comparedOn(data))
  } ${kind} ` +
    `images of ${data.rows} × ${data.columns} pixels` +
    (data.stoppingImages ? `, and ${formatCount(data.stoppingImages)} that say when to end` : "");
}

/** `784-128-10 tanh`, or what differs between the runs. */
export function describeNetwork(runs: readonly Run[], data: DatasetFacts): string {
  const [inputs, classes] = [data.rows * data.columns, data.classes];
  return [
    distinct(runs, (c) => networkName(c, inputs, classes), "networks"),
    distinct(runs, (c) => c.hidden.length > 0 ? activationName(c) : "without activation", "activations"),
  ].join(" ");
}

/** `101,770`, or the least and the most of several. */
export function describeParameters(runs: readonly Run[], data: DatasetFacts): string {
  const [inputs, classes] = [data.rows * data.columns, data.classes];
  const counts = runs.map(({ configuration }) => countParameters(configuration, inputs, classes));
  const [least = 0, most = 0] = extent(counts);
  return least === most ? formatCount(least) : `${formatCount(least)} to ${formatCount(most)}`;
}

/** `sgd, learning rate 0.001, weight decay 1e-5, momentum 0.9, batch size 100, pixels centered, seed 1`. */
export function describeTraining(runs: readonly Run[]): string {
  const momentum = runs.some(({ configuration }) => configuration.optimizer === "sgd");
  const augmented = runs.some(({ configuration }) => configuration.augment !== "none");
  const clipped = runs.some(({ configuration }) => configuration.clipNorm > 0);
  return [
    distinct(runs, ({ optimizer }) => optimizer, "optimizers"),
    "learning rate " + distinctNumbers(runs, ({ learningRate }) => learningRate),
    "weight decay " + distinctNumbers(runs, ({ weightDecay }) => weightDecay),
    ...(momentum ? ["momentum " + distinctNumbers(runs, (c) => c.momentum)] : []),
    "batch size " + distinctNumbers(runs, ({ batchSize }) => batchSize),
    ...(clipped
      ? [
        "gradient norm " + distinct(runs, (c) => c.clipNorm > 0 ? `clipped to ${c.clipNorm}` : "not clipped"),
      ]
      : []),
    ...laterSettings(runs.map(({ configuration }) => configuration)).filter((key) => key !== "augment").map((
      key,
    ) => `${columnName(key).replaceAll("_", " ")} ${describeLater(runs, key)}`),
    "pixels " + distinct(runs, ({ scale }) => scale),
    ...(augmented ? ["augmented by " + distinct(runs, ({ augment }) => augment)] : []),
    describeSeeds(runs),
  ].join(", ");
}

function describeLater(runs: readonly Run[], key: keyof RunConfiguration): string {
  return typeof DEFAULTS[key] === "number"
    ? distinctNumbers(runs, (configuration) => configuration[key] as number)
    : distinct(runs, (configuration) => settingText(key, configuration));
}

/** `seed 1`, `seeds 1 to 5`. */
function describeSeeds(runs: readonly Run[]): string {
  const seeds = [...new Set(runs.map(({ configuration }) => configuration.seed))].sort((a, b) => a - b);
  return seeds.length === 1 ? `seed ${seeds[0]}` : `seeds ${seeds[0]} to ${seeds.at(-1)}`;
}

/** `100 epochs`. */
export function describeEpochs(runs: readonly Run[]): string {
  const epochs = [...new Set(runs.map(({ configuration }) => configuration.epochs))];
  return epochs.length === 1 ? plural(epochs[0], "epoch") : `${epochs.join(" / ")} epochs`;
}

/** The losses with the settings that they use: `hinge (margin 5)`. */
export function describeLosses(runs: readonly Run[]): string {
  return distinct(runs, describeLoss, "losses", ", ");
}

function describeLoss({ loss, margin, alpha, gamma }: RunConfiguration): string {
  if (loss === "hinge") return `hinge (margin ${formatSetting(margin)})`;
  if (loss === "focal") return `focal (alpha ${formatSetting(alpha)}, gamma ${formatSetting(gamma)})`;
  return loss;
}

/** What the runs have for a setting: one value, or several with slashes between them, or how many if those are many. */
function distinct(
  runs: readonly Run[],
  describe: (configuration: RunConfiguration) => string,
  noun?: string,
  separator = " / ",
): string {
  const values = [...new Set(runs.map(({ configuration }) => describe(configuration)))];
  const text = values.join(separator);
  return noun && values.length > 1 && text.length > 60 ? `${values.length} ${noun}` : text;
}

/** More numbers than these are told by the least and the most. */
const MOST_NUMBERS = 8;

/** The same of numbers. */
function distinctNumbers(runs: readonly Run[], value: (configuration: RunConfiguration) => number): string {
  const numbers = new Set(runs.map(({ configuration }) => value(configuration)));
  if (numbers.size > MOST_NUMBERS) return extent(numbers).map((end) => formatSetting(end!)).join(" to ");
  return distinct(runs, (configuration) => formatSetting(value(configuration)));
}
