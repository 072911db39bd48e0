/** Distorts images one after the other.
 * @module
 */
import type { Random } from "@chainrule/core";
import type { Augmentation } from "./augmentation.ts";
import { type Displacements, drawDisplacements, FRACTION_BITS, still } from "./displacement.ts";

const BITS = 16, ONE = 2 ** BITS, HALF = ONE / 2;
/** What a displacement lacks to have as many bits after the point as a coordinate; and a weight has less of them. */
const MORE_BITS = BITS - FRACTION_BITS, WEIGHT_SHIFT = BITS - 8;
/** Two bytes, with room to be multiplied by 256. */
const PAIR = 0xff00ff;
/** The random numbers of 32 bits that an image takes, whatever is done with it. */
const DRAWS = 5;

/** A number from −1 to 1 of 32 random bits. */
const around0 = (bits: number) => (bits | 0) / 2 ** 31;

/**
 * Distorts images of one size, each in its own way. What it does to an image depends on the random numbers and on how many images came
 * before it. Coordinates and weights are whole numbers, multiples of 2⁻¹⁶ and 2⁻⁸ pixels, and so the same everywhere.
 */
export class Distorter {
  readonly #rows: number;
  readonly #columns: number;
  readonly #augmentation: Required<Augmentation>;
  readonly #random: Random;
  readonly #displacements: Displacements;
  /** The image at hand amid background, 2 to the power of `sideBits` to a row: see {@linkcode packSquares}. */
  readonly #squares: Int32Array;
  readonly #sideBits: number;
  /** An image of background. */
  readonly #blank: Uint8Array;
  /** The images at hand, and the same by four pixels, most of which are background, where rows can be cut so. */
  #images: Uint8Array | undefined;
  #words: Int32Array | undefined;

  constructor(
    { rows, columns }: { readonly rows: number; readonly columns: number },
    augmentation: Required<Augmentation>,
    random: Random,
  ) {
    this.#rows = rows;
    this.#columns = columns;
    this.#augmentation = augmentation;
    this.#random = random;
    this.#displacements = augmentation.elastic > 0
      ? drawDisplacements(augmentation, columns, random)
      : still(columns);
    // A rectangle around a turned rectangle, turned back, is at most as wide as that was wide and high. From nowhere else is read, so
    // coordinates can be cut to some bits without a look at where they are.
    const widest = rows + columns + 6 * (this.#displacements.most + 2);
    this.#sideBits = Math.ceil(Math.log2(widest + Math.max(rows, columns)));
    this.#squares = new Int32Array(2 ** (2 * this.#sideBits));
    this.#blank = new Uint8Array(rows * columns);
  }

  #look(images: Uint8Array): void {
    this.#images = images;
    this.#words = this.#columns % 4 === 0 && images.byteOffset % 4 === 0
      ? new Int32Array(images.buffer, images.byteOffset, images.length >> 2)
      : undefined;
  }

  /** Leaves out so many images. */
  skip(images: number): void {
    for (let i = 0; i < DRAWS * images; i++) this.#random.uint32();
  }

