import { columnName, settingText, valuesOf } from "../study/run_names.ts";
import { formatMeanStd, formatPercent, formatSetting, listing, plural } from "../study/format.ts";
import { comparedOn } from "../study/study_data.ts";
import type { StudyRecord } from "../study/study_record.ts";
import { axesOf, bestName, isBest } from "../study/study.ts";
import { METRIC } from "./comparisons.ts";
import { importances } from "./importance.ts";
import { summarizeVariants } from "./summary.ts";
import { bestOfEach, rank } from "./trials.ts";
import { variantSentences } from "./variant_sentences.ts";

/** The best trial, what its settings reach on the test set, and what became of the others. */
export function searchSentences(record: StudyRecord): string[] {
  const { study, runs, records, data, halving, seeds } = record;
  if (study.each) return eachSentences(record);
  const ranked = rank(study, records);
  const [best] = ranked;
  const last = best?.epochs.at(-1);
  if (!best || !last || best.status === "diverged") return ["No trial reached the end."];
  const settings = axesOf(study, runs).map((key) => {
    const value = best.run.configuration[key];
    const text = typeof value === "number" ? formatSetting(value) : settingText(key, best.run.configuration);
    return `${key.replace(/[A-Z]/g, (letter) => " " + letter.toLowerCase())} ${text}`;
  });
  const sentences = [
    `The best of ${plural(ranked.length, "trial")} is ${best.run.name}` +
    `${settings.length > 0 ? ` (${settings.join(", ")})` : ""}: ` +
    `${formatPercent(last.heldOutAccuracy)} % of the ${plural(comparedOn(data), "image")} ` +
    "held out of the training set.",
  ];
  const final = summarizeVariants(records).find(({ variant }) => isBest(study, variant))?.figures[METRIC];
  if (final) {
    const of = seeds > 1 ? ` (mean ± standard deviation of ${seeds} seeds)` : "";
    sentences.push(
      `Trained on all training images, these settings reach a test accuracy of ` +
        `${formatMeanStd(final, formatPercent)} %${of}; the test set had no part in the choice.`,
    );
  }
  const stopped = ranked.filter(({ status }) => status === "stopped").length;
  const diverged = ranked.filter(({ status }) => status === "diverged").length;
  if (halving && stopped > 0) sentences.push(`${plural(stopped, "trial")} stopped early as hopeless.`);
  if (diverged > 0) sentences.push(`${plural(diverged, "trial")} diverged.`);
  return sentences;
}

/** The best of each kind of trial beside each other, on the test set. */
function eachSentences(record: StudyRecord): string[] {
  const { study, runs, records, data } = record, each = study.each ?? [];
  const chosen = bestOfEach(study, records);
  const settings = chosen.map(({ run: { configuration: c } }) => {
    const name = bestName(study, c), like = runs.filter((run) => bestName(study, run.configuration) === name);
    const words = axesOf(study, like).map((key) =>
      `${columnName(key).replaceAll("_", " ")} ${settingText(key, c)}`
    );
    return `${name.replace("best ", "")}: ${words.join(", ")}`;
  });
  const tested = records.filter(({ run }) => isBest(study, run.name));
  const variants = summarizeVariants(tested).filter(({ figures }) => figures[METRIC]);
  const points = variants.map(({ records: [{ run }], figures }) => ({
    values: valuesOf(each, run.configuration),
    measure: figures[METRIC]!.mean,
  }));
  const counts = each.map((key) => new Set(points.map(({ values }) => values[columnName(key)])).size);
  // Of a table with gaps the means over all else are of something else each.
  const whole = counts.every((count) => count > 1) && points.length === counts.reduce((a, b) => a * b, 1);
  const shares = whole ? importances(points).filter(({ setting }) => setting !== "the rest") : [];
  const words = shares.map(({ setting, importance }) =>
    `${(100 * importance).toFixed(0)} % goes with ${setting}`
  );
  return [
    `The best of ${plural(records.length - tested.length, "trial")}, chosen on ${
      plural(comparedOn(data), "image")
    } held out of the training set: ${settings.join("; ")}.`,
    ...(tested.length === 0 ? [] : [
      "Trained on all training images, and only then tested:",
      ...variantSentences({ ...record, records: tested }),
    ]),
    ...(words.length > 0
      ? [`Each at its best settings: of the variance of test accuracy between them ${listing(words)}.`]
      : []),
  ];
}
