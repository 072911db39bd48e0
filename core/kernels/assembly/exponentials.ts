/** The exponential function by itself: nothing but tests calls it. */
import { forward } from "./elements";
import { exp } from "./exponential";

class Exponential {
  // @ts-ignore: decorator
  @inline
  forward(x: v128): v128 {
    return exp(x);
  }
}

/**
 * y = eˣ for `count` numbers, over the whole range of float32. The formulas need eˣ for x ≤ 0 only, and have a shorter way to it.
 */
export function exponentials(count: usize, x: usize, y: usize): void {
  forward<Exponential>(count, x, y);
}
