/** What a processor can do at most: what products are measured against. */
import { fma } from "./vector";

/**
 * `count` multiply-adds of four numbers, or up to 47 more, on nothing but registers. Twelve sums are under way, as in the tiles of
 * `tiles.ts`: enough to hide how long each takes. Returns their sum, so that no compiler leaves them out.
 */
export function multiply_adds(count: usize): f32 {
  const a = f32x4.splat(1e-3), b = f32x4.splat(1e-3);
  let c0 = a, c1 = a, c2 = a, c3 = a, c4 = a, c5 = a, c6 = a, c7 = a, c8 = a, c9 = a, c10 = a, c11 = a;
  for (let i: usize = 0; i < count; i += 48) {
    c0 = fma(a, b, c0), c1 = fma(a, b, c1), c2 = fma(a, b, c2), c3 = fma(a, b, c3);
    c4 = fma(a, b, c4), c5 = fma(a, b, c5), c6 = fma(a, b, c6), c7 = fma(a, b, c7);
    c8 = fma(a, b, c8), c9 = fma(a, b, c9), c10 = fma(a, b, c10), c11 = fma(a, b, c11);
    c0 = fma(a, b, c0), c1 = fma(a, b, c1), c2 = fma(a, b, c2), c3 = fma(a, b, c3);
    c4 = fma(a, b, c4), c5 = fma(a, b, c5), c6 = fma(a, b, c6), c7 = fma(a, b, c7);
    c8 = fma(a, b, c8), c9 = fma(a, b, c9), c10 = fma(a, b, c10), c11 = fma(a, b, c11);
    c0 = fma(a, b, c0), c1 = fma(a, b, c1), c2 = fma(a, b, c2), c3 = fma(a, b, c3);
    c4 = fma(a, b, c4), c5 = fma(a, b, c5), c6 = fma(a, b, c6), c7 = fma(a, b, c7);
    c8 = fma(a, b, c8), c9 = fma(a, b, c9), c10 = fma(a, b, c10), c11 = fma(a, b, c11);
    c0 = fma(a, b, c0), c1 = fma(a, b, c1), c2 = fma(a, b, c2), c3 = fma(a, b, c3);
    c4 = fma(a, b, c4), c5 = fma(a, b, c5), c6 = fma(a, b, c6), c7 = fma(a, b, c7);
    c8 = fma(a, b, c8), c9 = fma(a, b, c9), c10 = fma(a, b, c10), c11 = fma(a, b, c11);
  }
  const low = f32x4.add(f32x4.add(f32x4.add(c0, c1), f32x4.add(c2, c3)), f32x4.add(c4, c5));
  const high = f32x4.add(f32x4.add(f32x4.add(c6, c7), f32x4.add(c8, c9)), f32x4.add(c10, c11));
  return f32x4.extract_lane(f32x4.add(low, high), 0);
}