  /** Writes the distorted image that begins at `from` to `to`, from `at` on. */
  distort(images: Uint8Array, from: number, to: Uint8Array, at: number): void {
    const random = this.#random, { shift, rotation, scale } = this.#augmentation;
    const right = shift * around0(random.uint32()), down = shift * around0(random.uint32());
    const angle = Math.PI / 180 * rotation * around0(random.uint32());
    const size = 1 + scale * around0(random.uint32()), window = random.uint32();
    const { field, stride, mask, most } = this.#displacements;
    const rows = this.#rows, columns = this.#columns, squares = this.#squares;
    const sideBits = this.#sideBits,
      side = 2 ** sideBits - 1,
      rowShift = BITS - sideBits,
      rowMask = side << sideBits;
    to.set(this.#blank, at); // in memory that threads share, several times as fast as fill
    if (images !== this.#images) this.#look(images);
    const ink = packSquares(images, this.#words, from, rows, columns, squares, sideBits);

    // A pixel p is read from c + (p − c − t) turned back, divided by the size, plus its displacement; and 1 more, for a border.
    const cx = (columns - 1) / 2, cy = (rows - 1) / 2;
    const a = Math.round(ONE * Math.cos(angle) / size) | 0, b = Math.round(ONE * Math.sin(angle) / size) | 0;
    // Which pixels are read from ink: those around the rectangle that it is in, where that goes.
    const forth = ONE / (a * a + b * b), wide = ink.wide + 1 + most, high = ink.high + 1 + most;
    const middle = cx + right + forth * (a * (ink.x - cx) - b * (ink.y - cy));
    const center = cy + down + forth * (b * (ink.x - cx) + a * (ink.y - cy));
    const reachX = forth * (Math.abs(a) * wide + Math.abs(b) * high);
    const reachY = forth * (Math.abs(b) * wide + Math.abs(a) * high);
    const x0 = Math.max(0, Math.floor(middle - reachX)) | 0,
      x1 = Math.min(columns - 1, Math.ceil(middle + reachX)) | 0;
    const y0 = Math.max(0, Math.floor(center - reachY)) | 0,
      y1 = Math.min(rows - 1, Math.ceil(center + reachY)) | 0;
    const left = x0 * ONE - Math.round(ONE * (cx + right)), top = -Math.round(ONE * (cy + down));
    for (let y = y0; y <= y1; y++) {
      const above = top + y * ONE;
      let u = Math.round(ONE * (cx + 1) + (a * left + b * above) / ONE) | 0;
      let v = Math.round(ONE * (cy + 1) + (a * above - b * left) / ONE) | 0;
      let i = ((y + (window >>> 16)) & mask) * stride + (window & mask) + x0 | 0;
      const end = at + y * columns + x1 | 0;
      for (let p = at + y * columns + x0 | 0; p <= end; p++, i++, u = u + a | 0, v = v - b | 0) {
        const displacement = field[i];
        const s = u + (displacement << 16 >> 16 << MORE_BITS) | 0,
          t = v + (displacement >> 16 << MORE_BITS) | 0;
        const square = squares[t >> rowShift & rowMask | s >> BITS & side];
        if (square === 0) continue;
        // Left and right mixed, of the upper and the lower pair at once; then upper and lower.
        const wx = s >> WEIGHT_SHIFT & 255, wy = t >> WEIGHT_SHIFT & 255;
        const mixed = Math.imul(square & PAIR, 256 - wx) + Math.imul(square >>> 8 & PAIR, wx) | 0;
        to[p] = (mixed & 0xffff) * (256 - wy) + (mixed >>> 16) * wy + HALF >>> 16;
      }
    }
  }
}

/** The least rectangle that has all ink in it: its middle, and half its width and height, below 0 if there is no ink. */
interface Ink {
  readonly x: number;
  readonly y: number;
  readonly wide: number;
  readonly high: number;
}

/**
 * The four pixels between which each place lies, as one number: what is left above, right above, left below, right below, from the
 * lowest byte up. There is a border of background around the image: (0, 0) is between four pixels of which only the last is in it.
 */
function packSquares(
  images: Uint8Array,
  words: Int32Array | undefined,
  from: number,
  rows: number,
  columns: number,
  squares: Int32Array,
  sideBits: number,
): Ink {
  const side = 2 ** sideBits | 0;
  let top = rows, bottom = -1, left = columns, right = -1;
  squares.fill(0, 0, rows * side + columns + 1);
  for (let y = 0, p = from; y < rows; y++) {
    let i = (y + 1) * side + 1;
    for (let x = 0; x < columns; x++, p++, i++) {
      if (words !== undefined && (x & 3) === 0 && words[p >> 2] === 0) {
        x += 3, p += 3, i += 3;
        continue;
      }
      const byte = images[p];
      if (byte === 0) continue;
      squares[i - side - 1] |= byte << 24;
      squares[i - side] |= byte << 16;
      squares[i - 1] |= byte << 8;
      squares[i] |= byte;
      if (x < left) left = x;
      if (x > right) right = x;
      if (y < top) top = y;
      bottom = y;
    }
  }
  return { x: (left + right) / 2, y: (top + bottom) / 2, wide: (right - left) / 2, high: (bottom - top) / 2 };
}
