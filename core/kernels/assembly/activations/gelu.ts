/** GELU: u Φ(u), and Φ(u) + u φ(u). */
import { activate, activateBackward } from "../elements";
import * as normal from "../normal";

class Gelu {
  // @ts-ignore: decorator
  @inline
  forward(u: v128): v128 {
    return normal.gelu(u);
  }
  // @ts-ignore: decorator
  @inline
  derivative(u: v128, _y: v128): v128 {
    return normal.geluDerivative(u);
  }
}

export function gelu(count: usize, x: usize, y: usize): void {
  activate<Gelu>(count, x, y);
}

export function gelu_backward(count: usize, x: usize, y: usize, dy: usize, dx: usize): void {
  activateBackward<Gelu>(count, x, y, dy, dx);
}
