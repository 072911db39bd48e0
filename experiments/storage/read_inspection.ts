/** What runs have left to be seen in their networks, from the tables in `inspection/`.
 * @module
 */
import type { EpochHistograms, RunInspection, SeenImage } from "../study/inspection.ts";
import type { RunRecord } from "../study/run_record.ts";
import type { DatasetFacts } from "../study/study_data.ts";
import type { Warning } from "../study/warning.ts";
import { few } from "./read_csv.ts";
import type { FORMATS, ReadTables, TableFile } from "./read_formats.ts";
import type { RowOf } from "./read_table.ts";

export type ReadInspection = Pick<RunRecord, "inspection" | "histograms">;

type InspectionFile = Extract<TableFile, `inspection/${string}`>;
type Row<F extends InspectionFile> = RowOf<typeof FORMATS[F]>;

/** What there is of each run, by its name. Rows that do not fit the images or the classes are left out and told. */
export function readInspections(
  tables: ReadTables,
  { rows, columns }: DatasetFacts,
  warn: (warning: Warning) => void,
): Map<string, ReadInspection> {
  /** The rows of each run. */
  const group = <F extends InspectionFile>(file: F, fits: (row: Row<F>) => boolean = () => true) => {
    const bad = few((message) => warn({ file, message }), "rows do not fit");
    const all = (tables[file]?.rows ?? []) as readonly Row<F>[];
    const kept = all.filter((row, i) =>
      fits(row) || void bad.tell(`row ${i + 1} was left out: it does not fit`)
    );
    bad.end();
    return Map.groupBy(kept, (row) => row.run as string);
  };
  const isPicture = (list: ArrayLike<number>) => list.length === rows * columns;
  const classesOf = new Map(
    [...group("inspection/classes.csv")].map(([run, rows]) => [run, rows.map((row) => row.class)]),
  );
  const isClass = (run: string, ...names: string[]) =>
    names.every((name) => classesOf.get(run)?.includes(name));
  const confusions = group(
    "inspection/confusion.csv",
    ({ run, label, answer }) => isClass(run, label, answer),
  );
  const calibrations = group("inspection/calibration.csv");
  const mistakes = group(
    "inspection/mistakes.csv",
    ({ run, label, answer, pixels }) => isClass(run, label, answer) && isPicture(pixels),
  );
  const firstLayers = group("inspection/first_layer.csv", ({ weights }) => isPicture(weights));
  const gradients = group(
    "inspection/input_gradients.csv",
    ({ run, label, answer, pixels, gradient }) =>
      isClass(run, label, answer) && isPicture(pixels) && isPicture(gradient),
  );
  const histories = group("inspection/histograms.csv");
  const found = new Map<string, ReadInspection>();
  for (const [run, of] of histories) found.set(run, { histograms: byEpoch(of) });
  for (const [run, [evaluation]] of group("inspection/evaluation.csv", ({ run }) => classesOf.has(run))) {
    const classes = classesOf.get(run)!, { histograms } = found.get(run) ?? {};
    const seen = <T extends Row<"inspection/mistakes.csv">>({ run: _, label, answer, ...of }: T) => ({
      ...of,
      label: classes.indexOf(label),
      answer: classes.indexOf(answer),
    } satisfies SeenImage);
    const { run: _, ...figures } = evaluation;
    const inspection: RunInspection = {
      ...figures,
      rows,
      columns,
      classes,
      confusion: confusionOf(classes, confusions.get(run) ?? []),
      calibration: (calibrations.get(run) ?? []).map(({ run: _, confidence, accuracy, ...bin }) => (
        { ...bin, ...(confidence !== undefined && { confidence, accuracy }) }
      )),
      mistakes: (mistakes.get(run) ?? []).map(seen),
      firstLayer: (firstLayers.get(run) ?? []).map(({ run: _, ...unit }) => unit),
      inputGradients: (gradients.get(run) ?? []).map((row) => ({ ...seen(row), gradient: row.gradient })),
      histograms: histograms?.at(-1)?.histograms ?? [],
    };
    found.set(run, { ...found.get(run), inspection });
  }
  return found;
}

function byEpoch(rows: readonly Row<"inspection/histograms.csv">[]): EpochHistograms[] {
  return [...Map.groupBy(rows, ({ epoch }) => epoch)].sort(([a], [b]) => a - b).map(([epoch, of]) => ({
    epoch,
    histograms: of.map(({ run: _, epoch: _e, ...histogram }) => histogram),
  }));
}

function confusionOf(
  classes: readonly string[],
  rows: readonly Row<"inspection/confusion.csv">[],
): number[][] {
  const confusion = classes.map(() => classes.map(() => 0));
  for (const { label, answer, images } of rows) {
    confusion[classes.indexOf(label)][classes.indexOf(answer)] = images;
  }
  return confusion;
}
