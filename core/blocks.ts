/** Which parts of a stretch of bytes are free.
 * @module
 */

/** A part that is taken. */
export interface Block {
  /** Where it begins. */
  readonly start: number;
  /** Its bytes. */
  readonly size: number;
}

/** Parts of a stretch of bytes, taken first fit and given back in any order. */
export class Blocks {
  /** What is free, sorted by where it begins; neighbours are always merged. */
  readonly #free: { start: number; size: number }[];
  #taken = 0;

  /** A stretch of which all is free. */
  constructor(start: number, size: number) {
    this.#free = [{ start, size }];
  }

  /** The bytes that are taken now. */
  get taken(): number {
    return this.#taken;
  }

  /** The bytes of the largest part that is free. */
  get largest(): number {
    let largest = 0;
    for (const { size } of this.#free) largest = Math.max(largest, size);
    return largest;
  }

  /** Takes so many bytes, if there are as many in one part. */
  take(size: number): Block | undefined {
    const index = this.#free.findIndex((part) => part.size >= size);
    if (index < 0) return undefined;
    const part = this.#free[index], block = { start: part.start, size };
    part.start += size;
    part.size -= size;
    if (part.size === 0) this.#free.splice(index, 1);
    this.#taken += size;
    return block;
  }

  /** Gives a block back, once. */
  give({ start, size }: Block): void {
    this.#taken -= size;
    const index = this.#firstAfter(start), before = this.#free[index - 1], after = this.#free[index];
    const joinsBefore = before !== undefined && before.start + before.size === start;
    const joinsAfter = after !== undefined && start + size === after.start;
    if (joinsBefore) before.size += size;
    if (joinsAfter) {
      if (joinsBefore) {
        before.size += after.size;
        this.#free.splice(index, 1);
      } else {
        after.start = start;
        after.size += size;
      }
    }
    if (!joinsBefore && !joinsAfter) this.#free.splice(index, 0, { start, size });
  }

  /** The number of the first free part that begins after a place. There may be one for each tensor that is garbage: halves are tried. */
  #firstAfter(place: number): number {
    let low = 0, high = this.#free.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#free[middle].start > place) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
