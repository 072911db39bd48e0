import { listing, plural } from "../study/format.ts";
import type { StudyRecord } from "../study/study_record.ts";
import { LEVEL } from "./comparisons.ts";
import { frontSentences } from "./front.ts";
import { goalSentences } from "./goals.ts";
import { studyImportance } from "./importance.ts";
import type { Importance } from "./importance_types.ts";
import { rateSentences } from "./rates.ts";
import { searchSentences } from "./search_sentences.ts";
import { variantSentences } from "./variant_sentences.ts";

/** What a study found, in sentences, with those that it adds itself. */
export async function conclusionOf(record: StudyRecord): Promise<string[]> {
  const extra = await record.study.extra?.();
  return [...conclude(record), ...extra?.sentences(record) ?? []];
}

/** What the runs say, in sentences, made of their numbers. */
export function conclude(record: StudyRecord): string[] {
  if (record.study.rates) return rateSentences(record);
  const sentences = record.study.search ? searchSentences(record) : variantSentences(record);
  return [
    ...dataSentences(record),
    ...sentences,
    ...goalSentences(record),
    ...frontSentences(record),
    ...importanceSentences(record),
  ];
}

/** What the data are, if nobody has published them. */
function dataSentences({ data, records }: StudyRecord): string[] {
  if (data.verified !== false || records.length === 0) return [];
  return [
    `All of this is of ${data.name}, which is no published dataset: it is comparable with itself alone.`,
  ];
}

/** Settings and pairs of them that explain less are not named. */
const LEAST_IMPORTANCE = 0.005;

/** With which settings the accuracy goes. */
function importanceSentences(record: StudyRecord): string[] {
  const { study } = record, { importances = [], drawn = false } = studyImportance(record) ?? {};
  const [first, ...others] = importances.filter(({ importance, setting, p = 0 }) =>
    importance >= LEAST_IMPORTANCE && setting !== "the rest" && p < LEVEL
  );
  if (!first) return drawn ? ["So few trials do not tell whether any of the settings matters."] : [];
  const words = (setting: string) => setting.replaceAll("_", " ");
  const percent = ({ importance }: Importance) => `${(100 * importance).toFixed(0)} %`;
  const shares = [
    `${percent(first)} goes with ${words(first.setting)}`,
    ...others.slice(0, 4).map((other) => `${percent(other)} with ${words(other.setting)}`),
  ];
  const between = study.search ? "validation accuracy between trials" : "test accuracy between variants";
  const best = first.best ? `; ${words(first.setting)} is best at ${first.best.value}` : "";
  const unknown = importances.filter(({ p = 0 }) => p >= LEVEL).map(({ setting }) => words(setting));
  return [
    `Of the variance of ${between}, ${listing(shares)}${best}.`,
    ...(unknown.length > 0
      ? [
        `${plural(record.runs.length, "trial")} do not tell whether ${listing(unknown)} matter${
          unknown.length > 1 ? "" : "s"
        }.`,
      ]
      : []),
  ];
}
