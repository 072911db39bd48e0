/** SELU: λu for u > 0, else λα(eᵘ - 1); and λ, or λα eᵘ. */
import { activate, activateBackward } from "../elements";
import { decay, expm1 } from "../exponential";
import { positive, ZERO } from "../vector";

// In all four lanes: see `vector.ts`.
const LAMBDA: usize = memory.data<f32>([1.0507009873554805, 1.0507009873554805, 1.0507009873554805, 1.0507009873554805], 16);
const LAMBDA_ALPHA: usize = memory.data<f32>([1.7580993408473766, 1.7580993408473766, 1.7580993408473766, 1.7580993408473766], 16);

class Selu {
  // @ts-ignore: decorator
  @inline
  forward(u: v128): v128 {
    const negative = f32x4.mul(v128.load(LAMBDA_ALPHA), expm1(f32x4.pmin(u, v128.load(ZERO))));
    return v128.bitselect(f32x4.mul(v128.load(LAMBDA), u), negative, positive(u));
  }
  // @ts-ignore: decorator
  @inline
  derivative(u: v128, _y: v128): v128 {
    return v128.bitselect(v128.load(LAMBDA), f32x4.mul(v128.load(LAMBDA_ALPHA), decay(u)), positive(u));
  }
}

export function selu(count: usize, x: usize, y: usize): void {
  activate<Selu>(count, x, y);
}

export function selu_backward(count: usize, x: usize, y: usize, dy: usize, dx: usize): void {
  activateBackward<Selu>(count, x, y, dy, dx);
}
