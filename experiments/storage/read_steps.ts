import { formatCount } from "../study/format.ts";
import { StepLog } from "../study/step_log.ts";
import { few, ForeignError } from "./read_csv.ts";
import type { FORMATS } from "./read_formats.ts";
import type { RowOf } from "./read_table.ts";

/** More take more than a GiB of memory. */
const MOST_STEPS = 25_000_000;

/**
 * The logged steps of each run, without those that come again. How many images they were of is not in the table: 0.
 *
 * @param most How many there may be.
 * @throws {ForeignError} If there are more.
 */
export function stepsByRun(
  rows: Iterable<RowOf<typeof FORMATS["iterations.csv"]>>,
  warn: (message: string) => void,
  most = MOST_STEPS,
): Map<string, StepLog> {
  const bad = few(warn, "rows come again"),
    logs = new Map<string, StepLog>(),
    lasts = new Map<string, number>();
  let left = most;
  for (const { run, epoch, iteration, batchLoss, batchAccuracy } of rows) {
    if (left-- === 0) throw new ForeignError(`it has more than ${formatCount(most)} rows`);
    let log = logs.get(run);
    // A copy, for of a part of a text all of it would stay.
    if (!log) logs.set(structuredClone(run), log = new StepLog());
    if (log.length > 0 && iteration <= lasts.get(run)!) {
      bad.tell(`a row was left out: iteration ${iteration} of ${run} comes again`);
      continue;
    }
    log.push({ type: "step", epoch, iteration, images: 0, loss: batchLoss, accuracy: batchAccuracy });
    lasts.set(run, iteration);
  }
  bad.end();
  return logs;
}
