/** Softplus: ln(1 + eᵘ), and 1 / (1 + e⁻ᵘ). */
import { activate, activateBackward } from "../elements";
import { decay, log1p, sigmoid } from "../exponential";
import { SIGN, ZERO } from "../vector";

class Softplus {
  // @ts-ignore: decorator
  @inline
  forward(u: v128): v128 {
    return f32x4.add(f32x4.pmax(u, v128.load(ZERO)), log1p(decay(v128.or(u, v128.load(SIGN)))));
  }
  // @ts-ignore: decorator
  @inline
  derivative(u: v128, _y: v128): v128 {
    return sigmoid(u);
  }
}

export function softplus(count: usize, x: usize, y: usize): void {
  activate<Softplus>(count, x, y);
}

export function softplus_backward(count: usize, x: usize, y: usize, dy: usize, dx: usize): void {
  activateBackward<Softplus>(count, x, y, dy, dx);
}
