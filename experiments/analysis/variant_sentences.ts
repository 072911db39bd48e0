import { formatMeanStd, formatPercent, listing, plural } from "../study/format.ts";
import type { RunRecord } from "../study/run_record.ts";
import type { StudyRecord } from "../study/study_record.ts";
import { METRIC } from "./comparisons.ts";
import { differenceSentences } from "./difference_sentences.ts";
import { summarizeVariants, type VariantSummary } from "./summary.ts";

/** The most variants of one place that are named. */
const MOST_NAMES = 4;

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

/** The first, the second and the last, or several of the same figure in one place. */
function rankingSentences(
  ranked: readonly VariantSummary[],
  { seeds, someAreHopeless }: { seeds: number; someAreHopeless: boolean },
): string[] {
  const places = placesOf(ranked, ({ figures }) => formatMeanStd(figures[METRIC]!, formatPercent) + " %");
  const [best, second] = places, last = places.at(-1)!;
  if (!best) return [];
  const of = seeds > 1 ? ` (mean ± standard deviation of ${seeds} seeds)` : "";
  const others: string[] = [];
  if (second) others.push(`${second.names} ${second.several ? "follow" : "follows"} with ${second.figure}`);
  if (places.length > 2) {
    const among = someAreHopeless ? " of those that learned" : "";
    others.push(`${last.names} ${last.several ? "are" : "is"} last${among} with ${last.figure}`);
  }
  const rest = others.length > 0 ? `; ${others.join(", ")}` : "";
  const which = second ? "the highest " : best.several ? "the same " : "a ";
  return [
    `${best.names} ${best.several ? "reach" : "reaches"} ${which}test accuracy after the last epoch${of}, ` +
    `${best.figure}${rest}.`,
  ];
}

/** Which of several is first to reach 95 and 97 %. */
function goalSentences(ranked: readonly VariantSummary[]): string[] {
  if (ranked.length < 2) return [];
  const reached = (["epochs_to_95", "epochs_to_97"] as const).flatMap((figure) => {
    const epochs = ({ figures }: VariantSummary) => figures[figure]!.mean;
    const there = ranked.filter(({ figures }) => figures[figure]).toSorted((a, b) => epochs(a) - epochs(b));
    const [first] = placesOf(there, (variant) => plural(Number(epochs(variant).toFixed(1)), "epoch"));
    if (!first) return [];
    return [`${figure.slice(-2)} % is first reached by ${first.names}, after ${first.figure}`];
  });
  return reached.length > 0 ? [`${reached.join("; ")}.`] : [];
}

/** Those that share a place, for their figures are the same as far as they are shown. */
interface Place {
  readonly names: string;
  readonly figure: string;
  readonly several: boolean;
}

/** The places of variants that are in the order of their figures. */
function placesOf(ranked: readonly VariantSummary[], figureOf: (variant: VariantSummary) => string): Place[] {
  return Array.from(Map.groupBy(ranked, figureOf), ([figure, variants]) => ({
    names: listing(variants.map(({ variant }) => variant), MOST_NAMES),
    figure,
    several: variants.length > 1,
  }));
}

function divergenceSentences(variants: readonly VariantSummary[], records: readonly RunRecord[]): string[] {
  if (!records.some(({ divergedAt }) => divergedAt)) return [];
  const names = variants.filter(({ diverged }) => diverged > 0).map(({ variant, diverged, records }) =>
    records.length > 1 ? `${variant} (${diverged} of ${records.length} runs)` : variant
  );
  return [`Diverged, and left out of the means: ${listing(names)}.`];
}
