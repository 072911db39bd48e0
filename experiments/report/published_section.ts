/** What the coursework report says, beside what was measured.
 * @module
 */
import {
  differences,
  PUBLISHED_ACTIVATIONS,
  type PublishedFigures,
  publishedFigures,
} from "../analysis/published.ts";
import type { MeanStd } from "../analysis/statistics.ts";
import type { Figure, VariantSummary } from "../analysis/summary.ts";
import { DEFAULTS, PRESETS, type RunConfiguration } from "../study/configuration.ts";
import { extent, min } from "../study/extent.ts";
import { formatSetting, listing, shellQuote } from "../study/format.ts";
import { type DataTable, dataTable, numbers, words } from "./data_table.ts";
import type { FoundStudy } from "./found_study.ts";
import { type Format, loss, percent, seconds } from "./numbers.ts";

/** The report's figures beside ours, and what to make of them. */
export interface PublishedSection {
  /** The figures side by side. */
  readonly table: DataTable;
  /** What to make of them. */
  readonly remarks: readonly string[];
  /** The accuracies side by side. */
  readonly accuracies: readonly PublishedAccuracy[];
}

/** An accuracy of the report beside ours. */
export interface PublishedAccuracy {
  readonly run: string;
  readonly published: number;
  readonly here: MeanStd | undefined;
  /** Whether they are less than half a point apart; undefined where ours is not known or of other settings. */
  readonly agrees: boolean | undefined;
}

/** Accuracies that are so far apart do not agree: seeds are not. */
const FAR = 0.005;

/** The studies that the report has figures for. Others train the same networks to ask something else. */
const STUDIES = ["loss", "activation", "alexnet", "train"];

/** The settings that make two trainings comparable. */
const DECISIVE = "hidden activation loss optimizer dataset augment learningRate weightDecay epochs"
  .split(" ") as (keyof RunConfiguration)[];

interface Line {
  readonly name: string;
  readonly published: PublishedFigures;
  readonly configuration: RunConfiguration;
  readonly reproduced?: VariantSummary;
  readonly asPublished?: VariantSummary;
}

/** The report's figures beside those of a study; undefined if it has none for it. */
export function publishedSection(
  study: FoundStudy,
  all: readonly FoundStudy[],
): PublishedSection | undefined {
  const { name } = study.record.study;
  // Without config.json the settings are not known well enough.
  if (!STUDIES.includes(name) || !study.configuration || study.record.data.verified === false) {
    return undefined;
  }
  const lines = study.variants.flatMap((summary): Line[] => {
    const { configuration } = summary.records[0].run, published = figures(name, configuration);
    if (!published) return [];
    const other = (pair: Partial<RunConfiguration>) => counterpart({ ...configuration, ...pair }, all);
    const both = study.asPublished
      ? { reproduced: other(ownPair(study)), asPublished: summary }
      : { reproduced: summary, asPublished: other(PRESETS.published) };
    return [{ ...both, name: summary.variant, published, configuration }];
  });
  if (lines.length === 0) return undefined;
  const accuracies = lines.map(accuracyOf);
  const said = [...remarks(study, lines), ...disagreements(accuracies)];
  return { table: table(lines), remarks: said, accuracies };
}

function accuracyOf({ name: run, published: { accuracy: published }, configuration, reproduced }: Line) {
  const here = reproduced?.figures.test_accuracy_final;
  const agrees = here && differences(configuration).length === 0
    ? Math.abs(here.mean - published) < FAR
    : undefined;
  return { run, published, here, agrees };
}

/** What does not agree with the report, plainly. */
function disagreements(accuracies: readonly PublishedAccuracy[]): string[] {
  const far = accuracies.filter(({ agrees }) => agrees === false)
    .map(({ run, published, here }) =>
      `${run} (${percent(here!.mean)} % here, ${percent(published)} % there)`
    );
  return far.length > 0 ? [`Not what the report has, by half a point or more: ${listing(far)}.`] : [];
}

/** The learning rate and weight decay with which a study reproduces the published figures. */
function ownPair({ record: { study: { fixed } } }: FoundStudy) {
  const { learningRate, weightDecay } = { ...DEFAULTS, ...fixed };
  return { learningRate, weightDecay };
}

function figures(study: string, configuration: RunConfiguration): PublishedFigures | undefined {
  const figures = publishedFigures(configuration);
  // The report trained hinge with tanh twice.
  return figures && study === "activation" ? PUBLISHED_ACTIVATIONS[configuration.activation[0]] : figures;
}

