/** ReLU: u for u > 0, else 0; and 1, or 0. */
import { activate, activateBackward } from "../elements";
import { ONE, positive, ZERO } from "../vector";

class Relu {
  // @ts-ignore: decorator
  @inline
  forward(u: v128): v128 {
    // Keeps u itself, and so NaN, unless u ≤ 0.
    return v128.andnot(u, f32x4.le(u, v128.load(ZERO)));
  }
  // @ts-ignore: decorator
  @inline
  derivative(u: v128, _y: v128): v128 {
    // 1, 0, or NaN where u is NaN.
    return v128.bitselect(v128.load(ONE), v128.and(u, f32x4.ne(u, u)), positive(u));
  }
}

export function relu(count: usize, x: usize, y: usize): void {
  activate<Relu>(count, x, y);
}

export function relu_backward(count: usize, x: usize, y: usize, dy: usize, dx: usize): void {
  activateBackward<Relu>(count, x, y, dy, dx);
}
