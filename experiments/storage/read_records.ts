/** The records of runs, from the tables that were made of them.
 * @module
 */
import { countParameters, DEFAULTS, type RunConfiguration } from "../study/configuration.ts";
import { type Run, variantOf } from "../study/run_names.ts";
import { plural } from "../study/format.ts";
import { type EpochMeasures, type RunRecord, trainSeconds, type WatchedStep } from "../study/run_record.ts";
import type { StepLog } from "../study/step_log.ts";
import { bestName, isBest, type Study } from "../study/study.ts";
import type { DatasetFacts } from "../study/study_data.ts";
import type { Warning } from "../study/warning.ts";
import type { ConfigurationFile } from "./read_configuration.ts";
import { few } from "./read_csv.ts";
import { readInspections } from "./read_inspection.ts";
import type { FORMATS, ReadTables, TableFile } from "./read_formats.ts";
import type { RowOf } from "./read_table.ts";

/** A table that is rows. */
type RowsFile = Exclude<TableFile, "iterations.csv">;

/** A row without the name of its run. */
type Row<F extends TableFile> = Omit<RowOf<typeof FORMATS[F]>, "run" | "trial">;

/** What the records are made of. */
export interface RecordSources {
  readonly study: Study;
  readonly data: DatasetFacts;
  readonly configuration?: ConfigurationFile;
  readonly tables: ReadTables;
  readonly warn: (warning: Warning) => void;
}

/** The runs that were asked for, the records of those that began, and how many seeds there are. */
export function readRecords(
  sources: RecordSources,
): { runs: Run[]; records: RunRecord[]; seeds: number } {
  const { study, configuration, data, tables, warn } = sources;
  const rows = rowsByRun(sources), inside = readInspections(tables, data, warn);
  const asked = new Map((configuration?.runs ?? []).map((run) => [run.name, run.configuration]));
  const began = new Set(Object.values(rows).flatMap((byRun) => [...byRun.keys()]));
  const names = [...new Set([...asked.keys(), ...began])];
  const trials = names.filter((name) => !isBest(study, name));
  const runOf = (name: string, base: Partial<RunConfiguration>): Run => {
    const configuration = asked.get(name) ??
      settingsIn({ ...DEFAULTS, ...base }, rows.trials.get(name), rows.runs.get(name));
    return {
      name,
      configuration: data.verified === false ? { ...configuration, dataset: data.name } : configuration,
    };
  };
  const runs = trials.map((name) => {
    const variant = variantOf({ name }), variants = study.variants ?? {};
    return runOf(name, { ...study.fixed, ...Object.hasOwn(variants, variant) ? variants[variant] : {} });
  });
  const ranks = new Map(tables["trials.csv"]?.rows.map(({ trial, rank }) => [trial, rank]));
  const ranked = runs.toSorted((a, b) => (ranks.get(a.name) ?? Infinity) - (ranks.get(b.name) ?? Infinity));
  const best = names.filter((name) => isBest(study, name)).map((name) => {
    const first = ranked.find((run) => bestName(study, run.configuration) === variantOf({ name }));
    const chosen = first && ranks.has(first.name) ? first.configuration : { ...DEFAULTS, ...study.fixed };
    return runOf(name, { ...chosen, seed: Number(name.match(/@(\d+)$/)?.[1] ?? chosen.seed) });
  });
  const gaps = few((message) => warn({ file: "epochs.csv", message }), "runs lack epochs");
  const records = [...runs, ...best].filter(({ name }) => began.has(name))
    .map((run): RunRecord => ({ ...recordOf(run, rows, sources, gaps.tell), ...inside.get(run.name) }));
  gaps.end();
  const groups = Map.groupBy(study.search ? best : runs, variantOf);
  const most = [...groups.values()].reduce((most, { length }) => Math.max(most, length), 1);
  return { runs, records, seeds: configuration?.study.seeds?.length || most };
}

type RowsByRun = ReturnType<typeof rowsByRun>;

