import { differences, publishedFigures } from "../../analysis/published.ts";
import { formatCount, plural, wrap } from "../../study/format.ts";
import type { RunRecord } from "../../study/run_record.ts";
import { belongsTo } from "../../study/shard.ts";
import { isBest } from "../../study/study.ts";
import type { StudyRecord, StudyResult } from "../../study/study_record.ts";
import { trialTable, variantTable } from "./outcome_tables.ts";

/** The most runs that are named. */
const MOST_NAMES = 10;

/** What of a study is shown. */
export type Outcome =
  & StudyRecord
  & Pick<StudyResult, "conclusion" | "files">
  & Partial<Pick<StudyResult, "shard">>;

/** What a study found, beside the report's figures, for a screen of so many columns. */
export function outcome(result: Outcome, width = Infinity): string {
  const { study, records, files, runs, conclusion, shard } = result;
  const shown = records.filter(({ epochs, status }) =>
    epochs.length > 0 || ["diverged", "failed"].includes(status)
  );
  let text = study.search ? trialTable(result) : "";
  const rows = study.search ? shown.filter(({ run }) => isBest(study, run.name)) : shown;
  // Of a range test the sentence is the result: what the last, highest rate has left says nothing.
  if (rows.length > 0 && !study.rates) text += (text && "\n") + variantTable(rows, width);
  const remarks = [...shown.flatMap(remark), ...(study.search || study.rates ? [] : reportRemarks(shown))];
  const begun = new Set(records.map(({ run }) => run.name));
  const here = shard ? runs.filter((_, position) => belongsTo(shard, position)) : runs;
  const missing = here.filter(({ name }) => !begun.has(name)).map(({ name }) => name);
  if (missing.length > 0) {
    const more = missing.length > MOST_NAMES ? ` and ${missing.length - MOST_NAMES} more` : "";
    remarks.push(`Not begun: ${missing.slice(0, MOST_NAMES).join(", ")}${more}.`);
  }
  const lines = (sentences: readonly string[]) =>
    sentences.flatMap((line) => wrap(line, Math.min(width, 100))).join("\n") + "\n";
  if (remarks.length > 0) text += "\n" + lines(remarks);
  if (conclusion.length > 0) text += "\n" + lines(conclusion);
  if (files.length > 0) text += "\nWritten:\n" + files.map((path) => `  ${path}\n`).join("");
  return text;
}

function remark({ run, status, divergedAt, epochs, error }: RunRecord): string[] {
  const { name, configuration } = run;
  if (status === "failed") return [`${name} failed: ${error}`];
  if (status === "diverged" && divergedAt) {
    const { epoch, iteration, layer, what } = divergedAt;
    return [
      `${name} diverged in epoch ${epoch}, step ${
        formatCount(iteration)
      }: no finite number at ${layer} (${what}).`,
    ];
  }
  if (status !== "interrupted") return [];
  return [
    `${name} was interrupted: ${epochs.length} of ${plural(configuration.epochs, "epoch")} are complete.`,
  ];
}

function reportRemarks(records: readonly RunRecord[]): string[] {
  const compared = records.map(({ run }) => run.configuration).filter(publishedFigures);
  if (compared.length === 0) return [];
  const remarks = [
    "The report's figures are for MNIST, on its authors' machine. Its tables state learning rate 1e-5 and " +
    "weight decay 0.1 (--preset published), with which this network hardly learns.",
  ];
  const different = [...new Set(compared.flatMap(differences))];
  if (different.length > 0) remarks.push(`Different here, so not comparable: ${different.join(", ")}.`);
  return remarks;
}
