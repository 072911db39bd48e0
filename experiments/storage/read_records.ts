/** The records of runs, from the tables that were made of them.
 * @module
 */
import {
  columnName,
  countParameters,
  DEFAULTS,
  type Run,
  type RunConfiguration,
  variantOf,
} from "../study/configuration.ts";
import { plural } from "../study/format.ts";
import type { EpochMeasures, RunRecord, WatchedStep } from "../study/run_record.ts";
import { isBest, type Study } from "../study/study.ts";
import type { DatasetFacts } from "../study/study_data.ts";
import type { Warning } from "../study/warning.ts";
import type { ReadConfiguration } from "./read_configuration.ts";
import { few } from "./read_csv.ts";
import type { FORMATS, ReadTables, TableFile } from "./read_formats.ts";
import type { RowOf } from "./read_table.ts";

type Row<F extends TableFile> = RowOf<typeof FORMATS[F]>;

/** What the records are made of. */
export interface RecordSources {
  readonly study: Study;
  readonly data: DatasetFacts;
  readonly configuration?: ReadConfiguration;
  readonly tables: ReadTables;
  readonly warn: (warning: Warning) => void;
}

/** The runs that were asked for, the records of those that began, and how many seeds there are. */
export function readRecords(
  sources: RecordSources,
): { runs: Run[]; records: RunRecord[]; seeds: number } {
  const { study, configuration, tables, warn } = sources;
  const rows = rowsByRun(tables, warn);
  const asked = new Map((configuration?.runs ?? []).map((run) => [run.name, run.configuration]));
  const began = new Set(Object.values(rows).flatMap((byRun) => [...byRun.keys()]));
  const names = [...new Set([...asked.keys(), ...began])];
  const trials = names.filter((name) => !isBest(study, name));
  const runOf = (name: string, base: Partial<RunConfiguration>): Run => ({
    name,
    configuration: asked.get(name) ??
      settingsIn({ ...DEFAULTS, ...base }, rows["trials.csv"].get(name), rows["runs.csv"].get(name)),
  });
  const runs = trials.map((name) => {
    const variant = variantOf({ name }), variants = study.variants ?? {};
    return runOf(name, { ...study.fixed, ...Object.hasOwn(variants, variant) ? variants[variant] : {} });
  });
  const first = tables["trials.csv"]?.rows.find(({ rank }) => rank === 1)?.trial;
  const chosen = runs.find(({ name }) => name === first)?.configuration ?? { ...DEFAULTS, ...study.fixed };
  const best = names.filter((name) => isBest(study, name)).map((name) =>
    runOf(name, { ...chosen, seed: Number(name.match(/@(\d+)$/)?.[1] ?? chosen.seed) })
  );
  const gaps = few((message) => warn({ file: "epochs.csv", message }), "runs lack epochs");
  const records = [...runs, ...best].filter(({ name }) => began.has(name))
    .map((run) => recordOf(run, rows, sources, gaps.tell));
  gaps.end();
  const groups = Map.groupBy(study.search ? best : runs, variantOf);
  const most = [...groups.values()].reduce((most, { length }) => Math.max(most, length), 1);
  return { runs, records, seeds: configuration?.study.seeds?.length || most };
}

/** The rows of each run in each table. */
type RowsByRun = { readonly [F in keyof ReturnType<typeof rowsByRun>]: ReturnType<typeof rowsByRun>[F] };

function rowsByRun(tables: ReadTables, warn: (warning: Warning) => void) {
  /** Groups rows, and leaves out those that come again: of a run, or of what counts up within it. */
  const group = <F extends TableFile>(
    file: F,
    nameOf: (row: Row<F>) => string,
    step?: { key: "epoch" | "iteration"; again?: boolean },
  ): Map<string, Row<F>[]> => {
    const bad = few((message) => warn({ file, message }), "rows come again");
    const groups = new Map<string, Row<F>[]>();
    for (const row of tables[file]?.rows as readonly Row<F>[] ?? []) {
      const name = nameOf(row), group = groups.get(name), last = group?.at(-1);
      const at = (row: Row<F>) => Number((row as Partial<Record<string, unknown>>)[step?.key ?? ""]);
      if (!group) groups.set(name, [row]);
      else if (step && (at(row) > at(last!) || step.again && at(row) === at(last!))) group.push(row);
      else bad.tell(`a row was left out: ${step ? `${step.key} ${at(row)} of ` : ""}${name} comes again`);
    }
    bad.end();
    return groups;
  };
  /** The only row of each. */
  const single = <T>(groups: Map<string, T[]>) => new Map([...groups].map(([name, [row]]) => [name, row]));
  return {
    "runs.csv": single(group("runs.csv", ({ run }) => run)),
    "epochs.csv": group("epochs.csv", ({ run }) => run, { key: "epoch" }),
    "iterations.csv": group("iterations.csv", ({ run }) => run, { key: "iteration" }),
    "divergences.csv": single(group("divergences.csv", ({ run }) => run)),
    "pre_activations.csv": group("pre_activations.csv", ({ run }) => run, { key: "iteration", again: true }),
    "trials.csv": single(group("trials.csv", ({ trial }) => trial)),
  };
}

