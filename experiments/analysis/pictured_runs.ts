import { variantOf } from "../study/run_names.ts";
import type { RunRecord } from "../study/run_record.ts";

/** Tables have the pictures of so many runs at most. */
const MOST = 24;

/**
 * The runs whose pictures are kept, in their order: of each variant the first that was inspected, and of many variants those with the
 * highest accuracy after the last epoch.
 */
export function picturedRuns(records: readonly RunRecord[], most = MOST): RunRecord[] {
  const inspected = records.filter(({ inspection, histograms }) => inspection || histograms?.length);
  const first = [...Map.groupBy(inspected, ({ run }) => variantOf(run)).values()].map(([record]) => record);
  const accuracy = ({ epochs }: RunRecord) => epochs.at(-1)?.heldOutAccuracy ?? 0;
  const best = new Set(first.toSorted((a, b) => accuracy(b) - accuracy(a)).slice(0, most));
  return first.filter((record) => best.has(record));
}
