import { formatMeanStd, formatPercent, listing, plural } from "../study/format.ts";
import type { RunRecord } from "../study/run_record.ts";
import type { StudyRecord } from "../study/study_record.ts";
import { METRIC } from "./comparisons.ts";
import { differenceSentences } from "./difference_sentences.ts";
import { summarizeVariants, type VariantSummary } from "./summary.ts";

/** Which variant is best, when goals were reached, which differences stand, and what did not learn. */
export function variantSentences({ records, seeds, data }: StudyRecord): string[] {
  const variants = summarizeVariants(records);
  const measured = variants.filter(({ figures }) => figures[METRIC]).toSorted((a, b) => mean(b) - mean(a));
  const learned = measured.filter((variant) => mean(variant) > 2 / data.classes);
  const hopeless = measured.filter((variant) => !learned.includes(variant));
  return [
    ...rankingSentences(learned, { seeds, someAreHopeless: hopeless.length > 0 }),
    ...goalSentences(learned),
    ...(learned.length > 1 ? differenceSentences(variants, learned, seeds) : []),
    ...(hopeless.length > 0
      ? [
        `Learned nothing, with an accuracy as by guessing: ${
          listing(hopeless.map(({ variant }) => variant))
        }.`,
      ]
      : []),
    ...divergenceSentences(variants, records),
  ];
}

function mean({ figures }: VariantSummary): number {
  return figures[METRIC]!.mean;
}

/** The first, the second and the last. */
function rankingSentences(
  ranked: readonly VariantSummary[],
  { seeds, someAreHopeless }: { seeds: number; someAreHopeless: boolean },
): string[] {
  const [best, second] = ranked, worst = ranked.at(-1)!;
  if (!best) return [];
  const accuracy = ({ figures }: VariantSummary) => formatMeanStd(figures[METRIC]!, formatPercent) + " %";
  const of = seeds > 1 ? ` (mean ± standard deviation of ${seeds} seeds)` : "";
  const others: string[] = [];
  if (second) others.push(`${second.variant} follows with ${accuracy(second)}`);
  if (ranked.length > 2) {
    const among = someAreHopeless ? " of those that learned" : "";
    others.push(`${worst.variant} is last${among} with ${accuracy(worst)}`);
  }
  const rest = others.length > 0 ? `; ${others.join(", ")}` : "";
  return [
    `${best.variant} reaches ${second ? "the highest " : "a "}test accuracy after the last epoch${of}, ` +
    `${accuracy(best)}${rest}.`,
  ];
}

/** Which of several is first to reach 95 and 97 %. */
function goalSentences(ranked: readonly VariantSummary[]): string[] {
  if (ranked.length < 2) return [];
  const reached = (["epochs_to_95", "epochs_to_97"] as const).flatMap((figure) => {
    const [first] = ranked.filter(({ figures }) => figures[figure])
      .toSorted((a, b) => a.figures[figure]!.mean - b.figures[figure]!.mean);
    if (!first) return [];
    const epochs = Number(first.figures[figure]!.mean.toFixed(1));
    return [`${figure.slice(-2)} % is first reached by ${first.variant}, after ${plural(epochs, "epoch")}`];
  });
  return reached.length > 0 ? [`${reached.join("; ")}.`] : [];
}

function divergenceSentences(variants: readonly VariantSummary[], records: readonly RunRecord[]): string[] {
  if (!records.some(({ divergedAt }) => divergedAt)) return [];
  const names = variants.filter(({ diverged }) => diverged > 0).map(({ variant, diverged, records }) =>
    records.length > 1 ? `${variant} (${diverged} of ${records.length} runs)` : variant
  );
  return [`Diverged, and left out of the means: ${listing(names)}.`];
}
