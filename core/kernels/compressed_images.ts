/** Batches of images that are mostly background, for the kernels in `assembly/strokes.ts`, `row_lists.ts`, `pair_lists.ts` and those that
 * multiply with them.
 * @module
 */
import { reserveBytes, reserveFloat32, reserveUint32 } from "../memory.ts";
import type { Exports } from "./exports.ts";
import { type ListedImages, MOST_PIXELS, SPARE_STROKES } from "./listed_images.ts";
import type { PixelScale } from "./types.ts";

/**
 * The share of pixels that are not background up to which lists are faster than the whole matrix. On MNIST it is 0.19, and
 * there they take less than half the time.
 */
const DENSEST = 0.35;

/** The kernels hold numbers of rows in 16 bits. */
const MOST_ROWS = 65_535;

/** The kernels that are called here. */
type ImageKernels = Pick<
  Exports,
  | "expand"
  | "list_pairs"
  | "list_rows"
  | "list_strokes"
  | "multiply_pairs"
  | "multiply_rows"
  | "panel_scratch"
  | "sparse_pitch"
  | "sparse_stride"
>;

/** A batch of images as lists of the pixels that are not background. Memory is reserved once. */
export class CompressedImages {
  /** Bytes of scratch memory that the products want for each thread. */
  readonly scratchBytes: number;
  readonly #wasm: ImageKernels;
  readonly #rows: number;
  readonly #pixels: number;
  readonly #spans: Uint32Array;
  readonly #positions: Uint8Array;
  readonly #values: Float32Array;
  /** The images of the batch among those that are listed. */
  readonly #order: Uint32Array;
  /** Each byte divided by the divisor. */
  readonly #table: Float32Array = reserveFloat32(256);
  #scale: PixelScale = { background: 0, divisor: 1 };
  /** What a background pixel is as a number. */
  #base = 0;
  #strokes: Strokes | undefined;
  /** The strokes of a batch of images that were not listed before. */
  #own: Strokes | undefined;
  #pairs: PairLists | undefined;
  #pairsAreCurrent = false;
  /** Room for the whole matrix, for comparison. */
  #expanded: Uint32Array | undefined;

  /** Room for `rows` images of `pixels` bytes. */
  constructor(wasm: ImageKernels, rows: number, pixels: number) {
    const size = rows * wasm.sparse_pitch(pixels);
    this.scratchBytes = wasm.panel_scratch(Math.max(rows, pixels));
    this.#wasm = wasm;
    this.#rows = rows;
    this.#pixels = pixels;
    this.#spans = reserveUint32(2 * rows);
    this.#positions = reserveBytes(2 * size);
    this.#values = reserveFloat32(size);
    this.#order = reserveUint32(rows);
  }

  /** Whether such images can be compressed at all. */
  static fits(rows: number, pixels: number): boolean {
    return rows > 0 && pixels > 0 && rows <= MOST_ROWS && pixels <= MOST_PIXELS;
  }

  /** Takes the images of the given numbers. Returns whether so much of them is background that it is worth it. */
  take(images: number, order: Uint32Array, scale: PixelScale): boolean {
    const { starts, strokes } = this.#own ??= this.#reserveStrokes();
    const from = order.byteOffset;
    this.#wasm.list_strokes(this.#rows, this.#pixels, images, from, starts.byteOffset, strokes.byteOffset);
    for (let i = 0; i < this.#rows; i++) this.#order[i] = i;
    return this.#list({ starts, strokes }, scale);
  }

  /** The same, of images whose strokes were listed before. */
  takeListed(images: ListedImages, order: Uint32Array, scale: PixelScale): boolean {
    for (let i = 0; i < this.#rows; i++) this.#order[i] = order[i];
    return this.#list(images, scale);
  }

  /** Writes the whole matrix, `[rows, pixels]`. */
  expand(out: number): void {
    const { starts, strokes } = this.#strokes!, { background, divisor } = this.#scale;
    this.#wasm.expand(
      this.#rows,
      this.#pixels,
      this.#order.byteOffset,
      starts.byteOffset,
      strokes.byteOffset,
      background,
      divisor,
      out,
    );
  }

  /** Whether numbers are, bit by bit, those that {@linkcode expand} writes. */
  areIn(numbers: ArrayBufferView): boolean {
    const expanded = this.#expanded ??= reserveUint32(this.#rows * this.#pixels);
    this.expand(expanded.byteOffset);
    const found = new Uint32Array(numbers.buffer, numbers.byteOffset, expanded.length);
    for (let i = 0; i < found.length; i++) if (found[i] !== expanded[i]) return false;
    return true;
  }

  /** y [rows, n] = x·w + bias. `scratch` holds `scratchBytes` for each thread. */
  multiply(n: number, w: number, bias: number, y: number, scratch: number, scratchBytes: number): void {
    this.#wasm.multiply_rows(
      this.#rows,
      this.#pixels,
      n,
      this.#spans.byteOffset,
      this.#positions.byteOffset,
      this.#values.byteOffset,
      this.#base,
      w,
      bias,
      y,
      scratch,
      scratchBytes,
    );
  }

