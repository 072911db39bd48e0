/** What the numbers say, in sentences.
 * @module
 */
import { compare, LEVEL, METRIC } from "./comparisons.ts";
import { settingText } from "../study/configuration.ts";
import { formatMeanStd, formatP, formatPercent, formatSetting, listing, plural } from "../study/format.ts";
import { studyImportance } from "./importance.ts";
import { axesOf, isBest } from "../study/study.ts";
import { summarizeVariants, type VariantSummary } from "./summary.ts";
import { rank } from "./trials.ts";
import type { RunRecord } from "../study/run_record.ts";
import { comparedOn } from "../study/study_data.ts";
import type { StudyRecord } from "../study/study_record.ts";

/** How much test accuracies differ from seed to seed, as measured with five seeds: a standard deviation. */
const USUAL_SPREAD = 0.001;

/** What a study found, in sentences, with those that it adds itself. */
export async function conclusionOf(record: StudyRecord): Promise<string[]> {
  const extra = await record.study.extra?.();
  return [...conclude(record), ...extra?.sentences(record) ?? []];
}

/** What the runs say, in sentences, made of their numbers. */
export function conclude(result: StudyRecord): string[] {
  const { study, records, data } = result;
  const sentences = study.search ? searchSentences(result) : variantSentences(result);
  const importance = studyImportance(study, records, data.classes);
  if (importance) {
    const [first, ...others] = importance.importances.filter(({ importance, setting }) =>
      importance >= 0.005 && setting !== "the rest"
    );
    if (first) {
      const words = (setting: string) => setting.replaceAll("_", " ");
      const percent = ({ importance }: typeof first) => `${(100 * importance).toFixed(0)} %`;
      const shares = [
        `${percent(first)} goes with ${words(first.setting)}`,
        ...others.slice(0, 4).map((other) => `${percent(other)} with ${words(other.setting)}`),
      ];
      sentences.push(
        `Of the variance of ${study.search ? "validation" : "test"} accuracy between ` +
          `${study.search ? "trials" : "variants"}, ${listing(shares)}` +
          `${first.best ? `; ${words(first.setting)} is best at ${first.best.value}` : ""}.`,
      );
    }
  }
  return sentences;
}

function variantSentences({ records, seeds, data }: StudyRecord): string[] {
  const sentences: string[] = [];
  const variants = summarizeVariants(records);
  const measured = variants.filter(({ figures }) => figures[METRIC]);
  const sorted = measured.toSorted((a, b) => b.figures[METRIC]!.mean - a.figures[METRIC]!.mean);
  const [learned, hopeless] = [true, false].map((wanted) =>
    sorted.filter(({ figures }) => wanted === figures[METRIC]!.mean > 2 / data.classes)
  );
  const ranked = learned;
  if (ranked.length > 0) {
    const [best, second] = ranked, worst = ranked[ranked.length - 1];
    const accuracy = ({ figures }: VariantSummary) => formatMeanStd(figures[METRIC]!, formatPercent) + " %";
    const others = [
      ...(second ? [`${second.variant} follows with ${accuracy(second)}`] : []),
      ...(ranked.length > 2
        ? [
          `${worst.variant} is last${hopeless.length > 0 ? " of those that learned" : ""} with ${
            accuracy(worst)
          }`,
        ]
        : []),
    ];
    const of = seeds > 1 ? ` (mean ± standard deviation of ${seeds} seeds)` : "";
    sentences.push(
      `${best.variant} reaches ${second ? "the highest " : "a "}test accuracy after the last epoch${of}, ${
        accuracy(best)
      }` +
        `${others.length > 0 ? "; " + others.join(", ") : ""}.`,
    );
    const reach = (figure: "epochs_to_95" | "epochs_to_97", percent: number) => {
      const there = ranked.filter(({ figures }) => figures[figure])
        .sort((a, b) => a.figures[figure]!.mean - b.figures[figure]!.mean);
      if (ranked.length < 2 || there.length === 0) return [];
      const { variant, figures } = there[0];
      const epochs = Number(figures[figure]!.mean.toFixed(1));
      return [`${percent} % is first reached by ${variant}, after ${plural(epochs, "epoch")}`];
    };
    const firsts = [...reach("epochs_to_95", 95), ...reach("epochs_to_97", 97)];
    if (firsts.length > 0) sentences.push(`${firsts.join("; ")}.`);
  }
  if (ranked.length > 1) sentences.push(...differenceSentences(variants, ranked));
  if (hopeless.length > 0) {
    sentences.push(
      `Learned nothing, with an accuracy as by guessing: ${listing(hopeless.map(({ variant }) => variant))}.`,
    );
  }
  sentences.push(...divergenceSentences(variants, records));
  return sentences;
}

