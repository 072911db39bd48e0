/** ELU with α = 1: u for u > 0, else eᵘ - 1; and 1, or eᵘ. */
import { activate, activateBackward } from "../elements";
import { decay, expm1 } from "../exponential";
import { ONE, positive, ZERO } from "../vector";

class Elu {
  // @ts-ignore: decorator
  @inline
  forward(u: v128): v128 {
    return v128.bitselect(u, expm1(f32x4.pmin(u, v128.load(ZERO))), positive(u));
  }
  // @ts-ignore: decorator
  @inline
  derivative(u: v128, _y: v128): v128 {
    return v128.bitselect(v128.load(ONE), decay(u), positive(u));
  }
}

export function elu(count: usize, x: usize, y: usize): void {
  activate<Elu>(count, x, y);
}

export function elu_backward(count: usize, x: usize, y: usize, dy: usize, dx: usize): void {
  activateBackward<Elu>(count, x, y, dy, dx);
}
