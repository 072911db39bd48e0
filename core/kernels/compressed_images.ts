/** Batches of images that are mostly background, for the kernels in `assembly/image_bytes.ts` and those beside it.
 * @module
 */
import { reserveBytes, reserveFloat32, reserveUint32 } from "../memory.ts";
import type { PixelScale } from "./types.ts";
import type { Exports } from "./exports.ts";

/**
 * The share of pixels that are not background up to which lists are faster than the whole matrix. On MNIST it is 0.19, and
 * there they take less than half the time.
 */
const DENSEST = 0.35;

/** The kernels hold positions and numbers of rows in 16 bits. */
const LARGEST = 65_535;

/** A batch of images as bytes and as lists of the pixels that are not background. Memory is reserved once. */
export class CompressedImages {
  readonly #wasm: Exports;
  readonly #rows: number;
  readonly #pixels: number;
  readonly #bytes: Uint8Array;
  readonly #spans: Uint32Array;
  readonly #positions: Uint8Array;
  readonly #values: Float32Array;
  #scale: PixelScale = { background: 0, divisor: 1 };
  /** What a background pixel is as a number. */
  #base = 0;
  #pairs: PairLists | undefined;
  #pairsAreCurrent = false;

  /** Room for `rows` images of `pixels` bytes. */
  constructor(wasm: Exports, rows: number, pixels: number) {
    const size = rows * wasm.sparse_pitch(pixels);
    this.#wasm = wasm;
    this.#rows = rows;
    this.#pixels = pixels;
    this.#bytes = reserveBytes(size);
    this.#spans = reserveUint32(2 * rows);
    this.#positions = reserveBytes(2 * size);
    this.#values = reserveFloat32(size);
  }

  /** Whether such images can be compressed at all. */
  static fits(rows: number, pixels: number): boolean {
    return rows > 0 && pixels > 0 && rows <= LARGEST && pixels <= LARGEST;
  }

  /** Takes the images of the given numbers. Returns whether so much of them is background that it is worth it. */
  take(images: number, order: number, scale: PixelScale): boolean {
    this.#scale = scale;
    this.#base = -scale.background / scale.divisor;
    this.#pairsAreCurrent = false;
    this.#wasm.list_rows(
      this.#rows,
      this.#pixels,
      images,
      order,
      this.#bytes.byteOffset,
      scale.divisor,
      this.#spans.byteOffset,
      this.#positions.byteOffset,
      this.#values.byteOffset,
    );
    let listed = 0;
    for (let i = 0; i < 2 * this.#rows; i += 2) listed += this.#spans[i + 1] - this.#spans[i];
    return listed <= DENSEST * this.#rows * this.#pixels;
  }

  /** Writes the whole matrix, `[rows, pixels]`. */
  expand(out: number): void {
    const { background, divisor } = this.#scale;
    this.#wasm.expand(this.#rows, this.#pixels, this.#bytes.byteOffset, background, divisor, out);
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

  /** Bytes of scratch memory that the products want for each thread. */
  get scratchBytes(): number {
    return this.#wasm.panel_scratch(Math.max(this.#rows, this.#pixels));
  }

  /** The lists of pairs, made at the first backward pass: an evaluation does without. */
  #currentPairs(): PairLists {
    const wasm = this.#wasm, rows = this.#rows;
    const pairs = this.#pairs ??= reservePairs(wasm.sparse_pitch(this.#pixels) / 2, wasm.sparse_stride(rows));
    if (!this.#pairsAreCurrent) {
      wasm.list_pairs(
        rows,
        this.#pixels,
        this.#bytes.byteOffset,
        this.#scale.divisor,
        pairs.counts.byteOffset,
        pairs.numbers.byteOffset,
        pairs.bytes.byteOffset,
        pairs.entries.byteOffset,
        pairs.values.byteOffset,
      );
      this.#pairsAreCurrent = true;
    }
    return pairs;
  }
}

interface PairLists {
  counts: Uint32Array;
  entries: Uint32Array;
  values: Float32Array;
  numbers: Uint8Array;
  bytes: Uint8Array;
}

function reservePairs(pairs: number, stride: number): PairLists {
  const size = pairs * stride;
  return {
    counts: reserveUint32(pairs),
    entries: reserveUint32(size),
    values: reserveFloat32(2 * size),
    numbers: reserveBytes(2 * size),
    bytes: reserveBytes(2 * size),
  };
}
