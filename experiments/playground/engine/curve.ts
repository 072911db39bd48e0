/** A curve that never has too many points.
 * @module
 */

/** So many points at most; then each two of them become one. */
const MOST = 4096;

/** The points of a curve, in order: their places, and the values there. */
export interface Points {
  readonly x: Float32Array<ArrayBuffer>;
  readonly y: Float32Array<ArrayBuffer>;
}

/** A curve of one value a step. Where there are many, a point is the mean of several. */
export class Curve {
  #x: number[] = [];
  #y: number[] = [];
  #stride = 1;
  #sum = 0;
  #count = 0;

  add(x: number, y: number): void {
    this.#sum += y;
    if (++this.#count < this.#stride) return;
    this.#x.push(x);
    this.#y.push(this.#sum / this.#count);
    this.#sum = this.#count = 0;
    if (this.#x.length < MOST) return;
    this.#x = this.#x.filter((_, i) => i % 2 === 1);
    this.#y = this.#x.map((_, i) => (this.#y[2 * i] + this.#y[2 * i + 1]) / 2);
    this.#stride *= 2;
  }

  /** Forgets what is after a place. */
  cut(x: number): void {
    const length = this.#x.findLastIndex((at) => at <= x) + 1;
    this.#x.length = this.#y.length = length;
    this.#sum = this.#count = 0;
  }

  get points(): Points {
    return { x: Float32Array.from(this.#x), y: Float32Array.from(this.#y) };
  }
}