/** The figures of a training like that, from any study. */
function counterpart(wanted: RunConfiguration, all: readonly FoundStudy[]): VariantSummary | undefined {
  const isLike = (other: RunConfiguration) =>
    DECISIVE.every((key) => String(other[key]) === String(wanted[key]));
  return all.flatMap(({ variants }) => variants).find(({ records }) => isLike(records[0].run.configuration));
}

function table(lines: readonly Line[]): DataTable {
  const ours =
    (group: string, of: (line: Line) => VariantSummary | undefined) =>
    (name: Figure, title: string, format: Format, unit?: string) =>
      numbers<Line>(title, (line) => of(line)?.figures[name], format, { group, unit });
  const reproduced = ours("Reproduced", (line) => line.reproduced);
  const asPublished = ours("As published", (line) => line.asPublished);
  const group = "Published";
  return dataTable("Published, reproduced, and as published", lines, [
    words("Run", ({ name }) => name),
    numbers("Accuracy", ({ published }) => published.accuracy, percent, { group, unit: "%" }),
    numbers("Loss", ({ published }) => published.loss, loss, { group }),
    numbers("Time", ({ published }) => published.seconds, seconds, { group, unit: "s" }),
    reproduced("test_accuracy_final", "Test accuracy", percent, "%"),
    reproduced("test_loss_final", "Test loss", loss),
    reproduced("train_accuracy_final", "Training accuracy", percent, "%"),
    reproduced("train_loss_final", "Training loss", loss),
    reproduced("train_seconds", "Time", seconds, "s"),
    asPublished("test_accuracy_final", "Test accuracy", percent, "%"),
    asPublished("test_loss_final", "Test loss", loss),
    asPublished("train_seconds", "Time", seconds, "s"),
  ], {
    note:
      "Published: in the coursework report “ANN Autumn24 HW1, MNIST”; its times are of its authors' machine. " +
      "Reproduced and as published: our runs.",
  });
}

function remarks(found: FoundStudy, lines: readonly Line[]): string[] {
  const other = [...new Set(lines.flatMap(({ configuration }) => differences(configuration)))];
  const said = other.length > 0
    ? `Different here from what was published, so not comparable: ${listing(other, 9)}.`
    : hingeRemark(lines);
  return [presetRemark(found, lines), ...(said ? [said] : [])];
}

function pairOf(
  { learningRate, weightDecay }: Pick<RunConfiguration, "learningRate" | "weightDecay">,
): string {
  return `learning rate ${formatSetting(learningRate)} and weight decay ${formatSetting(weightDecay)}`;
}

/** What the learning rate and weight decay of the report's tables come to. */
function presetRemark(found: FoundStudy, lines: readonly Line[]): string {
  const { path, record: { study } } = found;
  const stated = `The published tables state ${pairOf(PRESETS.published)}`;
  const own = lines.find(({ reproduced }) => reproduced)?.reproduced?.records[0].run.configuration;
  const [least, most] = extent(lines, ({ asPublished }) => asPublished?.figures.test_accuracy_final?.mean);
  if (least === undefined || most === undefined) {
    const beside = `${path.match(/^(.*)\/[^/]+\/*$/)?.[1] ?? "."}/published`;
    const pair = pairOf(own ?? ownPair(found));
    return `${stated}; “reproduced” is with ${pair}. Runs with the published pair are not in these results: ` +
      `deno task experiment ${study.name} --preset published --out ${shellQuote(beside)} adds them.`;
  }
  const range = least === most ? percent(least) : `${percent(least)} to ${percent(most)}`;
  const missed = most < min(lines, ({ published }) => published.accuracy)!
    ? ": not what the tables show"
    : "";
  return `${stated}. Trained so (“as published”), these networks reach ${range} % on the test set${missed}.` +
    (own ? ` “Reproduced” is with ${pairOf(own)}.` : "");
}

/** The report's hinge rows look like figures of a training set. */
function hingeRemark(lines: readonly Line[]): string | undefined {
  const nearer = lines.filter(({ configuration, published, reproduced }) => {
    const far = (name: Figure) => Math.abs((reproduced?.figures[name]?.mean ?? NaN) - published.accuracy);
    return configuration.loss === "hinge" && far("train_accuracy_final") < far("test_accuracy_final");
  }).map(({ name }) => name);
  return nearer.length === 0
    ? undefined
    : `The published accuracy of ${
      listing(nearer, 4)
    } is nearer to our training set figure than to our test set ` +
      "figure. Nothing here was tuned towards it.";
}
