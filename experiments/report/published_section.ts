/** What the coursework report says, beside what was measured.
 * @module
 */
import { DEFAULTS, PRESETS, type RunConfiguration } from "../study/configuration.ts";
import { differences, PUBLISHED_ACTIVATIONS, publishedFigures } from "../analysis/published.ts";
import { type Column, type DataTable, dataTable, figure, measured, text } from "./data_table.ts";
import type { Measures } from "./measures.ts";
import { listed, loss, percent, seconds, setting } from "./numbers.ts";
import type { ConfiguredRun } from "./read_json.ts";
import type { Study } from "./study.ts";
import { variantOf } from "./variants.ts";

/** The report's figures beside ours, and what to make of them. */
export interface PublishedSection {
  /** The figures side by side. */
  readonly table: DataTable;
  /** What to make of them. */
  readonly remarks: readonly string[];
}

/** What the report says of a run. */
interface Published {
  readonly accuracy: number;
  readonly loss: number;
  readonly seconds?: number;
}

/** The AlexNet-inspired network, 50 epochs. */
const PUBLISHED_ALEXNET: Published = { accuracy: 0.97273, loss: 0.13155 };

/** The studies that the report has figures for. Others train the same networks to ask something else. */
const STUDIES = ["loss", "activation", "alexnet", "train"];

interface Line {
  readonly name: string;
  readonly published: Published;
  readonly configuration: RunConfiguration;
  readonly reproduced?: Measures;
  /** What that was trained with. */
  readonly pair: Pick<RunConfiguration, "learningRate" | "weightDecay">;
  readonly asPublished?: Measures;
}

/** The report's figures beside those of a study; undefined if it has none for it. */
export function publishedSection(study: Study, all: readonly Study[]): PublishedSection | undefined {
  if (!STUDIES.includes(study.name)) return undefined;
  const lines = study.variants.flatMap(({ name, measures }): Line[] => {
    const configuration = configurationOf(study, name);
    const published = configuration && figures(study.name, configuration);
    if (!published) return [];
    const other = (preset: keyof typeof PRESETS) =>
      counterpart({ ...configuration, ...PRESETS[preset] }, all);
    const both = study.asPublished
      ? { reproduced: other("reproduced"), asPublished: measures }
      : { reproduced: measures, asPublished: other("published") };
    const pair = study.asPublished ? PRESETS.reproduced : configuration;
    return [{ ...both, name, published, configuration, pair }];
  });
  if (lines.length === 0) return undefined;
  return { table: table(lines), remarks: remarks(study, lines) };
}

/** The configuration of a variant's first run, if it has what the report's figures depend on. */
function configurationOf({ configuration }: Study, variant: string): RunConfiguration | undefined {
  const run = configuration?.runs.find(({ name }) => variantOf(name) === variant)?.configuration;
  const whole = run && Array.isArray(run.hidden) && Array.isArray(run.activation) &&
    typeof run.loss === "string" &&
    ["epochs", "batchSize", "momentum", "initStd", "learningRate", "weightDecay"].every((key) =>
      typeof run[key] === "number"
    );
  // A setting that is newer than the results had its default then.
  return whole ? { ...DEFAULTS, ...run } as RunConfiguration : undefined;
}

function figures(study: string, configuration: RunConfiguration): Published | undefined {
  if (study === "alexnet") {
    return configuration.hidden.join() === "512,256,128" ? PUBLISHED_ALEXNET : undefined;
  }
  const figures = publishedFigures(configuration);
  // The report trained hinge with tanh twice.
  return figures && study === "activation" ? PUBLISHED_ACTIVATIONS[configuration.activation[0]] : figures;
}

/** The figures of a training like that, from any study. */
function counterpart(wanted: RunConfiguration, all: readonly Study[]): Measures | undefined {
  const same = ({ configuration: c }: ConfiguredRun) =>
    [c.hidden, c.activation].join(";") === [wanted.hidden, wanted.activation].join(";") &&
    (["loss", "optimizer", "dataset", "learningRate", "weightDecay", "epochs"] as const).every((key) =>
      c[key] === wanted[key]
    );
  for (const { configuration, variants } of all) {
    const run = configuration?.runs.find(same);
    const variant = run && variants.find(({ name }) => name === variantOf(run.name));
    if (variant) return variant.measures;
  }
}

