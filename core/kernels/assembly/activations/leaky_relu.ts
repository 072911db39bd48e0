/** Leaky ReLU: u for u > 0, else su; and 1, or s. */
import { activate, activateBackward, SETTING } from "../elements";
import { ONE, positive } from "../vector";

class LeakyRelu {
  // @ts-ignore: decorator
  @inline
  forward(u: v128): v128 {
    return v128.bitselect(u, f32x4.mul(v128.load32_splat(SETTING), u), positive(u));
  }
  // @ts-ignore: decorator
  @inline
  derivative(u: v128, _y: v128): v128 {
    // NaN where u is NaN.
    const slope = v128.bitselect(v128.load32_splat(SETTING), u, f32x4.eq(u, u));
    return v128.bitselect(v128.load(ONE), slope, positive(u));
  }
}

export function leaky_relu(count: usize, x: usize, y: usize, slope: f32): void {
  activate<LeakyRelu>(count, x, y, slope);
}

export function leaky_relu_backward(count: usize, x: usize, y: usize, dy: usize, dx: usize, slope: f32): void {
  activateBackward<LeakyRelu>(count, x, y, dy, dx, slope);
}
