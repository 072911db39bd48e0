/** s(u) = 1 / (1 + e⁻ᵘ), and s(u) s(-u). */
import { activate, activateBackward } from "../elements";
import * as exponential from "../exponential";
import { ONE, SIGN } from "../vector";

class Sigmoid {
  // @ts-ignore: decorator
  @inline
  forward(u: v128): v128 {
    return exponential.sigmoid(u);
  }
  // @ts-ignore: decorator
  @inline
  derivative(u: v128, _y: v128): v128 {
    // z / (1 + z)² for z = e^-|u|: y (1 - y) would lose all digits for large u.
    const z = exponential.decay(v128.or(u, v128.load(SIGN))), sum = f32x4.add(z, v128.load(ONE));
    return f32x4.div(f32x4.div(z, sum), sum);
  }
}

export function sigmoid(count: usize, x: usize, y: usize): void {
  activate<Sigmoid>(count, x, y);
}

export function sigmoid_backward(count: usize, x: usize, y: usize, dy: usize, dx: usize): void {
  activateBackward<Sigmoid>(count, x, y, dy, dx);
}
