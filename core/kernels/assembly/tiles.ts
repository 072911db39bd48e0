/**
 * Tiles of a product C = A·B.
 *
 * C is made in tiles of 6 × 8 that stay in twelve registers while the inner dimension runs: a step loads two vectors of
 * B, spreads one number of A at a time over the lanes, and does twelve multiply-adds. V8 can use 15 vector registers, so a
 * larger tile spills; a smaller one has too few sums under way to hide their latency, and loads, each of which costs a
 * bounds check, more often.
 */
import { fma } from "./vector";

/** Adds A·B to a tile of C, where the inner dimension of A is contiguous: four steps at a time. Rows of A after `last` are not there. */
export function tileAlong(inner: usize, a: usize, pitchA: usize, b: usize, c: usize, pitch: usize, last: usize): void {
  const row1 = c + pitch, row2 = row1 + pitch, row3 = row2 + pitch, row4 = row3 + pitch, row5 = row4 + pitch;
  let c00 = v128.load(c), c01 = v128.load(c, 16);
  let c10 = v128.load(row1), c11 = v128.load(row1, 16);
  let c20 = v128.load(row2), c21 = v128.load(row2, 16);
  let c30 = v128.load(row3), c31 = v128.load(row3, 16);
  let c40 = v128.load(row4), c41 = v128.load(row4, 16);
  let c50 = v128.load(row5), c51 = v128.load(row5, 16);
  let a0 = a;
  let a1 = a + min<usize>(1, last) * pitchA;
  let a2 = a + min<usize>(2, last) * pitchA;
  let a3 = a + min<usize>(3, last) * pitchA;
  let a4 = a + min<usize>(4, last) * pitchA;
  let a5 = a + min<usize>(5, last) * pitchA;
  const end = b + (inner << 5), whole = b + ((inner & ~3) << 5);
  while (b < whole) {
    {
      const b0 = v128.load(b, 0), b1 = v128.load(b, 16);
      let v = v128.load32_splat(a0, 0);
      c00 = fma(v, b0, c00);
      c01 = fma(v, b1, c01);
      v = v128.load32_splat(a1, 0);
      c10 = fma(v, b0, c10);
      c11 = fma(v, b1, c11);
      v = v128.load32_splat(a2, 0);
      c20 = fma(v, b0, c20);
      c21 = fma(v, b1, c21);
      v = v128.load32_splat(a3, 0);
      c30 = fma(v, b0, c30);
      c31 = fma(v, b1, c31);
      v = v128.load32_splat(a4, 0);
      c40 = fma(v, b0, c40);
      c41 = fma(v, b1, c41);
      v = v128.load32_splat(a5, 0);
      c50 = fma(v, b0, c50);
      c51 = fma(v, b1, c51);
    }
    {
      const b0 = v128.load(b, 32), b1 = v128.load(b, 48);
      let v = v128.load32_splat(a0, 4);
      c00 = fma(v, b0, c00);
      c01 = fma(v, b1, c01);
      v = v128.load32_splat(a1, 4);
      c10 = fma(v, b0, c10);
      c11 = fma(v, b1, c11);
      v = v128.load32_splat(a2, 4);
      c20 = fma(v, b0, c20);
      c21 = fma(v, b1, c21);
      v = v128.load32_splat(a3, 4);
      c30 = fma(v, b0, c30);
      c31 = fma(v, b1, c31);
      v = v128.load32_splat(a4, 4);
      c40 = fma(v, b0, c40);
      c41 = fma(v, b1, c41);
      v = v128.load32_splat(a5, 4);
      c50 = fma(v, b0, c50);
      c51 = fma(v, b1, c51);
    }
    {
      const b0 = v128.load(b, 64), b1 = v128.load(b, 80);
      let v = v128.load32_splat(a0, 8);
      c00 = fma(v, b0, c00);
      c01 = fma(v, b1, c01);
      v = v128.load32_splat(a1, 8);
      c10 = fma(v, b0, c10);
      c11 = fma(v, b1, c11);
      v = v128.load32_splat(a2, 8);
      c20 = fma(v, b0, c20);
      c21 = fma(v, b1, c21);
      v = v128.load32_splat(a3, 8);
      c30 = fma(v, b0, c30);
      c31 = fma(v, b1, c31);
      v = v128.load32_splat(a4, 8);
      c40 = fma(v, b0, c40);
      c41 = fma(v, b1, c41);
      v = v128.load32_splat(a5, 8);
      c50 = fma(v, b0, c50);
      c51 = fma(v, b1, c51);
    }
    {
      const b0 = v128.load(b, 96), b1 = v128.load(b, 112);
      let v = v128.load32_splat(a0, 12);
      c00 = fma(v, b0, c00);
      c01 = fma(v, b1, c01);
      v = v128.load32_splat(a1, 12);
      c10 = fma(v, b0, c10);
      c11 = fma(v, b1, c11);
      v = v128.load32_splat(a2, 12);
      c20 = fma(v, b0, c20);
      c21 = fma(v, b1, c21);
      v = v128.load32_splat(a3, 12);
      c30 = fma(v, b0, c30);
      c31 = fma(v, b1, c31);
      v = v128.load32_splat(a4, 12);
      c40 = fma(v, b0, c40);
      c41 = fma(v, b1, c41);
      v = v128.load32_splat(a5, 12);
      c50 = fma(v, b0, c50);
      c51 = fma(v, b1, c51);
    }
    a0 += 16;
    a1 += 16;
    a2 += 16;
    a3 += 16;
    a4 += 16;
    a5 += 16;
    b += 128;
  }
  while (b < end) {
    {
      const b0 = v128.load(b), b1 = v128.load(b, 16);
      let v = v128.load32_splat(a0);
      c00 = fma(v, b0, c00);
      c01 = fma(v, b1, c01);
      v = v128.load32_splat(a1);
      c10 = fma(v, b0, c10);
      c11 = fma(v, b1, c11);
      v = v128.load32_splat(a2);
      c20 = fma(v, b0, c20);
      c21 = fma(v, b1, c21);
      v = v128.load32_splat(a3);
      c30 = fma(v, b0, c30);
      c31 = fma(v, b1, c31);
      v = v128.load32_splat(a4);
      c40 = fma(v, b0, c40);
      c41 = fma(v, b1, c41);
      v = v128.load32_splat(a5);
      c50 = fma(v, b0, c50);
      c51 = fma(v, b1, c51);
    }
    a0 += 4;
    a1 += 4;
    a2 += 4;
    a3 += 4;
    a4 += 4;
    a5 += 4;
    b += 32;
  }
  v128.store(c, c00);
  v128.store(c, c01, 16);
  v128.store(row1, c10);
  v128.store(row1, c11, 16);
  v128.store(row2, c20);
  v128.store(row2, c21, 16);
  v128.store(row3, c30);
  v128.store(row3, c31, 16);
  v128.store(row4, c40);
  v128.store(row4, c41, 16);
  v128.store(row5, c50);
  v128.store(row5, c51, 16);
}

