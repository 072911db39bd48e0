/** Random numbers that a seed decides.
 * @module
 */
import { logarithm } from "./logarithm.ts";

/** All that decides the numbers to come: plain data, which JSON keeps exactly. */
export interface RandomState {
  /** The four 32-bit words of the generator. */
  readonly words: readonly [number, number, number, number];
  /** The second number of the last pair of normal numbers, if it was not handed out yet. */
  readonly spare: number | null;
}

/**
 * A seeded generator of random numbers: xoshiro128** 1.1 (D. Blackman and S. Vigna, "Scrambled linear pseudorandom
 * number generators", 2021), whose 128 bits of state are filled from the seed with SplitMix64, as its authors
 * advise. Period 2¹²⁸ − 1. The same seed gives the same numbers on every machine. Not for cryptography.
 *
 * @example
 * ```ts
 * import { Random } from "@chainrule/core";
 * import { assertEquals } from "@std/assert";
 *
 * const random = new Random(1);
 * const saved = random.state;
 * const first = [random.uniform(), random.normal(), random.integer(10)];
 * random.state = saved;
 * assertEquals([random.uniform(), random.normal(), random.integer(10)], first);
 * ```
 */
export class Random {
  readonly #words = new Uint32Array(4);
  #spare: number | null = null;

  /**
   * A generator that starts at a seed.
   *
   * @param seed A whole number from 0 to 2⁵³ − 1.
   * @throws {RangeError} If it is none.
   */
  constructor(seed: number) {
    if (!Number.isSafeInteger(seed) || seed < 0) {
      throw new RangeError(`Cannot seed: found ${seed}, want a whole number from 0 to 2^53 - 1`);
    }
    let z = BigInt(seed);
    for (let i = 0; i < 4; i += 2) {
      z = BigInt.asUintN(64, z + 0x9e3779b97f4a7c15n);
      const word = splitMix64(z);
      this.#words[i] = Number(word & 0xffffffffn);
      this.#words[i + 1] = Number(word >> 32n);
    }
  }

  /** The state, to be saved; or a saved one, to go on from. */
  get state(): RandomState {
    const [a, b, c, d] = this.#words;
    return { words: [a, b, c, d], spare: this.#spare };
  }
  set state({ words, spare }: RandomState) {
    if (words.length !== 4 || words.every((word) => word >>> 0 === 0)) {
      throw new RangeError("Cannot restore the state: want four words, not all of them 0");
    }
    this.#words.set(words);
    this.#spare = spare;
  }

  /** A whole number from 0 to 2³² − 1, all equally likely. */
  uint32(): number {
    const s = this.#words;
    const result = Math.imul(rotateLeft(Math.imul(s[1], 5), 7), 9) >>> 0;
    const t = s[1] << 9;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotateLeft(s[3], 11);
    return result;
  }

  /** A number from `low` (included) to `high` (excluded), 0 and 1 unless given, of 53 random bits. */
  uniform(low = 0, high = 1): number {
    const unit = ((this.uint32() >>> 5) * 0x4000000 + (this.uint32() >>> 6)) / 0x20000000000000;
    return low + (high - low) * unit;
  }

  /** A normally distributed number, by Marsaglia's polar method; mean 0 and standard deviation 1 unless given. */
  normal(mean = 0, std = 1): number {
    if (this.#spare !== null) {
      const spare = this.#spare;
      this.#spare = null;
      return mean + std * spare;
    }
    let u: number, v: number, s: number;
    do {
      u = this.uniform(-1, 1);
      v = this.uniform(-1, 1);
      s = u * u + v * v;
    } while (s >= 1 || s === 0);
    const scale = Math.sqrt(-2 * logarithm(s) / s);
    this.#spare = v * scale;
    return mean + std * u * scale;
  }

  /**
   * A whole number from 0 to `below` − 1, all equally likely.
   *
   * @throws {RangeError} If `below` is not a whole number from 1 to 2³².
   */
  integer(below: number): number {
    if (!Number.isInteger(below) || below < 1 || below > 2 ** 32) {
      throw new RangeError(`Cannot draw below ${below}: want a whole number from 1 to 2^32`);
    }
    // The numbers over the last whole multiple of `below` would favour the small ones: draw again.
    const limit = 2 ** 32 - 2 ** 32 % below;
    let drawn: number;
    do drawn = this.uint32(); while (drawn >= limit);
    return drawn % below;
  }

  /**
   * The numbers from 0 to `count` − 1 in random order (Fisher and Yates).
   *
   * @param order Where they are written to, to be used again from epoch to epoch: a new array unless given.
   * @throws {RangeError} If `order` has another length than `count`.
   */
  permutation(count: number, order: Uint32Array = new Uint32Array(count)): Uint32Array {
    if (order.length !== count) {
      throw new RangeError(`Cannot permute: order has ${order.length} numbers, want ${count}`);
    }
    for (let i = 0; i < count; i++) {
      const j = this.integer(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  /** A new generator, seeded from this one, whose numbers are independent of the numbers to come from this one. */
  fork(): Random {
    return new Random(this.uint32() * 0x200000 + (this.uint32() >>> 11));
  }
}

function rotateLeft(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}

function splitMix64(z: bigint): bigint {
  z = BigInt.asUintN(64, (z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n);
  z = BigInt.asUintN(64, (z ^ (z >> 27n)) * 0x94d049bb133111ebn);
  return z ^ (z >> 31n);
}
