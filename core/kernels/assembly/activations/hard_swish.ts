/** HardSwish: 0 for u ≤ -3, u for u ≥ 3, else u (u + 3) / 6; and 0, 1, (2u + 3) / 6. */
import { activate, activateBackward } from "../elements";
import { fma, HALF, MINUS_THREE, ONE, SIXTH, THIRD, THREE } from "../vector";

class HardSwish {
  // @ts-ignore: decorator
  @inline
  forward(u: v128): v128 {
    const middle = f32x4.mul(u, f32x4.mul(f32x4.add(u, v128.load(THREE)), v128.load(SIXTH)));
    const upper = v128.bitselect(u, middle, f32x4.ge(u, v128.load(THREE)));
    return v128.andnot(upper, f32x4.le(u, v128.load(MINUS_THREE)));
  }
  // @ts-ignore: decorator
  @inline
  derivative(u: v128, _y: v128): v128 {
    const middle = fma(u, v128.load(THIRD), v128.load(HALF));
    const upper = v128.bitselect(v128.load(ONE), middle, f32x4.ge(u, v128.load(THREE)));
    return v128.andnot(upper, f32x4.le(u, v128.load(MINUS_THREE)));
  }
}

export function hard_swish(count: usize, x: usize, y: usize): void {
  activate<HardSwish>(count, x, y);
}

export function hard_swish_backward(count: usize, x: usize, y: usize, dy: usize, dx: usize): void {
  activateBackward<HardSwish>(count, x, y, dy, dx);
}
