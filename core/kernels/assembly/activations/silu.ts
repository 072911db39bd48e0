/** SiLU: u s(u) for s(u) = 1 / (1 + e⁻ᵘ), and s(u) (1 + u s(-u)). */
import { activate, activateBackward } from "../elements";
import { sigmoid } from "../exponential";
import { fma, ONE } from "../vector";

class Silu {
  // @ts-ignore: decorator
  @inline
  forward(u: v128): v128 {
    return f32x4.mul(u, sigmoid(u));
  }
  // @ts-ignore: decorator
  @inline
  derivative(u: v128, _y: v128): v128 {
    return f32x4.mul(sigmoid(u), fma(u, sigmoid(f32x4.neg(u)), v128.load(ONE)));
  }
}

export function silu(count: usize, x: usize, y: usize): void {
  activate<Silu>(count, x, y);
}

export function silu_backward(count: usize, x: usize, y: usize, dy: usize, dx: usize): void {
  activateBackward<Silu>(count, x, y, dy, dx);
}
