/** What a peer is asked to do, in files that every language reads.
 * @module
 */

/** The network and how it is trained. */
export interface Training {
  /** The sizes from the pixels to the classes. */
  readonly sizes: readonly number[];
  /** Images in a batch. */
  readonly batch: number;
  /** Of SGD. */
  readonly learningRate: number;
  /** Of SGD. */
  readonly momentum: number;
  /** Of SGD. */
  readonly weightDecay: number;
}

/** `job.json`. Beside it are `images.u8`, `labels.u8`, `weights.f32` and `order.u32`. */
export interface Job extends Training {
  /** The folder of the files. */
  readonly folder: string;
  /** How many batches an epoch has. */
  readonly steps: number;
  /** How many epochs to train at most. */
  readonly epochs: number;
  /** After how many seconds to stop, be it in the middle of an epoch. */
  readonly seconds: number;
  /** What shuffles, for who can draw the order of `order.u32` itself. */
  readonly seed: number;
  /** How many threads to use, for who has the choice. */
  readonly threads: number;
  /** The precision, for who has the choice. */
  readonly dtype: "float32" | "float64";
  /** What to set `OPENBLAS_CORETYPE` to, if anything. */
  readonly coreType: string;
  /** Whether Chainrule uses native kernels. */
  readonly native: boolean;
  /** Which part of a library to use, for who has the choice. */
  readonly backend: string;
}

/** Steps in a row, and the seconds they took. */
export interface Lap {
  /** An epoch, or as many as there was time for. */
  readonly steps: number;
  /** How long they took together. */
  readonly seconds: number;
}

/** What a peer prints at its end, as one line of JSON. */
export interface Result {
  /** The version of the library. */
  readonly version: string;
  /** The epochs, the last of which may be a part of one. */
  readonly laps: readonly Lap[];
  /** The loss of each batch of the first epoch, as far as it went. */
  readonly losses: readonly number[];
}
