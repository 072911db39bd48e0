/** The table at the end of a study.
 * @module
 */
import { settingText } from "../../study/configuration.ts";
import { formatCount, formatMeanStd, formatMeasure, plural, wrap } from "../../study/format.ts";
import { differences, publishedFigures } from "../../analysis/published.ts";
import { axesOf, isBest } from "../../study/study.ts";
import { type Figure, summarizeVariants, type VariantSummary } from "../../analysis/summary.ts";
import { type Column, table, widthOf } from "../table.ts";
import { rank } from "../../analysis/trials.ts";
import type { RunRecord } from "../../study/run_record.ts";
import type { StudyResult } from "../../study/study_record.ts";
import { belongsTo } from "../../study/shard.ts";

/** The most trials of a search that are shown. */
const MOST_TRIALS = 10;

/**
 * What a study found, beside the report's figures.
 *
 * @param width The columns of the screen; a table that is wider is split in two.
 */
export function outcome(result: StudyResult, width = Infinity): string {
  const { study, records, files, runs, conclusion, shard } = result;
  const shown = records.filter(({ epochs, status }) =>
    epochs.length > 0 || ["diverged", "failed"].includes(status)
  );
  let text = study.search ? trialTable(result) : "";
  const rows = study.search ? shown.filter(({ run }) => isBest(study, run.name)) : shown;
  if (rows.length > 0) text += (text && "\n") + variantTable(rows, width);
  const remarks = [...shown.flatMap(remark), ...(study.search ? [] : reportRemarks(shown))];
  const begun = new Set(records.map(({ run }) => run.name));
  const here = shard ? runs.filter((_, position) => belongsTo(shard, position)) : runs;
  const missing = here.filter(({ name }) => !begun.has(name)).map(({ name }) => name);
  if (missing.length > 0) {
    const more = missing.length > MOST_TRIALS ? ` and ${missing.length - MOST_TRIALS} more` : "";
    remarks.push(`Not begun: ${missing.slice(0, MOST_TRIALS).join(", ")}${more}.`);
  }
  const lines = (sentences: readonly string[]) =>
    sentences.flatMap((line) => wrap(line, Math.min(width, 100))).join("\n") + "\n";
  if (remarks.length > 0) text += "\n" + lines(remarks);
  if (conclusion.length > 0) text += "\n" + lines(conclusion);
  if (files.length > 0) text += "\nWritten:\n" + files.map((path) => `  ${path}\n`).join("");
  return text;
}

/** A row for each variant, split in two where it is wider than the screen. */
function variantTable(records: readonly RunRecord[], width: number): string {
  // Runs that were interrupted are shown, though they have no part in the files.
  const variants = summarizeVariants(
    records.map((record) => record.status === "interrupted" ? { ...record, status: "finished" } : record),
  );
  const run = { title: "run", cells: variants.map(({ variant }) => variant), left: true };
  const own = measured(variants), report = published(variants.map(({ records }) => records[0]));
  const text = table([run, ...own, ...report]);
  if (widthOf(text) <= width) return text;
  const [accuracy, loss, seconds] = [own[0], own[1], own[own.length - 1]];
  if (report.length === 0) {
    return table([run, ...own.slice(0, 3)]) + "\n" + table([run, ...own.slice(3)]);
  }
  const all = table([run, ...own]);
  return widthOf(all) <= width
    ? all + "\n" + table([run, accuracy, loss, seconds, ...report])
    : table([run, ...own.slice(0, 3)]) + "\n" + table([run, ...own.slice(3)]) + "\n" +
      table([run, ...report]);
}

function measured(variants: readonly VariantSummary[]): Column[] {
  const column = (title: string, figure: Figure, format: (value: number) => string): Column => ({
    title,
    cells: variants.map(({ figures }) => {
      const value = figures[figure];
      return value ? formatMeanStd(value, format) : "–";
    }),
  });
  const epochs = (value: number) => String(Number(value.toFixed(1)));
  return [
    column("test\naccuracy", "test_accuracy_final", formatMeasure),
    column("test\nloss", "test_loss_final", formatMeasure),
    column("train\nloss", "train_loss_final", formatMeasure),
    column("epochs\nto 95 %", "epochs_to_95", epochs),
    column("epochs\nto 97 %", "epochs_to_97", epochs),
    column("training\nseconds", "train_seconds", (value) => value.toFixed(2)),
  ];
}

/** The best trials with what varies. */
function trialTable({ study, records, runs }: StudyResult): string {
  const ranked = rank(study, records);
  if (ranked.length === 0) return "";
  const shown = ranked.slice(0, MOST_TRIALS);
  const axes = axesOf(study, runs).map((key): Column => ({
    title: key.replace(/[A-Z]/g, (letter) => "\n" + letter.toLowerCase()),
    cells: shown.map(({ run }) => settingText(key, run.configuration)),
  }));
  const text = table([
    { title: "trial", cells: shown.map(({ run }) => run.name), left: true },
    {
      title: "validation\naccuracy",
      cells: shown.map(({ epochs }) => formatMeasure(epochs.at(-1)?.heldOutAccuracy)),
    },
    { title: "epochs", cells: shown.map(({ epochs }) => String(epochs.length)) },
    ...axes,
  ]);
  const more = ranked.length - shown.length;
  return text + (more > 0 ? `and ${plural(more, "more trial")} in trials.csv\n` : "");
}

/** The report's columns, if it has a figure for any of the runs. */
function published(records: readonly RunRecord[]): Column[] {
  const figures = records.map(({ run }) => publishedFigures(run.configuration));
  if (figures.every((figure) => figure === undefined)) return [];
  return [
    { title: "report:\naccuracy", cells: figures.map((figure) => formatMeasure(figure?.accuracy)) },
    { title: "\nloss", cells: figures.map((figure) => formatMeasure(figure?.loss)) },
    { title: "\nseconds", cells: figures.map((figure) => figure?.seconds.toFixed(2) ?? "–") },
  ];
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
    "The report's figures are for 100 epochs on MNIST, on its authors' machine. Its tables state learning rate 1e-5 and " +
    "weight decay 0.1 (--preset published), with which this network hardly learns.",
  ];
  const different = [...new Set(compared.flatMap(differences))];
  if (different.length > 0) remarks.push(`Different here, so not comparable: ${different.join(", ")}.`);
  return remarks;
}