/** A configuration with the settings that rows have columns for. */
function settingsIn(
  base: RunConfiguration,
  trial: Row<"trials.csv"> | undefined,
  ended: Row<"runs.csv"> | undefined,
): RunConfiguration {
  // The column `epochs` of trials is how many were trained.
  const cells = new Map<string, unknown>(Object.entries({ ...trial, epochs: undefined, ...ended }));
  return Object.fromEntries(
    Object.entries(base).map(([key, value]) => {
      const cell = cells.get(columnName(key));
      return [key, cell === undefined || key === "activation" && `${cell}` === "" ? value : cell];
    }),
  ) as unknown as RunConfiguration;
}

function recordOf(
  run: Run,
  rows: RowsByRun,
  { data, tables, warn }: RecordSources,
  tellGap: (message: string) => void,
): RunRecord {
  const { name, configuration } = run;
  const ended = rows["runs.csv"].get(name), trial = rows["trials.csv"].get(name);
  const place = rows["divergences.csv"].get(name);
  const epochs = (rows["epochs.csv"].get(name) ?? []).map((row): EpochMeasures => ({
    type: "epoch",
    epoch: row.epoch,
    trainLoss: row.train_loss,
    trainAccuracy: row.train_accuracy,
    heldOutLoss: row.test_loss,
    heldOutAccuracy: row.test_accuracy,
    seconds: row.seconds,
  }));
  const divergedAt = place &&
    { epoch: place.epoch, iteration: place.iteration, layer: place.layer, what: place.what };
  // Who is not in a whole `runs.csv` had not ended.
  const guessed = tables["runs.csv"]?.whole
    ? "interrupted"
    : divergedAt
    ? "diverged"
    : epochs.at(-1)?.epoch === configuration.epochs
    ? "finished"
    : "interrupted";
  const status = ended?.status ?? trial?.status ?? guessed;
  if (divergedAt && status !== "diverged") {
    warn({
      file: "divergences.csv",
      message: `a row was left out: ${name} did not diverge, it is ${status}`,
    });
  }
  const until = status === "finished"
    ? configuration.epochs
    : status === "diverged" && divergedAt
    ? divergedAt.epoch - 1
    : trial?.epochs ?? 0;
  const last = lastEpoch(until, epochs, ended, trial),
    there = Math.max(epochs.at(-1)?.epoch ?? 0, last.length && until);
  if (tables["epochs.csv"]?.whole && epochs.length < there) {
    tellGap(`${name} has ${epochs.length} of ${plural(there, "epoch")}`);
  }
  const watched = rows["pre_activations.csv"].get(name);
  return {
    run,
    parameters: ended?.parameters ?? trial?.parameters ??
      countParameters(configuration, data.rows * data.columns, data.classes),
    epochs: [...epochs, ...last],
    steps: (rows["iterations.csv"].get(name) ?? []).map((row) => ({
      type: "step",
      epoch: row.epoch,
      iteration: row.iteration,
      images: configuration.batchSize,
      loss: row.batch_loss,
      accuracy: row.batch_accuracy,
    })),
    ...watched && { watched: watchedSteps(watched) },
    status,
    ...status === "diverged" && divergedAt && { divergedAt },
    ...trial?.rung !== undefined && { rung: trial.rung },
  };
}

/** The last epoch, where other tables have it and `epochs.csv` does not. Its seconds are those of all that are missing. */
function lastEpoch(
  epoch: number,
  epochs: readonly EpochMeasures[],
  ended: Row<"runs.csv"> | undefined,
  trial: Row<"trials.csv"> | undefined,
): EpochMeasures[] {
  if ((epochs.at(-1)?.epoch ?? 0) >= epoch) return [];
  const trainLoss = ended?.train_loss_final ?? trial?.train_loss;
  const trainAccuracy = ended?.train_accuracy_final ?? trial?.train_accuracy;
  const heldOutLoss = ended?.test_loss_final ?? trial?.validation_loss;
  const heldOutAccuracy = ended?.test_accuracy_final ?? trial?.validation_accuracy;
  if (trainLoss === undefined || trainAccuracy === undefined) return [];
  if (heldOutLoss === undefined || heldOutAccuracy === undefined) return [];
  const known = epochs.reduce((sum, { seconds }) => sum + seconds, 0);
  const seconds = Math.max(0, (ended ?? trial)!.train_seconds - known);
  return [{ type: "epoch", epoch, trainLoss, trainAccuracy, heldOutLoss, heldOutAccuracy, seconds }];
}

/** The rows of a step together. */
function watchedSteps(rows: readonly Row<"pre_activations.csv">[]): WatchedStep[] {
  return [...Map.groupBy(rows, ({ iteration }) => iteration).values()].map((layers) => ({
    epoch: layers[0].epoch,
    iteration: layers[0].iteration,
    gradientNorm: layers[0].gradient_norm,
    layers: layers.map((row) => ({
      layer: row.layer,
      mean: row.mean,
      maximum: row.maximum,
      lowest: row.lowest,
      highest: row.highest,
      rowRange: row.row_range,
    })),
  }));
}