function table(lines: readonly Line[]): DataTable {
  const of = (
    group: string,
    measures: "reproduced" | "asPublished",
    metric: string,
    title: string,
    format: typeof percent,
    unit?: string,
  ): Column<Line> => ({ group, title, unit, cell: (line) => measured(line[measures]?.[metric], format) });
  return dataTable("Published, reproduced, and as published", lines, [
    { title: "Run", left: true, cell: ({ name }) => text(name) },
    {
      group: "Published",
      title: "Accuracy",
      unit: "%",
      cell: ({ published }) => figure(published.accuracy, percent),
    },
    { group: "Published", title: "Loss", cell: ({ published }) => figure(published.loss, loss) },
    {
      group: "Published",
      title: "Time",
      unit: "s",
      cell: ({ published }) => figure(published.seconds, seconds),
    },
    of("Reproduced", "reproduced", "test_accuracy_final", "Test accuracy", percent, "%"),
    of("Reproduced", "reproduced", "test_loss_final", "Test loss", loss),
    of("Reproduced", "reproduced", "train_accuracy_final", "Training accuracy", percent, "%"),
    of("Reproduced", "reproduced", "train_loss_final", "Training loss", loss),
    of("Reproduced", "reproduced", "train_seconds", "Time", seconds, "s"),
    of("As published", "asPublished", "test_accuracy_final", "Test accuracy", percent, "%"),
    of("As published", "asPublished", "test_loss_final", "Test loss", loss),
    of("As published", "asPublished", "train_seconds", "Time", seconds, "s"),
  ], {
    note:
      "Published: in the coursework report “ANN Autumn24 HW1, MNIST”; its times are of its authors' machine. " +
      "Reproduced and as published: our runs.",
  });
}

function remarks({ name }: Study, lines: readonly Line[]): string[] {
  const { published } = PRESETS;
  const pair = `learning rate ${setting(published.learningRate)} and weight decay ${
    setting(published.weightDecay)
  }`;
  const own = lines.find(({ reproduced }) => reproduced)?.pair;
  const reproduced = own &&
    `learning rate ${setting(own.learningRate)} and weight decay ${setting(own.weightDecay)}`;
  const found: string[] = [];
  const asPublished = lines.map(({ asPublished }) => asPublished?.test_accuracy_final?.mean)
    .filter((value) => value !== undefined);
  if (asPublished.length > 0) {
    const [least, most] = [Math.min(...asPublished), Math.max(...asPublished)];
    const range = least === most ? percent(least) : `${percent(least)} to ${percent(most)}`;
    found.push(
      `The published tables state ${pair}. Trained so (“as published”), these networks reach ${range} % on the test set` +
        (most < Math.min(...lines.map(({ published }) => published.accuracy))
          ? ": not what the tables show. "
          : ". ") +
        (reproduced ? `“Reproduced” is with ${reproduced}.` : ""),
    );
  } else {
    found.push(
      `The published tables state ${pair}; “reproduced” is with ${reproduced}. ` +
        `Runs with the published pair are not in these results: ` +
        `deno task experiment ${name} --preset published --out results/published adds them.`,
    );
  }
  const other = [...new Set(lines.flatMap(({ configuration }) => differencesOf(name, configuration)))];
  if (other.length > 0) {
    found.push(`Different here from what was published, so not comparable: ${listed(other, 9)}.`);
  } else found.push(...hingeRemark(lines));
  return found;
}

/** The AlexNet-inspired network had settings of its own. */
function differencesOf(study: string, configuration: RunConfiguration): string[] {
  if (study !== "alexnet") return differences(configuration);
  const { epochs, initStd } = configuration;
  return differences({
    ...configuration,
    epochs: epochs === 50 ? 100 : epochs,
    initStd: initStd === 0.005 ? 0.01 : initStd,
  });
}

/** The report's hinge rows look like figures of a training set. */
function hingeRemark(lines: readonly Line[]): string[] {
  const nearer = lines.filter(({ configuration, published, reproduced }) => {
    const far = (metric: string, value: number) => Math.abs((reproduced?.[metric]?.mean ?? NaN) - value);
    return configuration.loss === "hinge" &&
      far("train_accuracy_final", published.accuracy) < far("test_accuracy_final", published.accuracy);
  });
  if (nearer.length === 0) return [];
  return [
    `The published accuracy of ${
      listed(nearer.map(({ name }) => name))
    } is nearer to our training set figure than to ` +
    `our test set figure. Nothing here was tuned towards it.`,
  ];
}
