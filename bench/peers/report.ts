/** What is printed and written at the end.
 * @module
 */
import { table } from "@chainrule/experiments";
import { stringify } from "@std/csv";
import type { Contestant } from "./contestants.ts";
import type { Job } from "./job.ts";
import { commonBatches, epochTime, mean, type Run, standings } from "./results.ts";

/** Where and with what everything ran. */
export interface Circumstances {
  /** The name of the processor. */
  readonly processor: string;
  /** How many cores it has. */
  readonly cores: number;
  /** The version of Deno. */
  readonly deno: string;
  /** The name of the dataset. */
  readonly dataset: string;
}

/** Three digits, or as many as there are before the point. */
function digits(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}

/** The table of the standings, the fastest first. */
export function standingsTable(runs: readonly Run[], contestants: readonly Contestant[], job: Job): string {
  const present = new Set(runs.map(({ contestant }) => contestant));
  const ours = [...contestants.keys()].filter((i) =>
    present.has(i) && contestants[i].name.startsWith("Chainrule")
  );
  const rows = standings(runs, job.steps, ours).sort((a, b) => a.seconds - b.seconds);
  const ratioTitle = (i: number) => {
    const { name, threads } = contestants[i];
    return `times as long\nas ${name}${ours.length > 1 ? ` (${threads})` : ""}`;
  };
  return table([
    { title: "library", left: true, cells: rows.map((row) => contestants[row.contestant].name) },
    { title: "threads", cells: rows.map((row) => `${contestants[row.contestant].threads}`) },
    {
      title: "seconds\nper epoch",
      cells: rows.map((row) => (row.extrapolatedFrom ? "≈ " : "") + digits(row.seconds)),
    },
    {
      title: "fastest – slowest\nround",
      cells: rows.map((row) => `${digits(row.fastest)} – ${digits(row.slowest)}`),
    },
    ...ours.map((i, at) => ({ title: ratioTitle(i), cells: rows.map((row) => digits(row.ratios[at])) })),
    { title: `loss of\n${commonBatches(runs)} batches`, cells: rows.map((row) => row.firstLoss.toFixed(5)) },
    { title: "loss of\nepoch 1", cells: rows.map((row) => row.epochLoss?.toFixed(5) ?? "–") },
    {
      title: "timed",
      left: true,
      cells: rows.map((row) =>
        row.extrapolatedFrom ? `${row.extrapolatedFrom} of ${job.steps} batches` : "whole epochs"
      ),
    },
  ]);
}

/** The columns of the CSV. */
export const CSV_COLUMNS = [
  "round",
  "library",
  "version",
  "threads",
  "network",
  "batch_size",
  "dataset",
  "images",
  "seconds_per_epoch",
  "batches_timed",
  "extrapolated",
  "loss_first_epoch",
  "about",
  "processor",
  "cores",
  "deno",
] as const;

/** A row for each process. */
export function csv(
  runs: readonly Run[],
  contestants: readonly Contestant[],
  job: Job,
  { processor, cores, deno, dataset }: Circumstances,
): string {
  const rows = runs.map(({ round, contestant, result }) => {
    const { name, threads, about } = contestants[contestant], time = epochTime(result, job.steps);
    const cells: Record<typeof CSV_COLUMNS[number], unknown> = {
      round,
      library: name,
      version: result.version,
      threads,
      network: job.sizes.join("-"),
      batch_size: job.batch,
      dataset,
      images: job.steps * job.batch,
      seconds_per_epoch: time.seconds.toPrecision(6),
      batches_timed: result.laps.reduce((sum, { steps }) => sum + steps, 0),
      extrapolated: time.extrapolatedFrom !== undefined,
      loss_first_epoch: result.losses.length >= job.steps ? mean(result.losses).toPrecision(8) : "",
      about,
      processor,
      cores,
      deno,
    };
    return CSV_COLUMNS.map((column) => cells[column]);
  });
  return stringify([[...CSV_COLUMNS], ...rows]).replaceAll("\r\n", "\n");
}
