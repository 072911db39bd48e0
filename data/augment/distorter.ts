/** Distorts images one after the other.
 * @module
 */
import { type Distortion, inKernelMemory, kernels, type Random, reserveBytes } from "@chainrule/core";
import type { Augmentation } from "./augmentation.ts";
import { drawDisplacements } from "./displacement.ts";

/** A pixel, in the units of coordinates. */
const ONE = 2 ** 16;
/** The random numbers of 32 bits that an image takes, whatever is done with it. */
const DRAWS = 5;

/** A number from −1 to 1 of 32 random bits. */
const around0 = (bits: number) => (bits | 0) / 2 ** 31;

/** What can be written to. */
type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/**
 * Distorts images of one size, each in its own way. What it does to an image depends on the random numbers and on how many images came
 * before it. Coordinates and weights are whole numbers, multiples of 2⁻¹⁶ and 2⁻⁸ pixels, and so the same everywhere.
 */
export class Distorter {
  readonly #augmentation: Required<Augmentation>;
  readonly #random: Random;
  readonly #distortion: Mutable<Distortion>;
  /** The images at hand, and room for one of them where the kernels can't read these. */
  #images: Uint8Array | undefined;
  #image: Uint8Array | undefined;

  constructor(
    { rows, columns }: { readonly rows: number; readonly columns: number },
    augmentation: Required<Augmentation>,
    random: Random,
  ) {
    this.#augmentation = augmentation;
    this.#random = random;
    const displacements = augmentation.elastic > 0
      ? drawDisplacements(augmentation, columns, random)
      : undefined;
    this.#distortion = {
      rows,
      columns,
      a: ONE,
      b: 0,
      left: 0,
      top: 0,
      displacements,
      windowX: 0,
      windowY: 0,
    };
  }

  /** Leaves out so many images. */
  skip(images: number): void {
    for (let i = 0; i < DRAWS * images; i++) this.#random.uint32();
  }

  /** Writes the distorted image that begins at `from` to `to`, from `at` on, in memory of `reserveBytes`. */
  distort(images: Uint8Array, from: number, to: Uint8Array, at: number): void {
    const random = this.#random, { shift, rotation, scale } = this.#augmentation, how = this.#distortion;
    const right = shift * around0(random.uint32()), down = shift * around0(random.uint32());
    const angle = Math.PI / 180 * rotation * around0(random.uint32());
    const size = 1 + scale * around0(random.uint32()), window = random.uint32();
    const pixels = how.rows * how.columns;
    // A pixel p is read from c + (p − c − t) turned back, divided by the size, plus its displacement.
    how.a = Math.round(ONE * Math.cos(angle) / size);
    how.b = Math.round(ONE * Math.sin(angle) / size);
    how.left = -Math.round(ONE * ((how.columns - 1) / 2 + right));
    how.top = -Math.round(ONE * ((how.rows - 1) / 2 + down));
    if (how.displacements) {
      how.windowX = window & how.displacements.mask;
      how.windowY = window >>> 16;
    }
    if (images !== this.#images) this.#look(images, pixels);
    let image = images.subarray(from, from + pixels);
    if (this.#image) {
      this.#image.set(image);
      image = this.#image;
    }
    // Bytes are the same for both dtypes.
    kernels.float32.distort(image, how, to.subarray(at, at + pixels));
  }

  #look(images: Uint8Array, pixels: number): void {
    this.#images = images;
    this.#image = inKernelMemory(images) ? undefined : this.#image ?? reserveBytes(pixels);
  }
}
