/** What a loader gives.
 * @module
 */
import type { TrainTest } from "../dataset.ts";

/** Images to train and to test on, and where they are from: MNIST, what has its form, or files of your own. */
export interface Mnist extends TrainTest {
  /**
   * Whether every file is the published one, by its digest. If not, the datasets are called after the folder they are from, not
   * after what they were asked for as.
   */
  readonly verified: boolean;
  /**
   * What identifies the data: the SHA-256, in hexadecimal, of four lines with the SHA-256 of each
   * decompressed file (train images, train labels, test images, test labels).
   */
  readonly checksum: string;
  /** Where the data came from: a folder, the address of a mirror, or `bytes`. */
  readonly source: string;
}
