/** The table at the end of a study.
 * @module
 */
import { formatCount, formatMeasure, plural, wrap } from "./format.ts";
import { differences, publishedFigures } from "./published.ts";
import { type RunRecord, summarize } from "./results.ts";
import type { StudyResult } from "./run_study.ts";
import { type Column, table, widthOf } from "./table.ts";

/**
 * What a study found, beside the report's figures.
 *
 * @param width The columns of the screen; a table that is wider is split in two.
 */
export function outcome({ records, files, runs }: StudyResult, width = Infinity): string {
  const shown = records.filter(({ epochs, status }) => epochs.length > 0 || status === "diverged");
  let text = "";
  if (shown.length > 0) {
    const run = { title: "run", cells: shown.map(({ run }) => run.name), left: true };
    const own = measured(shown), report = published(shown);
    text = table([run, ...own, ...report]);
    if (widthOf(text) > width && report.length > 0) {
      text = table([run, ...own]) + "\n" + table([run, own[0], own[1], own[5], ...report]);
    }
  }
  const remarks = [...shown.flatMap(remark), ...reportRemarks(shown)];
  if (records.length < runs.length) {
    remarks.push(`Not begun: ${runs.slice(records.length).map(({ name }) => name).join(", ")}.`);
  }
  if (remarks.length > 0) {
    text += "\n" + remarks.flatMap((line) => wrap(line, Math.min(width, 100))).join("\n") + "\n";
  }
  if (files.length > 0) text += "\nWritten:\n" + files.map((path) => `  ${path}\n`).join("");
  return text;
}

function measured(records: readonly RunRecord[]): Column[] {
  const summaries = records.map(summarize);
  const column = (title: string, cell: (summary: typeof summaries[number]) => string): Column => ({
    title,
    cells: summaries.map(cell),
  });
  return [
    column("test\naccuracy", ({ final }) => formatMeasure(final?.testAccuracy)),
    column("test\nloss", ({ final }) => formatMeasure(final?.testLoss)),
    column("train\nloss", ({ final }) => formatMeasure(final?.trainLoss)),
    column("epochs\nto 95 %", ({ epochsTo95 }) => String(epochsTo95 ?? "–")),
    column("epochs\nto 97 %", ({ epochsTo97 }) => String(epochsTo97 ?? "–")),
    column("training\nseconds", ({ trainSeconds }) => trainSeconds.toFixed(2)),
  ];
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

function remark({ run, status, divergedAt, epochs }: RunRecord): string[] {
  const { name, configuration } = run;
  if (status === "diverged" && divergedAt) {
    const { epoch, iteration } = divergedAt;
    return [
      `${name} diverged: its loss was no finite number in epoch ${epoch}, step ${formatCount(iteration)}.`,
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
