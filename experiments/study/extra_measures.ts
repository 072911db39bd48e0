/** What some studies measure besides their runs.
 * @module
 */
import type { ExponentialName } from "./configuration.ts";

/** What softmax in float32 made of a row of logits. */
export interface SoftmaxMeasures {
  /** Whether the row maximum was subtracted first. */
  readonly method: "plain" | "shifted";
  /** What was added to the logits 0, 1, 2 … 9. */
  readonly shift: number;
  readonly largestLogit: number;
  readonly smallestLogit: number;
  readonly sum: number;
  readonly largest: number;
  /** The largest difference to what float64 gives. */
  readonly maximumError: number;
  readonly status: "ok" | "inaccurate" | "overflow" | "underflow";
}

/** What a way to the exponential did in one place. */
export interface FunctionMeasures {
  /** `selu`, `tanh` or `softmax`. */
  readonly place: string;
  readonly exponential: ExponentialName;
  /** Where inputs were in training; of softmax, logits minus their maximum. */
  readonly low: number;
  readonly high: number;
  /** The largest error over that range. */
  readonly maximumError: number;
  /** Nanoseconds per number; of softmax, value and gradient together. */
  readonly forwardNs: number;
  readonly backwardNs: number | undefined;
}

/** What studies measured besides their runs; most nothing. */
export interface ExtraMeasures {
  /** Softmax with and without its maximum subtracted, over rising logits. */
  readonly softmax?: readonly SoftmaxMeasures[];
  /** The ways to the exponential, where each is needed. */
  readonly functions?: readonly FunctionMeasures[];
}
