/** Notices that bytes were changed which something was made of.
 * @module
 */

/** Bytes are summed up in pieces of this many. */
const PIECE = 65_536;

/** So many pieces are looked at each time, half a mebibyte: nobody notices the time that takes. */
const AT_A_TIME = 8;

/**
 * The sums of bytes as they are now, to be compared with what they are later. Of many bytes a part is compared each time, another one the
 * next: what changes most of them is noticed at once, a single one when its turn comes.
 */
export class ByteWatch {
  readonly #bytes: Uint8Array;
  readonly #sums: Int32Array;
  /** The piece that is compared next. */
  #next = 0;

  /** Of these bytes. */
  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#sums = Int32Array.from({ length: Math.ceil(bytes.length / PIECE) }, (_, i) => this.#sum(i));
  }

  /** Whether some of those that are compared this time have changed. */
  changed(): boolean {
    for (let i = Math.min(AT_A_TIME, this.#sums.length); i > 0; i--) {
      const piece = this.#next;
      this.#next = (piece + 1) % this.#sums.length;
      if (this.#sum(piece) !== this.#sums[piece]) return true;
    }
    return false;
  }

  /** FNV-1a of a piece, four chains of words at a time where they are aligned: any one byte changes it. */
  #sum(piece: number): number {
    const { buffer, byteOffset, length } = this.#bytes, start = piece * PIECE;
    const bytes = Math.min(PIECE, length - start), from = byteOffset + start;
    const skipped = Math.min((4 - from % 4) % 4, bytes), count = (bytes - skipped) >> 2;
    const words = count > 0 ? new Int32Array(buffer, from + skipped, count) : new Int32Array(0);
    let a = 0, b = 1, c = 2, d = 3, i = 0;
    for (; i + 3 < count; i += 4) {
      a = Math.imul(a ^ words[i], 0x01000193);
      b = Math.imul(b ^ words[i + 1], 0x01000193);
      c = Math.imul(c ^ words[i + 2], 0x01000193);
      d = Math.imul(d ^ words[i + 3], 0x01000193);
    }
    for (; i < count; i++) a = Math.imul(a ^ words[i], 0x01000193);
    for (let at = start; at < start + skipped; at++) b = Math.imul(b ^ this.#bytes[at], 0x01000193);
    for (let at = start + skipped + 4 * count; at < start + bytes; at++) {
      b = Math.imul(b ^ this.#bytes[at], 0x01000193);
    }
    for (const chain of [b, c, d]) a = Math.imul(a, 31) + chain | 0;
    return a;
  }
}
