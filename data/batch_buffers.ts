/** The memory that batches are made in.
 * @module
 */
import { type DType, ImageTensor, reserveUint32, Workspace } from "@chainrule/core";

/** The memory of one iteration. */
export interface Buffers {
  /** What it is for: sizes and dtype. */
  readonly key: string;
  readonly inputs: Workspace;
  readonly targets: Workspace;
  readonly labels: Uint8Array;
  readonly order: Uint32Array;
  /** The order of all images. */
  shuffled?: Uint32Array;
  /** The images of one batch, where the whole dataset is elsewhere. */
  staging?: Uint8Array;
}

/** Buffers that no iteration is using, the last used first: memory is reserved once, not every epoch. */
const idle: Buffers[] = [];
const MOST_IDLE = 4;

/** Buffers that nobody uses, of which the contents are whatever they were. */
export function borrow(batchSize: number, pixels: number, classes: number, dtype: DType): Buffers {
  const key = [batchSize, pixels, classes, dtype].join(" ");
  const found = idle.findIndex((buffers) => buffers.key === key);
  if (found >= 0) return idle.splice(found, 1)[0];
  return {
    key,
    inputs: new Workspace((memory) => new ImageTensor(memory)),
    targets: new Workspace(),
    labels: new Uint8Array(batchSize),
    order: reserveUint32(batchSize),
  };
}

/** Keeps buffers for the next iteration. */
export function giveBack(buffers: Buffers): void {
  idle.unshift(buffers);
  idle.length = Math.min(idle.length, MOST_IDLE);
}
