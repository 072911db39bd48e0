/** What there is to say besides the conclusion: who never came far, the gap to the training set, and the cost.
 * @module
 */
import { formatPercent, formatSeconds, listing } from "../study/format.ts";
import { trainSeconds } from "../study/run_record.ts";
import type { StudyRecord } from "../study/study_record.ts";
import { rank } from "./trials.ts";
import { type Figure, summarizeVariants, type VariantSummary } from "./summary.ts";

/** A gap that is smaller, between training and test accuracy, is not worth a sentence. */
const LEAST_GAP = 0.002;

/** So many names are named. */
const MOST_NAMES = 5;

/** Details of a study, in sentences. Each holds by itself. */
export function detailSentences({ study, records, data, jobs = 1 }: StudyRecord): string[] {
  if (study.search) {
    const seconds = rank(study, records).flatMap((record) => trainSeconds(record) ?? []);
    return seconds.length > 0 ? [`The trials took ${formatSeconds(sum(seconds))} s in all.`] : [];
  }
  const variants = summarizeVariants(records);
  return [
    ...goalSentences(variants, data.classes),
    ...gapSentences(variants),
    ...costSentences(variants, jobs),
  ];
}

/** Who never reached 95 and 97 %, of those that learned and whose epochs are all known. */
function goalSentences(variants: readonly VariantSummary[], classes: number): string[] {
  const known = variants.filter(({ figures: { test_accuracy_best: best } }) =>
    best && best.mean > 2 / classes
  );
  const never = (goal: "95" | "97") => known.filter(({ figures }) => !figures[`epochs_to_${goal}`]);
  // Who never reached 95 % did not reach 97 % either: that is said once.
  const goal = never("95").length === known.length ? "95" : "97";
  if (known.length === 0) return [];
  if (never(goal).length === known.length) {
    const [best] = ordered(known, "test_accuracy_best");
    const reached = formatPercent(best.figures.test_accuracy_best!.mean);
    return [
      known.length === 1
        ? `It does not reach ${goal} %; its best epoch comes to ${reached} %.`
        : `None reaches ${goal} %; the best epoch of any comes to ${reached} %, with ${best.variant}.`,
    ];
  }
  const [early, late] = [never("95"), never("97")].map((variants) => variants.map(({ variant }) => variant));
  if (early.length === late.length) {
    return early.length > 0 ? [`Neither 95 nor 97 % is ever reached by ${listing(early, MOST_NAMES)}.`] : [];
  }
  return [
    ...early.length > 0 ? [`95 % is never reached by ${listing(early, MOST_NAMES)}.`] : [],
    `97 % is never reached by ${listing(late, MOST_NAMES)}.`,
  ];
}

/** How far training accuracy is above test accuracy. */
function gapSentences(variants: readonly VariantSummary[]): string[] {
  const order = ordered(variants, "gap"), widest = order[0]?.figures.gap?.mean ?? 0;
  if (widest < LEAST_GAP) return [];
  const narrow = order.at(-1)!, least = narrow.figures.gap!.mean;
  const first = `Training accuracy is above test accuracy by ${formatPercent(widest)} points`;
  if (order.length === 1) return [`${first}.`];
  const last = least > 0 && formatPercent(least) !== formatPercent(widest)
    ? `; by ${formatPercent(least)} for ${narrow.variant}, the narrowest`
    : "";
  return [`${first} for ${order[0].variant}, the widest gap${last}.`];
}

/** What training costs. */
function costSentences(variants: readonly VariantSummary[], jobs: number): string[] {
  const order = ordered(variants, "seconds_per_epoch");
  const total = formatSeconds(sum(variants.flatMap(({ values }) => values.train_seconds)));
  const time = ({ figures }: VariantSummary) => `${formatSeconds(figures.seconds_per_epoch!.mean)} s`;
  const rough = jobs > 1
    ? [
      `${jobs} runs were trained side by side: their seconds are longer than those of one alone, and not to be compared.`,
    ]
    : [];
  if (order.length === 0) return [];
  if (order.length === 1) {
    return [`An epoch takes ${time(order[0])}; training took ${total} s in all.`, ...rough];
  }
  const [slow, quick] = [order[0], order.at(-1)!];
  return [
    `An epoch takes least time with ${quick.variant} (${time(quick)}), most with ${slow.variant} (${
      time(slow)
    }); ` +
    `training took ${total} s in all.`,
    ...rough,
  ];
}

/** The variants that have a figure, the largest first. */
function ordered(variants: readonly VariantSummary[], figure: Figure): VariantSummary[] {
  return variants.filter(({ figures }) => figures[figure])
    .toSorted((a, b) => b.figures[figure]!.mean - a.figures[figure]!.mean);
}

function sum(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
