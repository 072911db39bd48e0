import { settingText } from "../study/configuration.ts";
import { formatMeanStd, formatPercent, formatSetting, plural } from "../study/format.ts";
import { comparedOn } from "../study/study_data.ts";
import type { StudyRecord } from "../study/study_record.ts";
import { axesOf, isBest } from "../study/study.ts";
import { METRIC } from "./comparisons.ts";
import { summarizeVariants } from "./summary.ts";
import { rank } from "./trials.ts";

/** The best trial, what its settings reach on the test set, and what became of the others. */
export function searchSentences({ study, runs, records, data, halving, seeds }: StudyRecord): string[] {
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
