import { f1, precision, recall } from "@chainrule/losses";
import type {
  ConfidenceBin,
  EpochHistograms,
  Histogram,
  InputGradient,
  Inspection,
  RunInspection,
  SeenImage,
  UnitWeights,
} from "../study/inspection.ts";
import type { RunRecord } from "../study/run_record.ts";
import { type Columns, csv, members } from "./csv.ts";
import { picturedRuns } from "./pictured_runs.ts";

/** How well a class is told from the others. */
export interface ClassFigures {
  readonly class: string;
  /** How many images are of it. */
  readonly images: number;
  readonly precision: number;
  /** The accuracy on its images. */
  readonly recall: number;
  readonly f1: number;
}

export function classFigures({ confusion }: Inspection, classes: readonly string[]): ClassFigures[] {
  const measures = { precision: precision(confusion), recall: recall(confusion), f1: f1(confusion) };
  return classes.map((name, k) => ({
    class: name,
    images: confusion[k].reduce((sum, count) => sum + count, 0),
    precision: measures.precision[k],
    recall: measures.recall[k],
    f1: measures.f1[k],
  }));
}

/** An inspection and whose it is. */
interface Inspected {
  readonly name: string;
  readonly inspection: RunInspection;
}

/** The tables of what there is to see in a network, by the names of their files. */
export function inspectionTables(inspection: Inspection, classes: readonly string[]): Record<string, string> {
  const one = [{ name: "", inspection: { ...inspection, classes } }];
  return {
    ...tablesOf(one, one, {}),
    "histograms.csv": csv(histogramColumns, inspection.histograms),
  };
}

/** The same of the runs of a study, each row with the name of its run; pictures of some of them. */
export function inspectionTablesOf(records: readonly RunRecord[]): Record<string, string> {
  const inspected = (records: readonly RunRecord[]) =>
    records.flatMap(({ run: { name }, inspection }) => inspection ? [{ name, inspection }] : []);
  const pictured = picturedRuns(records), all = inspected(records);
  const rows = pictured.flatMap((record) =>
    historyOf(record).flatMap(({ epoch, histograms }) =>
      histograms.map((one) => ({ ...one, name: record.run.name, epoch }))
    )
  );
  const tables = {
    ...(all.length > 0 && tablesOf(all, inspected(pictured), { run: ({ name }) => name })),
    ...(rows.length > 0 && {
      "histograms.csv": csv<typeof rows[number]>({
        run: ({ name }) => name,
        epoch: ({ epoch }) => epoch,
        ...histogramColumns,
      }, rows),
    }),
  };
  return Object.fromEntries(Object.entries(tables).map(([name, table]) => [`inspection/${name}`, table]));
}

/** The histograms of the epochs that were looked at, and of the last one. */
export function historyOf({ histograms = [], inspection, epochs }: RunRecord): readonly EpochHistograms[] {
  const last = epochs.at(-1)?.epoch;
  if (!inspection || last === undefined || histograms.at(-1)?.epoch === last) return histograms;
  return [...histograms, { epoch: last, histograms: inspection.histograms }];
}

const histogramColumns: Columns<Histogram> = {
  ...members<Histogram>("layer", "what", "low", "high"),
  counts: ({ counts }) => counts.join(" "),
};

/** @param run The column with whose each row is. */
function tablesOf(
  inspected: readonly Inspected[],
  pictured: readonly Inspected[],
  run: Columns<Pick<Inspected, "name">>,
): Record<string, string> {
  /** A table with rows that each inspection has some of. */
  const tableOf = <T>(
    of: readonly Inspected[],
    columns: Columns<T>,
    rowsOf: (inspection: RunInspection) => readonly T[],
  ) =>
    csv<T & Pick<Inspected, "name">>(
      { ...run, ...columns },
      of.flatMap(({ name, inspection }) => rowsOf(inspection).map((row) => ({ ...row, name }))),
    );
  type Named<T> = T & Pick<RunInspection, "classes">;
  const withClasses = <T>(rows: readonly T[], { classes }: RunInspection): Named<T>[] =>
    rows.map((row) => ({ ...row, classes }));
  const seen = {
    image: ({ image }: SeenImage) => image,
    label: ({ label, classes }: Named<SeenImage>) => classes[label],
    answer: ({ answer, classes }: Named<SeenImage>) => classes[answer],
    confidence: ({ confidence }: SeenImage) => confidence,
    pixels: ({ pixels }: SeenImage) => pixels.join(" "),
  };
  return {
    "evaluation.csv": tableOf(
      inspected,
      members<Inspection>("dataset", "images", "loss", "accuracy", "calibrationError"),
      (inspection) => [inspection],
    ),
    "classes.csv": tableOf(
      inspected,
      members<ClassFigures>("class", "images", "precision", "recall", "f1"),
      (inspection) => classFigures(inspection, inspection.classes),
    ),
    "confusion.csv": tableOf(
      inspected,
      members("label", "answer", "images"),
      ({ confusion, classes }) =>
        confusion.flatMap((row, label) =>
          row.map((images, answer) => ({ label: classes[label], answer: classes[answer], images }))
        ),
    ),
    "calibration.csv": tableOf(
      inspected,
      members<ConfidenceBin>("low", "high", "images", "confidence", "accuracy"),
      ({ calibration }) => calibration,
    ),
    "mistakes.csv": tableOf<Named<SeenImage>>(pictured, seen, (of) => withClasses(of.mistakes, of)),
    "first_layer.csv": tableOf<UnitWeights>(pictured, {
      unit: ({ unit }) => unit,
      weights: ({ weights }) => weights.join(" "),
    }, ({ firstLayer }) => firstLayer),
    "input_gradients.csv": tableOf<Named<InputGradient>>(pictured, {
      ...seen,
      gradient: ({ gradient }) => gradient.join(" "),
    }, (of) => withClasses(of.inputGradients, of)),
  };
}