/** The rows of each run in each table, without those that come again: of a run, or of what counts up within it. */
function rowsByRun({ tables, warn }: RecordSources) {
  type AnyRow = { run?: string; trial?: string; epoch: number; iteration: number };
  const group = <F extends RowsFile>(file: F, step?: "epoch" | "iteration", several = false) => {
    const bad = few((message) => warn({ file, message }), "rows come again");
    const groups = new Map<string, Omit<AnyRow, "run" | "trial">[]>();
    for (const { run, trial, ...row } of (tables[file]?.rows ?? []) as readonly unknown[] as AnyRow[]) {
      const name = run ?? trial!, group = groups.get(name), last = group?.at(-1);
      if (!last) groups.set(name, [row]);
      else if (step && (row[step] > last[step] || several && row[step] === last[step])) group!.push(row);
      else bad.tell(`a row was left out: ${step ? `${step} ${row[step]} of ` : ""}${name} comes again`);
    }
    bad.end();
    return groups as Map<string, unknown[]> as Map<string, Row<F>[]>;
  };
  const single = <F extends RowsFile>(file: F) =>
    new Map([...group(file)].map(([name, [row]]) => [name, row]));
  return {
    runs: single("runs.csv"),
    epochs: group("epochs.csv", "epoch"),
    iterations: tables["iterations.csv"]?.steps ?? new Map<string, StepLog>(),
    divergences: single("divergences.csv"),
    preActivations: group("pre_activations.csv", "iteration", true),
    trials: single("trials.csv"),
  };
}

/** A configuration with the settings that rows have cells for. */
function settingsIn(
  base: RunConfiguration,
  trial: Row<"trials.csv"> | undefined,
  ended: Row<"runs.csv"> | undefined,
): RunConfiguration {
  // The column `epochs` of trials is how many were trained. Without hidden layers tables show no activation.
  const cells: Partial<RunConfiguration> = { ...trial, epochs: undefined, ...ended };
  const shown = (key: keyof RunConfiguration) =>
    key === "activation" && cells.activation?.length === 0 ? undefined : cells[key];
  return Object.fromEntries(
    Object.entries(base).map(([key, value]) => [key, shown(key as keyof RunConfiguration) ?? value]),
  ) as unknown as RunConfiguration;
}

function recordOf(
  run: Run,
  rows: RowsByRun,
  { data, tables, warn }: RecordSources,
  tellGap: (message: string) => void,
): RunRecord {
  const { name, configuration } = run;
  const ended = rows.runs.get(name), trial = rows.trials.get(name);
  const divergedAt = rows.divergences.get(name);
  const epochs = (rows.epochs.get(name) ?? []).map(({ testLoss, testAccuracy, ...row }): EpochMeasures => (
    { type: "epoch", ...row, heldOutLoss: testLoss, heldOutAccuracy: testAccuracy }
  ));
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
    ? configuration.patience > 0 ? epochs.at(-1)?.epoch ?? 0 : configuration.epochs
    : status === "diverged" && divergedAt
    ? divergedAt.epoch - 1
    : trial?.epochs ?? 0;
  const last = lastEpoch(until, epochs, ended, trial);
  const there = Math.max(epochs.at(-1)?.epoch ?? 0, last.length && until);
  if (tables["epochs.csv"]?.whole && epochs.length < there) {
    tellGap(`${name} has ${epochs.length} of ${plural(there, "epoch")}`);
  }
  const watched = rows.preActivations.get(name);
  return {
    run,
    parameters: ended?.parameters ?? trial?.parameters ??
      countParameters(configuration, data.rows * data.columns, data.classes),
    epochs: [...epochs, ...last],
    steps: rows.iterations.get(name)?.ofImages(configuration.batchSize) ?? [],
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
  const trainLoss = ended?.trainLossFinal ?? trial?.trainLoss;
  const trainAccuracy = ended?.trainAccuracyFinal ?? trial?.trainAccuracy;
  const heldOutLoss = ended?.testLossFinal ?? trial?.validationLoss;
  const heldOutAccuracy = ended?.testAccuracyFinal ?? trial?.validationAccuracy;
  if (trainLoss === undefined || trainAccuracy === undefined) return [];
  if (heldOutLoss === undefined || heldOutAccuracy === undefined) return [];
  const all = (ended ?? trial)!.trainSeconds, known = trainSeconds({ epochs });
  const seconds = all === undefined || known === undefined ? undefined : Math.max(0, all - known);
  return [{ type: "epoch", epoch, trainLoss, trainAccuracy, heldOutLoss, heldOutAccuracy, seconds }];
}

/** The rows of a step together. */
function watchedSteps(rows: readonly Row<"pre_activations.csv">[]): WatchedStep[] {
  return [...Map.groupBy(rows, ({ iteration }) => iteration).values()].map((layers) => ({
    epoch: layers[0].epoch,
    iteration: layers[0].iteration,
    gradientNorm: layers[0].gradientNorm,
    layers: layers.map(({ epoch: _, iteration: _i, gradientNorm: _g, ...layer }) => layer),
  }));
}
