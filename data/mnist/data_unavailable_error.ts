/** The error of data that is not to be had.
 * @module
 */
import { DataError } from "@chainrule/core";

/**
 * There is no data: no folder was named, none is in the cache, and none can be downloaded. Files that are
 * there but wrong are a plain `DataError` instead, so that a caller can fall back to other data without
 * hiding damage.
 *
 * @example
 * ```ts
 * import { DataUnavailableError, loadMnist, syntheticDigits, type TrainTest } from "@chainrule/data";
 * import { assert } from "@std/assert";
 *
 * let data: TrainTest;
 * try {
 *   data = await loadMnist({ download: false });
 * } catch (error) {
 *   if (!(error instanceof DataUnavailableError)) throw error;
 *   data = syntheticDigits({ train: 100, test: 10 });
 * }
 * assert(data.train.count >= 100);
 * ```
 */
export class DataUnavailableError extends DataError {
  /** The name that stack traces show. */
  override readonly name: string = "DataUnavailableError";
}