/** Which differences stand. */
function differenceSentences(
  variants: readonly VariantSummary[],
  ranked: readonly VariantSummary[],
): string[] {
  const comparisons = compare(variants);
  if (comparisons.length === 0) {
    const [a, b] = ranked.map(({ figures }) => figures[METRIC]!.mean);
    const close = a - b < 3 * USUAL_SPREAD;
    return [
      `With one seed nothing can be said about chance${
        close ? ", and the first two are close" : ""
      }: seeds differ by about ` +
      `${(100 * USUAL_SPREAD).toFixed(1)} points (standard deviation), --seeds 5 measures it.`,
    ];
  }
  const stand = comparisons.filter(({ stands }) => stands);
  const test = `Welch's t-test with Holm's correction, p < ${LEVEL}`;
  const [best, second] = ranked;
  const top = comparisons.find(({ a, b }) =>
    [a, b].includes(best.variant) && second && [a, b].includes(second.variant)
  );
  const sentences = [
    stand.length === comparisons.length
      ? `All ${plural(comparisons.length, "difference")} of final test accuracy stand (${test}).`
      : `Of ${plural(comparisons.length, "difference")} of final test accuracy ${
        stand.length === 0 ? "none stands" : stand.length === 1 ? "1 stands" : `${stand.length} stand`
      } (${test}).`,
  ];
  const not = comparisons.filter(({ stands }) => !stands);
  if (not.length > 0 && not.length <= 6) {
    const pair = ({ a, b, pAdjusted }: typeof not[number]) => `${a} and ${b} (p = ${formatP(pAdjusted)})`;
    sentences.push(`Not told apart: ${not.map(pair).join("; ")}.`);
  } else if (top && not.length > 0) {
    sentences.push(
      `The first two, ${best.variant} and ${second.variant}, ${
        top.stands ? "differ" : "are not told apart"
      } (p = ${formatP(top.pAdjusted)}).`,
    );
  }
  return sentences;
}

function divergenceSentences(variants: readonly VariantSummary[], records: readonly RunRecord[]): string[] {
  const diverged = records.filter(({ divergedAt }) => divergedAt);
  if (diverged.length === 0) return [];
  const names = variants.filter(({ diverged }) => diverged > 0).map(({ variant, diverged, records }) =>
    records.length > 1 ? `${variant} (${diverged} of ${records.length} runs)` : variant
  );
  return [`Diverged, and left out of the means: ${listing(names)}.`];
}

function searchSentences({ study, runs, records, data, halving, seeds }: StudyRecord): string[] {
  const ranked = rank(study, records);
  const [best] = ranked;
  const last = best?.epochs.at(-1);
  if (!best || !last || best.status === "diverged") return ["No trial reached the end."];
  const axes = axesOf(study, runs);
  const settings = axes.map((key) => {
    const value = best.run.configuration[key];
    const text = typeof value === "number" ? formatSetting(value) : settingText(key, best.run.configuration);
    return `${key.replace(/[A-Z]/g, (letter) => " " + letter.toLowerCase())} ${text}`;
  });
  const stopped = ranked.filter(({ status }) => status === "stopped").length;
  const diverged = ranked.filter(({ status }) => status === "diverged").length;
  const sentences = [
    `The best of ${plural(ranked.length, "trial")} is ${best.run.name}${
      settings.length > 0 ? ` (${settings.join(", ")})` : ""
    }: ` +
    `${formatPercent(last.heldOutAccuracy)} % of the ${
      plural(comparedOn(data), "image")
    } held out of the training set.`,
  ];
  const final = summarizeVariants(records).find(({ variant }) => isBest(study, variant));
  if (final?.figures[METRIC]) {
    const accuracy = formatMeanStd(final.figures[METRIC], formatPercent);
    sentences.push(
      `Trained on all training images, these settings reach a test accuracy of ${accuracy} %` +
        `${
          seeds > 1 ? ` (mean ± standard deviation of ${seeds} seeds)` : ""
        }; the test set had no part in the choice.`,
    );
  }
  if (halving && stopped > 0) sentences.push(`${plural(stopped, "trial")} stopped early as hopeless.`);
  if (diverged > 0) sentences.push(`${plural(diverged, "trial")} diverged.`);
  return sentences;
}
