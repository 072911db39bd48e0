/** What was measured.
 * @module
 */
import type { ExtraMeasures } from "./extra_measures.ts";
import type { RunRecord } from "./run_record.ts";
import type { DatasetFacts } from "./study_data.ts";

/** What was measured in a study, and on what. */
export interface Results {
  /** What it was run on. */
  readonly data: DatasetFacts;
  /** A record of each run that began, in the order of the runs; in a search those of the best with all training images come last. */
  readonly records: readonly RunRecord[];
  /** What it measured besides its runs. */
  readonly extra: ExtraMeasures;
}
