/** What was measured.
 * @module
 */
import type { ExtraMeasures } from "./extra_measures.ts";
import type { RunRecord } from "./run_record.ts";
import type { DatasetFacts } from "./study_data.ts";

export interface Results {
  readonly data: DatasetFacts;
  /** A record of each run that began, in the order of the runs; in a search those of the best with all training images come last. */
  readonly records: readonly RunRecord[];
  readonly extra: ExtraMeasures;
}
