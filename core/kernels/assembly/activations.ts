/**
 * Activations: for each, y = f(u) and, directly below, the derivative f′(u) given u and y. The specification is the
 * plain formula in the layer of the same name. The classes are only names: a loop is compiled anew for each.
 */
import { decay, exp, expm1, log1p, sigmoid, tanh } from "./exponential";
import { gelu, geluDerivative } from "./normal";
import { flush, fma, HALF, loadPart, MINUS_THREE, ONE, SIGN, SIXTH, storePart, THIRD, THREE, ZERO } from "./vector";

/** The loop of `activate` for one of them. */
function forward<F>(count: usize, x: usize, y: usize): void {
  const f = changetype<F>(0);
  const end = x + ((count & ~3) << 2);
  for (; x < end; x += 16, y += 16) v128.store(y, f.forward(v128.load(x)));
  count &= 3;
  if (count) storePart(y, count, f.forward(loadPart(x, count, 0)));
}

/** The loop of `activate_backward` for one of them. */
function backward<F>(count: usize, x: usize, y: usize, dy: usize, dx: usize): void {
  const f = changetype<F>(0);
  const end = x + ((count & ~3) << 2);
  for (; x < end; x += 16, y += 16, dy += 16, dx += 16) {
    v128.store(dx, flush(f32x4.mul(v128.load(dy), f.derivative(v128.load(x), v128.load(y)))));
  }
  count &= 3;
  if (!count) return;
  const derivative = f.derivative(loadPart(x, count, 0), loadPart(y, count, 0));
  storePart(dx, count, flush(f32x4.mul(loadPart(dy, count, 0), derivative)));
}

// @ts-ignore: decorator
@inline
function positive(u: v128): v128 {
  return f32x4.gt(u, v128.load(ZERO));
}

const LAMBDA: usize = memory.data<f32>([
  1.0507009873554805,
  1.0507009873554805,
  1.0507009873554805,
  1.0507009873554805,
], 16);
const LAMBDA_ALPHA: usize = memory.data<f32>([
  1.7580993408473766,
  1.7580993408473766,
  1.7580993408473766,
  1.7580993408473766,
], 16);
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

class Relu {
  // @ts-ignore: decorator
  @inline
  forward(u: v128): v128 {
    // Keeps u itself, and so NaN, unless u ≤ 0.
    return v128.andnot(u, f32x4.le(u, v128.load(ZERO)));
  }
  // @ts-ignore: decorator
  @inline
  derivative(u: v128, _y: v128): v128 {
    // 1, 0, or NaN where u is NaN.
    return v128.bitselect(v128.load(ONE), v128.and(u, f32x4.ne(u, u)), positive(u));
  }
}

class Tanh {
  // @ts-ignore: decorator
  @inline
  forward(u: v128): v128 {
    return tanh(u);
  }
  // @ts-ignore: decorator
  @inline
  derivative(_u: v128, y: v128): v128 {
    return f32x4.mul(f32x4.sub(v128.load(ONE), y), f32x4.add(v128.load(ONE), y));
  }
}

class Sigmoid {
  // @ts-ignore: decorator
  @inline
  forward(u: v128): v128 {
    return sigmoid(u);
  }
  // @ts-ignore: decorator
  @inline
  derivative(u: v128, _y: v128): v128 {
    // z / (1 + z)² for z = e^-|u|: y (1 - y) would lose all digits for large u.
    const z = decay(v128.or(u, v128.load(SIGN))), sum = f32x4.add(z, v128.load(ONE));
    return f32x4.div(f32x4.div(z, sum), sum);
  }
}

class Silu {
  // @ts-ignore: decorator
  @inline
  forward(u: v128): v128 {
    return f32x4.mul(u, sigmoid(u));
  }
  // @ts-ignore: decorator
  @inline
  derivative(u: v128, _y: v128): v128 {
    // s(u) (1 + u s(-u))
    return f32x4.mul(sigmoid(u), fma(u, sigmoid(f32x4.neg(u)), v128.load(ONE)));
  }
}

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

class Gelu {
  // @ts-ignore: decorator
  @inline
  forward(u: v128): v128 {
    return gelu(u);
  }
  // @ts-ignore: decorator
  @inline
  derivative(u: v128, _y: v128): v128 {
    return geluDerivative(u);
  }
}

class Exponential {
  // @ts-ignore: decorator
  @inline
  forward(x: v128): v128 {
    return exp(x);
  }
}

/** y = eˣ for `count` numbers. */
export function exponentials(count: usize, x: usize, y: usize): void {
  forward<Exponential>(count, x, y);
}

// The numbers are those of `ACTIVATIONS` in `simd.ts`.

/** y = f(x) for `count` numbers. */
export function activate(formula: usize, count: usize, x: usize, y: usize): void {
  switch (<i32>formula) {
    case 0:
      forward<Selu>(count, x, y);
      break;
    case 1:
      forward<Elu>(count, x, y);
      break;
    case 2:
      forward<HardSwish>(count, x, y);
      break;
    case 3:
      forward<Relu>(count, x, y);
      break;
    case 4:
      forward<Tanh>(count, x, y);
      break;
    case 5:
      forward<Sigmoid>(count, x, y);
      break;
    case 6:
      forward<Silu>(count, x, y);
      break;
    case 7:
      forward<Softplus>(count, x, y);
      break;
    case 8:
      forward<Gelu>(count, x, y);
      break;
  }
}

/** dx = dy · f′(x) for `count` numbers. */
export function activate_backward(formula: usize, count: usize, x: usize, y: usize, dy: usize, dx: usize): void {
  switch (<i32>formula) {
    case 0:
      backward<Selu>(count, x, y, dy, dx);
      break;
    case 1:
      backward<Elu>(count, x, y, dy, dx);
      break;
    case 2:
      backward<HardSwish>(count, x, y, dy, dx);
      break;
    case 3:
      backward<Relu>(count, x, y, dy, dx);
      break;
    case 4:
      backward<Tanh>(count, x, y, dy, dx);
      break;
    case 5:
      backward<Sigmoid>(count, x, y, dy, dx);
      break;
    case 6:
      backward<Silu>(count, x, y, dy, dx);
      break;
    case 7:
      backward<Softplus>(count, x, y, dy, dx);
      break;
    case 8:
      backward<Gelu>(count, x, y, dy, dx);
      break;
  }
}
