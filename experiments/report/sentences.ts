/** What the page says of a study: its conclusion, and details.
 * @module
 */
import { conclude, conclusionOf } from "../analysis/conclusion.ts";
import { detailSentences } from "../analysis/detail_sentences.ts";
import { variantOf } from "../study/run_names.ts";
import { listing, plural } from "../study/format.ts";
import { type FoundStudy, isUnfinished } from "./found_study.ts";

/** What the numbers say, in sentences; what is about a single run comes last. */
export async function sentencesOf(study: FoundStudy): Promise<string[]> {
  const { record, conclusion, known } = study;
  // What a study that is not known adds itself stands only in its file.
  const own = known || conclusion.length === 0 ? await conclusionOf(record) : conclusion;
  const said = own.length > 0 ? own : conclusion;
  const names = new Set(record.records.map(({ run }) => variantOf(run)));
  const ofOne = (sentence: string) => names.has(variantOf({ name: sentence.split(": ")[0] }));
  return [
    ...standing(study),
    ...said.filter((sentence) => !ofOne(sentence)),
    ...detailSentences(record),
    ...said.filter(ofOne),
  ];
}

/** The same where what the study adds itself can't be made of what is left of its tables. */
export function plainSentencesOf(study: FoundStudy): string[] {
  return [...standing(study), ...conclude(study.record), ...detailSentences(study.record)];
}

/** What is to be known of the data and the runs before anything else. */
function standing({ record: { data, records } }: FoundStudy): string[] {
  const unfinished = records.filter(isUnfinished).map(({ run, epochs }) =>
    `${run.name} (${epochs.at(-1)!.epoch} of ${plural(run.configuration.epochs, "epoch")})`
  );
  return [
    ...data.name === "synthetic"
      ? ["These are synthetic digits, not MNIST: the figures are comparable with each other only."]
      : [],
    ...unfinished.length > 0
      ? [`Not finished: ${listing(unfinished, 4)}. Figures of these are of the last epoch so far.`]
      : [],
  ];
}
