/** What a folder of results holds.
 * @module
 */
import type { TableName } from "./known_files.ts";
import type { CsvTable } from "../storage/read_csv.ts";
import type { Configuration } from "./read_json.ts";

/** Something that is missing, damaged or foreign. */
export interface Warning {
  /** The file, from the folder of results: `loss/epochs.csv`. */
  readonly file: string;
  /** What is wrong with it. */
  readonly message: string;
}

/** What a study left behind, as far as it could be read. */
export interface StudyFiles {
  /** Its folder: `loss`. */
  readonly folder: string;
  /** What it says of itself. */
  readonly configuration?: Configuration;
  /** When and where it was run. */
  readonly machine: Readonly<Record<string, string>>;
  /** Its tables. */
  readonly tables: { readonly [name in TableName]?: CsvTable };
  /** What it concludes. */
  readonly conclusion?: string;
}

/** What a folder of results holds. */
export interface Results {
  /** The studies, in the order of their folders. */
  readonly studies: readonly StudyFiles[];
  /** What could not be read. */
  readonly warnings: readonly Warning[];
}

/** There is nothing to make a report of. */
export class NoResultsError extends Error {
  /** The name that stack traces show. */
  override readonly name = "NoResultsError";
}
