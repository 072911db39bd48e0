/** What a study compares.
 * @module
 */
import { type Measures, measuresIn, measuresOf } from "./measures.ts";
import { numberIn, type Row } from "../storage/read_csv.ts";
import type { StudyFiles } from "./results.ts";

/** Something that a study compares: one run of it, or several with different seeds. */
export interface Variant {
  /** Its name. */
  readonly name: string;
  /** What it has of what varies, by columns of `runs.csv`. */
  readonly values: Readonly<Record<string, string>>;
  /** How many runs of it there are. */
  readonly runs: number;
  /** How many of them diverged. */
  readonly diverged: number;
  /** How many weights and biases its network has. */
  readonly parameters?: number;
  /** Its figures, without the runs that diverged. */
  readonly measures: Measures;
}

/** The variant that a run is one of: `hinge` for `hinge@2`. */
export function variantOf(run: string): string {
  return run.replace(/@\d+$/, "");
}

/**
 * What a study compares, with its figures: those of `summary.csv`, or else what `runs.csv` or `epochs.csv` come to. The
 * order is that of the files.
 */
export function variantsOf({ tables, configuration }: StudyFiles): Variant[] {
  const runs = rowsByVariant(tables.runs?.rows ?? []);
  const epochs = rowsByVariant(lastEpochs(tables.epochs?.rows ?? []));
  const summaries = new Map((tables.summary?.rows ?? []).map((row) => [row.variant, row]));
  const planned = configuration?.study.variants ?? [];
  const started = new Set([...summaries.keys(), ...runs.keys(), ...epochs.keys()]);
  const names = new Set([...planned.map(({ name }) => name).filter((name) => started.has(name)), ...started]);
  return [...names].map((name) => {
    const summary = summaries.get(name), rows = runs.get(name) ?? epochs.get(name) ?? [];
    return {
      name,
      values: planned.find((variant) => variant.name === name)?.values ?? {},
      runs: (summary && numberIn(summary.seeds)) ?? rows.length,
      diverged: (summary && numberIn(summary.diverged)) ??
        rows.filter(({ status }) => status === "diverged").length,
      parameters: numberIn(summary?.parameters ?? rows[0]?.parameters),
      measures: summary ? measuresIn(summary) : measuresOf(rows),
    };
  });
}

/** The variants that have a figure, the largest first. */
export function ranked(variants: readonly Variant[], metric: string): Variant[] {
  return variants.filter(({ measures }) => measures[metric])
    .toSorted((a, b) => b.measures[metric]!.mean - a.measures[metric]!.mean);
}

function rowsByVariant(rows: readonly Row[]): Map<string, Row[]> {
  return Map.groupBy(rows, ({ run }) => variantOf(run));
}

/** Rows as in `runs.csv` for runs that have only epochs: those that were interrupted. */
function lastEpochs(epochs: readonly Row[]): Row[] {
  return [...Map.groupBy(epochs, ({ run }) => run)].map(([run, rows]) => {
    const last = rows.at(-1)!;
    const mean = (column: string) =>
      String(rows.reduce((sum, row) => sum + (numberIn(row[column]) ?? NaN), 0) / rows.length);
    const first = (accuracy: number) =>
      rows.find((row) => Number(row.test_accuracy) >= accuracy)?.epoch ?? "";
    const measured = ["test_accuracy", "test_loss", "train_accuracy", "train_loss"];
    return {
      ...{ run, status: "unfinished", epochs: String(rows.length) },
      ...Object.fromEntries(measured.map((name) => [`${name}_final`, last[name]])),
      ...Object.fromEntries(measured.map((name) => [`${name}_average`, mean(name)])),
      ...{ epochs_to_95: first(0.95), epochs_to_97: first(0.97) },
      train_seconds: String(rows.reduce((sum, row) => sum + (numberIn(row.seconds) ?? NaN), 0)),
    };
  });
}
