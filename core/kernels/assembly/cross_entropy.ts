/** What the cross-entropy and the Kullback-Leibler divergence have in common. */
import { combine, exponentials, logOfSum, logSoftmax, rowMaximum } from "./softmax";

/** -Σ t ln h, and Σ t ln t added where `divergence`; the gradient is (h - t)/N. */
export function crossEntropy(
  rows: usize, classes: usize, scale: f64, x: usize, t: usize, dx: usize, divergence: bool,
): f64 {
  const pitch = classes << 2;
  let loss: f64 = 0;
  for (let row: usize = 0; row < rows; row++, x += pitch, t += pitch, dx += pitch) {
    const maximum = rowMaximum(classes, x);
    const sum = exponentials(classes, x, maximum, dx);
    const logSum = logOfSum(sum, maximum, classes, dx);
    for (let k: usize = 0; k < classes; k++) {
      const target = <f64>load<f32>(t + (k << 2));
      if (target == 0) continue;
      loss -= target * logSoftmax(load<f32>(x + (k << 2)), maximum, logSum);
      if (divergence && target != 1) loss += target * NativeMath.log(target);
    }
    if (isNaN(sum)) loss = NaN;
    combine(classes, <f32>(scale / sum), dx, <f32>scale, t, dx);
  }
  return loss;
}