  /** dw [pixels, n] = xᵀ·dy. `scratch` holds `scratchBytes` for each thread. */
  multiplyTransposed(n: number, dy: number, dw: number, scratch: number, scratchBytes: number): void {
    const { counts, entries, values } = this.#currentPairs();
    this.#wasm.multiply_pairs(
      this.#rows,
      this.#pixels,
      n,
      counts.byteOffset,
      entries.byteOffset,
      values.byteOffset,
      this.#base,
      dy,
      dw,
      scratch,
      scratchBytes,
    );
  }

  #reserveStrokes(): Strokes {
    const pairs = this.#wasm.sparse_pitch(this.#pixels) / 2;
    return {
      starts: reserveUint32(this.#rows + 1),
      strokes: reserveUint32(this.#rows * pairs + SPARE_STROKES),
    };
  }

  /** Makes the lists of pixels. Returns whether they are worth it. */
  #list(from: Strokes, scale: PixelScale): boolean {
    if (scale.divisor !== this.#scale.divisor || this.#strokes === undefined) {
      for (let byte = 0; byte < 256; byte++) this.#table[byte] = byte / Math.fround(scale.divisor);
    }
    this.#scale = scale;
    this.#base = -scale.background / scale.divisor;
    this.#strokes = from;
    this.#pairsAreCurrent = false;
    this.#wasm.list_rows(
      this.#rows,
      this.#pixels,
      this.#order.byteOffset,
      from.starts.byteOffset,
      from.strokes.byteOffset,
      scale.divisor,
      this.#spans.byteOffset,
      this.#positions.byteOffset,
      this.#values.byteOffset,
    );
    let listed = 0;
    for (let i = 0; i < 2 * this.#rows; i += 2) listed += this.#spans[i + 1] - this.#spans[i];
    return listed <= DENSEST * this.#rows * this.#pixels;
  }

  /** The lists of pairs, made at the first backward pass: an evaluation does without. */
  #currentPairs(): PairLists {
    const wasm = this.#wasm, rows = this.#rows, { starts, strokes } = this.#strokes!;
    const pairs = this.#pairs ??= reservePairs(wasm.sparse_pitch(this.#pixels) / 2, wasm.sparse_stride(rows));
    if (!this.#pairsAreCurrent) {
      wasm.list_pairs(
        rows,
        this.#pixels,
        this.#order.byteOffset,
        starts.byteOffset,
        strokes.byteOffset,
        this.#table.byteOffset,
        pairs.counts.byteOffset,
        pairs.entries.byteOffset,
        pairs.values.byteOffset,
      );
      this.#pairsAreCurrent = true;
    }
    return pairs;
  }
}

/** Lists of strokes: see `assembly/strokes.ts`. */
interface Strokes {
  readonly starts: Uint32Array;
  readonly strokes: Uint32Array;
}

interface PairLists {
  counts: Uint32Array;
  entries: Uint32Array;
  values: Float32Array;
}

function reservePairs(pairs: number, stride: number): PairLists {
  const size = pairs * stride;
  return { counts: reserveUint32(pairs), entries: reserveUint32(size), values: reserveFloat32(2 * size) };
}
