/** What some studies measure besides their runs.
 * @module
 */
import type { ExponentialName } from "./choices.ts";

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

/** What an activation or a loss has of the time of training. */
export interface ShareMeasures {
  readonly kind: "activation" | "loss";
  readonly name: string;
  /** Nanoseconds per number that goes through it. */
  readonly forwardNs: number;
  readonly backwardNs: number;
  /** Its share of the time of the steps, as a fraction. */
  readonly share: number;
}

/** What `deno bench` says of an activation or a loss. */
export interface TimingMeasures {
  readonly kind: "activation" | "loss";
  readonly name: string;
  /** Of a loss value and gradient are timed together. */
  readonly pass: "forward" | "backward" | "both";
  /** The size of its input: `100×128`. */
  readonly size: string;
  readonly kernels: "plain" | "WebAssembly" | "native";
  /** Nanoseconds per number: the mean of all calls, the least, and what three quarters and 99 % of them stay below. */
  readonly ns: number;
  readonly nsLeast: number;
  readonly nsP75: number;
  readonly nsP99: number;
}

/** What studies measured besides their runs; most nothing. */
export interface ExtraMeasures {
  /** Softmax with and without its maximum subtracted, over rising logits. */
  readonly softmax?: readonly SoftmaxMeasures[];
  /** The ways to the exponential, where each is needed. */
  readonly functions?: readonly FunctionMeasures[];
  /** Which share of training activations and losses have. */
  readonly shares?: readonly ShareMeasures[];
  /** What `deno bench` says of them. */
  readonly timings?: readonly TimingMeasures[];
}
