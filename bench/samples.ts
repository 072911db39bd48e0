/** Numbers to time with, made before the clock runs.
 * @module
 */
import { type DType, Random, Tensor } from "@chainrule/core";

const random = new Random(1);

/** Normally distributed numbers of standard deviation `std`: both sides of every kink. */
export function normals(shape: readonly number[], dtype: DType = "float32", std = 1): Tensor {
  const tensor = Tensor.zeros(shape, dtype), { data } = tensor;
  for (let i = 0; i < data.length; i++) data[i] = random.normal(0, std);
  return tensor;
}

/** One-hot rows of random classes. */
export function oneHot(rows: number, classes: number, dtype: DType = "float32"): Tensor {
  const tensor = Tensor.zeros([rows, classes], dtype), { data } = tensor;
  for (let row = 0; row < rows; row++) data[row * classes + random.integer(classes)] = 1;
  return tensor;
}

/** How many numbers are enough that a processor can't learn by heart which branch each takes. */
const ENOUGH = 65_536;

/**
 * A function that hands out samples of `size` numbers in turn, for ever. There are so many that together they have
 * 65,536 numbers: timing one sample over and over would flatter code with branches.
 */
export function inTurn<T>(size: number, make: () => T): () => T {
  const samples = Array.from({ length: Math.max(2, Math.ceil(ENOUGH / size)) }, make);
  let next = 0;
  return () => {
    if (next === samples.length) next = 0;
    return samples[next++];
  };
}
