import type { Tensor } from "@chainrule/core";

/**
 * How many rows of logits have their largest number at the label. Of equal ones the first counts as the largest; a row
 * with NaN is never right.
 *
 * @param logits `[batch, classes]`.
 * @param labels `[batch]`, the right classes.
 *
 * @example
 * ```ts
 * import { Tensor } from "@chainrule/core";
 * import { countCorrect } from "@chainrule/experiments";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(countCorrect(Tensor.from([[1, 3, 2], [5, 5, 0], [0, NaN, 9]]), [1, 1, 2]), 1);
 * ```
 */
export function countCorrect(logits: Tensor, labels: ArrayLike<number>): number {
  const [rows, classes] = logits.shape, { data } = logits;
  let correct = 0;
  for (let row = 0, start = 0; row < rows; row++, start += classes) {
    let largest = 0, valid = true;
    for (let k = 0; k < classes; k++) {
      const logit = data[start + k];
      if (logit > data[start + largest]) largest = k;
      else if (logit !== logit) valid = false;
    }
    if (valid && largest === labels[row]) correct++;
  }
  return correct;
}

export interface MeanState {
  images: number;
  loss: number;
  correct: number;
}

/** The mean of losses and the accuracy over batches, weighted by how many images each has. */
export class Mean {
  readonly state: MeanState;

  /** A mean that goes on from a state; of nothing unless given. */
  constructor({ images, loss, correct }: MeanState = { images: 0, loss: 0, correct: 0 }) {
    this.state = { images, loss, correct };
  }

  /** Takes a batch in: its mean loss, and how many of its images were right. */
  add(loss: number, correct: number, images: number): void {
    this.state.images += images;
    this.state.loss += loss * images;
    this.state.correct += correct;
  }

  /** The mean loss over all images. NaN if there were none. */
  get loss(): number {
    return this.state.loss / this.state.images;
  }

  /** The fraction of images that were right. NaN if there were none. */
  get accuracy(): number {
    return this.state.correct / this.state.images;
  }
}
