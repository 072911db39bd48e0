/** tanh u, and 1 - tanh² u. */
import { activate, activateBackward } from "../elements";
import * as exponential from "../exponential";
import { ONE } from "../vector";

class Tanh {
  // @ts-ignore: decorator
  @inline
  forward(u: v128): v128 {
    return exponential.tanh(u);
  }
  // @ts-ignore: decorator
  @inline
  derivative(_u: v128, y: v128): v128 {
    return f32x4.mul(f32x4.sub(v128.load(ONE), y), f32x4.add(v128.load(ONE), y));
  }
}

export function tanh(count: usize, x: usize, y: usize): void {
  activate<Tanh>(count, x, y);
}

export function tanh_backward(count: usize, x: usize, y: usize, dy: usize, dx: usize): void {
  activateBackward<Tanh>(count, x, y, dy, dx);
}