/** The same, where the rows of A are contiguous: A is stored transposed. */
export function tileAcross(inner: usize, a: usize, pitchA: usize, b: usize, c: usize, pitch: usize): void {
  const row1 = c + pitch, row2 = row1 + pitch, row3 = row2 + pitch, row4 = row3 + pitch, row5 = row4 + pitch;
  let c00 = v128.load(c), c01 = v128.load(c, 16);
  let c10 = v128.load(row1), c11 = v128.load(row1, 16);
  let c20 = v128.load(row2), c21 = v128.load(row2, 16);
  let c30 = v128.load(row3), c31 = v128.load(row3, 16);
  let c40 = v128.load(row4), c41 = v128.load(row4, 16);
  let c50 = v128.load(row5), c51 = v128.load(row5, 16);
  const end = b + (inner << 5);
  while (b < end) {
    {
      const b0 = v128.load(b), b1 = v128.load(b, 16);
      let v = v128.load32_splat(a, 0);
      c00 = fma(v, b0, c00);
      c01 = fma(v, b1, c01);
      v = v128.load32_splat(a, 4);
      c10 = fma(v, b0, c10);
      c11 = fma(v, b1, c11);
      v = v128.load32_splat(a, 8);
      c20 = fma(v, b0, c20);
      c21 = fma(v, b1, c21);
      v = v128.load32_splat(a, 12);
      c30 = fma(v, b0, c30);
      c31 = fma(v, b1, c31);
      v = v128.load32_splat(a, 16);
      c40 = fma(v, b0, c40);
      c41 = fma(v, b1, c41);
      v = v128.load32_splat(a, 20);
      c50 = fma(v, b0, c50);
      c51 = fma(v, b1, c51);
    }
    a += pitchA;
    b += 32;
  }
  v128.store(c, c00);
  v128.store(c, c01, 16);
  v128.store(row1, c10);
  v128.store(row1, c11, 16);
  v128.store(row2, c20);
  v128.store(row2, c21, 16);
  v128.store(row3, c30);
  v128.store(row3, c31, 16);
  v128.store(row4, c40);
  v128.store(row4, c41, 16);
  v128.store(row5, c50);
  v128.store(row5, c51, 16);
}
