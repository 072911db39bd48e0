import type { StepMeasures, Steps } from "./run_record.ts";

/** The numbers that a step has here: epoch, iteration, images, loss, accuracy. */
export const NUMBERS_PER_STEP = 5;

/** The steps of a chunk, at least and at most: few take little memory, and many are never copied when there are more. */
const SMALLEST = 16, LARGEST = 8192;

/**
 * Any number of logged steps: five numbers of 8 bytes each, where objects would take three times as much memory, and as many visits of the
 * collector of garbage. Equal steps lie in equal chunks, however they came there.
 */
export class StepLog implements Steps {
  /** The numbers of so many steps each, the last one with room for more. */
  readonly chunks: Float64Array<ArrayBuffer>[] = [];
  length = 0;
  /** For how many steps there is room. */
  capacity = 0;

  /** A log with these steps: themselves, if they are one. */
  static of(steps: Iterable<StepMeasures>): StepLog {
    if (steps instanceof StepLog) return steps;
    const log = new StepLog();
    for (const step of steps) log.push(step);
    return log;
  }

  push({ epoch, iteration, images, loss, accuracy }: StepMeasures): void {
    const { chunk, at } = this.#room();
    chunk[at] = epoch;
    chunk[at + 1] = iteration;
    chunk[at + 2] = images;
    chunk[at + 3] = loss;
    chunk[at + 4] = accuracy;
    this.length++;
  }

  /** Adds steps as {@linkcode numbers} has them. */
  append(numbers: Float64Array): void {
    for (let from = 0; from < numbers.length;) {
      const { chunk, at } = this.#room();
      const part = numbers.subarray(from, from + chunk.length - at);
      chunk.set(part, at);
      from += part.length;
      this.length += part.length / NUMBERS_PER_STEP;
    }
  }

  /** The numbers of the steps from one on, in pieces that the next step changes nothing of. */
  *numbers(from = 0): Generator<Float64Array<ArrayBuffer>> {
    let start = 0;
    for (const chunk of this.chunks) {
      const begin = NUMBERS_PER_STEP * Math.max(0, from - start);
      const end = Math.min(chunk.length, NUMBERS_PER_STEP * (this.length - start));
      if (begin < end) yield chunk.subarray(begin, end);
      start += chunk.length / NUMBERS_PER_STEP;
    }
  }

  /** Says of all steps how many images they were of, and returns them. */
  ofImages(images: number): this {
    for (const numbers of this.numbers()) {
      for (let at = 2; at < numbers.length; at += NUMBERS_PER_STEP) numbers[at] = images;
    }
    return this;
  }

  at(index: number): StepMeasures | undefined {
    if (index < 0 || index >= this.length) return undefined;
    return stepOf(this.numbers(index).next().value!, 0);
  }

  *[Symbol.iterator](): Generator<StepMeasures> {
    for (const numbers of this.numbers()) {
      for (let at = 0; at < numbers.length; at += NUMBERS_PER_STEP) yield stepOf(numbers, at);
    }
  }

  /** The chunk that the next step comes into, and where. */
  #room(): { chunk: Float64Array<ArrayBuffer>; at: number } {
    if (this.length === this.capacity) {
      const more = Math.min(LARGEST, Math.max(SMALLEST, this.length));
      this.chunks.push(new Float64Array(NUMBERS_PER_STEP * more));
      this.capacity += more;
    }
    const chunk = this.chunks.at(-1)!;
    return { chunk, at: chunk.length - NUMBERS_PER_STEP * (this.capacity - this.length) };
  }
}

function stepOf(numbers: Float64Array, at: number): StepMeasures {
  return {
    type: "step",
    epoch: numbers[at],
    iteration: numbers[at + 1],
    images: numbers[at + 2],
    loss: numbers[at + 3],
    accuracy: numbers[at + 4],
  };
}
