import type { RunRecord } from "../study/run_record.ts";
import { StepLog } from "../study/step_log.ts";

/** What a record was when so many epochs were complete; undefined if the run has not come so far. */
export function asOf(record: RunRecord, until: number): RunRecord | undefined {
  const { status, epochs, run } = record;
  // It may have ended before, for want of anything better.
  if (epochs.length < until) return status === "diverged" || status === "finished" ? record : undefined;
  if (until === run.configuration.epochs) return status === "finished" ? record : undefined;
  const within = ({ epoch }: { readonly epoch: number }) => epoch <= until;
  const { divergedAt: _, inspection: _i, ...left } = record;
  return {
    ...left,
    status: "running",
    epochs: epochs.slice(0, until),
    steps: StepLog.of(Iterator.from(record.steps).filter(within)),
    watched: record.watched?.filter(within),
    histograms: record.histograms?.filter(within),
  };
}
