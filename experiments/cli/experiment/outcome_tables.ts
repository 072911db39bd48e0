import { publishedFigures } from "../../analysis/published.ts";
import { type Figure, summarizeVariants, type VariantSummary } from "../../analysis/summary.ts";
import { meanStd } from "../../analysis/statistics.ts";
import { rank } from "../../analysis/trials.ts";
import { settingText } from "../../study/run_names.ts";
import { formatMeanStd, formatMeasure, plural } from "../../study/format.ts";
import type { RunRecord } from "../../study/run_record.ts";
import { axesOf } from "../../study/study.ts";
import type { StudyRecord } from "../../study/study_record.ts";
import { type Column, table, widthOf } from "../table.ts";

/** The most trials of a search that are shown. */
const MOST_TRIALS = 10;

/** A row for each variant, split in two where it is wider than the screen. */
export function variantTable(records: readonly RunRecord[], width: number): string {
  // Runs that were interrupted are shown, though they have no part in the files.
  const variants = summarizeVariants(
    records.map((record) => record.status === "interrupted" ? { ...record, status: "finished" } : record),
  );
  const run = { title: "run", cells: variants.map(({ variant }) => variant), left: true };
  const own = measured(variants), report = published(variants.map(({ records }) => records[0]));
  const text = table([run, ...own, ...report]);
  if (widthOf(text) <= width) return text;
  const [accuracy, loss] = own, seconds = own[own.length - 1];
  const parts = widthOf(table([run, ...own])) <= width
    ? [own, [accuracy, loss, seconds, ...report]]
    : [own.slice(0, 3), own.slice(3), report];
  return parts.filter((part) => part.length > 0).map((part) => table([run, ...part])).join("\n");
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
  const lengths = variants.map(({ records }) => meanStd(records.map(({ epochs }) => epochs.length)));
  const early: Column | undefined = variants.some(hasPatience)
    ? { title: "epochs", cells: lengths.map((length) => length ? formatMeanStd(length, epochs) : "–") }
    : undefined;
  return [
    column("test\naccuracy", "test_accuracy_final", formatMeasure),
    column("test\nloss", "test_loss_final", formatMeasure),
    column("train\nloss", "train_loss_final", formatMeasure),
    ...(early ? [early] : []),
    column("epochs\nto 95 %", "epochs_to_95", epochs),
    column("epochs\nto 97 %", "epochs_to_97", epochs),
    column("training\nseconds", "train_seconds", (value) => value.toFixed(2)),
  ];
}

/** Whether its runs may end before their last epoch. */
function hasPatience({ records }: VariantSummary): boolean {
  return records.some(({ run }) => run.configuration.patience > 0);
}

/** The best trials with what varies. */
export function trialTable({ study, records, runs }: StudyRecord): string {
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
    { title: "\nseconds", cells: figures.map((figure) => figure?.seconds?.toFixed(2) ?? "–") },
  ];
}
