/**
 * Mish: u t for t = tanh(ln(1 + eᵘ)), and t + u s(u) (1 - t²) for s(u) = 1 / (1 + e⁻ᵘ). With z = e^-|u|, which can't overflow,
 * t = (1 + 2z) / (1 + 2z(1 + z)) for u ≥ 0, and z(z + 2) / (z(z + 2) + 2) below.
 */
import { activate, activateBackward } from "../elements";
import { decay } from "../exponential";
import { fma, ONE, SIGN, TWO, ZERO } from "../vector";

/** 2⁻⁶⁰: the square of a smaller z may be subnormal, and does not matter beside 1. */
const SMALL: usize = memory.data<f32>([8.673617e-19, 8.673617e-19, 8.673617e-19, 8.673617e-19], 16);
const FOUR: usize = memory.data<f32>([4, 4, 4, 4], 16);

class Mish {
  // @ts-ignore: decorator
  @inline
  forward(u: v128): v128 {
    const one = v128.load(ONE), two = v128.load(TWO), right = f32x4.ge(u, v128.load(ZERO));
    const z = decay(v128.or(u, v128.load(SIGN))), twice = f32x4.add(z, z), product = f32x4.mul(z, f32x4.add(z, two));
    const upper = v128.bitselect(f32x4.add(one, twice), product, right);
    const lower = v128.bitselect(fma(twice, f32x4.add(one, z), one), f32x4.add(product, two), right);
    return f32x4.mul(u, f32x4.div(upper, lower));
  }
  // @ts-ignore: decorator
  @inline
  derivative(u: v128, _y: v128): v128 {
    // With m = 4uz(1 + z): t + zm / (1 + 2z(1 + z))² for u ≥ 0, and (w(w + 2) + m) / (w + 2)² for w = z(z + 2) below.
    const one = v128.load(ONE), two = v128.load(TWO), right = f32x4.ge(u, v128.load(ZERO));
    const z = decay(v128.or(u, v128.load(SIGN))), twice = f32x4.add(z, z), next = f32x4.add(one, z);
    const w = f32x4.mul(z, f32x4.add(z, two)), low = f32x4.add(w, two), high = fma(twice, next, one);
    const m = f32x4.mul(f32x4.mul(v128.load(FOUR), f32x4.mul(u, z)), next);
    const left = f32x4.div(fma(w, low, m), f32x4.mul(low, low));
    const bend = f32x4.div(f32x4.mul(m, f32x4.pmax(z, v128.load(SMALL))), high);
    return v128.bitselect(f32x4.div(f32x4.add(f32x4.add(one, twice), bend), high), left, right);
  }
}

export function mish(count: usize, x: usize, y: usize): void {
  activate<Mish>(count, x, y);
}

export function mish_backward(count: usize, x: usize, y: usize, dy: usize, dx: usize): void {
  activateBackward<Mish>(count, x, y, dy, dx);
}
