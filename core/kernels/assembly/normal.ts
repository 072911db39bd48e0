/** The normal distribution, four lanes at a time: what GELU is made of. */
import { decayOfSum } from "./exponential";
import { fma, HALF, ONE, SIGN, ZERO } from "./vector";

// In all four lanes: see `vector.ts`.
/** From here on Φ(-a), which is 2.2e-38, counts as 0. */
const LARGEST: usize = memory.data<f32>([12.9, 12.9, 12.9, 12.9], 16);
/** 2⁻³⁰: Φ(-a) is 1/2 for smaller numbers, to the last bit. */
const SMALLEST: usize = memory.data<f32>([9.313226e-10, 9.313226e-10, 9.313226e-10, 9.313226e-10], 16);
const MINUS_HALF: usize = memory.data<f32>([-0.5, -0.5, -0.5, -0.5], 16);
/** √(2π) and what divides by it. */
const ROOT: usize = memory.data<f32>([2.50662827463, 2.50662827463, 2.50662827463, 2.50662827463], 16);
const DENSITY: usize = memory.data<f32>([0.3989422804, 0.3989422804, 0.3989422804, 0.3989422804], 16);
/** Half a unit of the twelfth bit of a number, and all bits up to that. */
const ROUND: usize = memory.data<i32>([0x800, 0x800, 0x800, 0x800], 16);
const TWELVE: usize = memory.data<i32>([-0x1000, -0x1000, -0x1000, -0x1000], 16);

/**
 * Φ(-a) = e^(-a²/2) d / (√(2π) a d + n), where d and n are polynomials, the lowest power first: the best there are in the sense of the
 * largest relative error for 0 ≤ a ≤ 13.3, which is 4e-9. For large a only the ratio of n to the rest matters, so that few
 * roundings add up.
 */
const N0: usize = memory.data<f32>([2.84097266, 2.84097266, 2.84097266, 2.84097266], 16);
const N1: usize = memory.data<f32>([1.78117394, 1.78117394, 1.78117394, 1.78117394], 16);
const N2: usize = memory.data<f32>([0.58671081, 0.58671081, 0.58671081, 0.58671081], 16);
const N3: usize = memory.data<f32>([0.105000272, 0.105000272, 0.105000272, 0.105000272], 16);
const N4: usize = memory.data<f32>([8.74083303e-3, 8.74083303e-3, 8.74083303e-3, 8.74083303e-3], 16);
const D0: usize = memory.data<f32>([1.42048633, 1.42048633, 1.42048633, 1.42048633], 16);
const D1: usize = memory.data<f32>([1.5375185, 1.5375185, 1.5375185, 1.5375185], 16);
const D2: usize = memory.data<f32>([0.79951936, 0.79951936, 0.79951936, 0.79951936], 16);
const D3: usize = memory.data<f32>([0.240628675, 0.240628675, 0.240628675, 0.240628675], 16);
const D4: usize = memory.data<f32>([0.0419081971, 0.0419081971, 0.0419081971, 0.0419081971], 16);
const D5: usize = memory.data<f32>([3.48669407e-3, 3.48669407e-3, 3.48669407e-3, 3.48669407e-3], 16);

/** |u|, neither larger nor smaller than the formulas below can do with. */
// @ts-ignore: decorator
@inline
function size(u: v128): v128 {
  return f32x4.pmax(f32x4.pmin(v128.andnot(u, v128.load(SIGN)), v128.load(LARGEST)), v128.load(SMALLEST));
}

/** e^(-a²/2). The square is made in two parts, a = h + (a - h), of which that of h is exact: rounded, it would be wrong by too much. */
// @ts-ignore: decorator
@inline
function bell(a: v128): v128 {
  const h = v128.and(i32x4.add(a, v128.load(ROUND)), v128.load(TWELVE));
  const rest = f32x4.mul(f32x4.mul(f32x4.sub(h, a), v128.load(HALF)), f32x4.add(h, a));
  const e = decayOfSum(f32x4.mul(h, f32x4.mul(h, v128.load(MINUS_HALF))), rest);
  return v128.andnot(e, f32x4.ge(a, v128.load(LARGEST)));
}

/** Φ(u), given a = |u| and e^(-a²/2). */
// @ts-ignore: decorator
@inline
function distribution(u: v128, a: v128, e: v128): v128 {
  let n = fma(v128.load(N4), a, v128.load(N3));
  n = fma(n, a, v128.load(N2));
  n = fma(n, a, v128.load(N1));
  n = fma(n, a, v128.load(N0));
  let d = fma(v128.load(D5), a, v128.load(D4));
  d = fma(d, a, v128.load(D3));
  d = fma(d, a, v128.load(D2));
  d = fma(d, a, v128.load(D1));
  d = fma(d, a, v128.load(D0));
  const tail = f32x4.mul(e, f32x4.div(d, fma(f32x4.mul(a, v128.load(ROOT)), d, n)));
  return v128.bitselect(f32x4.sub(v128.load(ONE), tail), tail, f32x4.ge(u, v128.load(ZERO)));
}

/** u Φ(u). */
// @ts-ignore: decorator
@inline
export function gelu(u: v128): v128 {
  const a = size(u);
  return f32x4.mul(u, distribution(u, a, bell(a)));
}

/** Φ(u) + u φ(u) for φ(u) = e^(-u²/2) / √(2π). */
// @ts-ignore: decorator
@inline
export function geluDerivative(u: v128): v128 {
  const a = size(u), e = bell(a);
  return fma(u, f32x4.mul(e, v128.load(DENSITY)), distribution(u, a, e));
}
