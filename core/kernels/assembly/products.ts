/**
 * Products of matrices.
 *
 * C is made in tiles of 6 × 8 that stay in twelve registers while the inner dimension runs: a step loads two vectors of
 * B, spreads one number of A at a time over the lanes, and does twelve multiply-adds. V8 can use 15 vector registers, so a
 * larger tile spills; a smaller one has too few sums under way to hide their latency, and loads, each of which costs a
 * bounds check, more often. B is packed into panels of eight columns, zero-padded, in the order in which the tiles read
 * them, so that transposed and partial matrices need no tile of their own; A is read where it is. The sum over the inner
 * dimension always runs in the same order.
 */
import { fma } from "./vector";

/** The longest stretch of the inner dimension at a time: a panel of B and six rows of A fit the first-level cache. */
const INNER: usize = 512;
/** Columns of C made at a time, by one thread: those of B are packed, for the second-level cache. */
const COLUMNS: usize = 64;
/** Rows made at a time where there are few columns. */
const ROWS: usize = 48;
/** So many blocks of columns are enough to share. */
const ENOUGH: usize = 4;

/** The rows of a chunk: all, unless threads share the work and there are few columns to share. */
export function rowsAtOnce(m: usize, n: usize, shared: bool): usize {
  return shared && n <= ENOUGH * COLUMNS ? ROWS : max<usize>(m, 1);
}

/** How many chunks of so many rows a product is cut into. */
export function multiply_chunks(m: usize, n: usize, rows: usize): usize {
  return ((n + COLUMNS - 1) / COLUMNS) * ((m + rows - 1) / rows);
}

/** Bytes of scratch memory that `multiply` wants: the packed columns of B, and one tile. */
export function multiply_scratch(): usize {
  return (INNER * COLUMNS + 6 * 8) << 2;
}

/** Adds A·B to a tile of C, where the inner dimension of A is contiguous: four steps at a time. Rows of A after `last` are not there. */
function tileAlong(inner: usize, a: usize, pitchA: usize, b: usize, c: usize, pitch: usize, last: usize): void {
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
function tileAcross(inner: usize, a: usize, pitchA: usize, b: usize, c: usize, pitch: usize): void {
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

/** Copies four numbers from each of `count` places `stride` bytes apart to places `step` bytes apart; numbers from `valid` on are 0. */
function packAcross(count: usize, from: usize, stride: usize, valid: usize, to: usize, step: usize): void {
  const end = to + count * step;
  if (valid >= 4) {
    while (to < end) {
      v128.store(to, v128.load(from));
      from += stride;
      to += step;
    }
    return;
  }
  while (to < end) {
    v128.store(to, f32x4.splat(0));
    for (let i: usize = 0; i < valid; i++) store<f32>(to + (i << 2), load<f32>(from + (i << 2)));
    from += stride;
    to += step;
  }
}

/** Transposes four rows of `count` numbers, `stride` bytes apart, to places `step` bytes apart; rows from `valid` on are 0. */
function packAlong(count: usize, from: usize, stride: usize, valid: usize, to: usize, step: usize): void {
  let i: usize = 0;
  if (valid >= 4) {
    const from1 = from + stride, from2 = from1 + stride, from3 = from2 + stride;
    for (; i + 4 <= count; i += 4) {
      const at = i << 2;
      const r0 = v128.load(from + at), r1 = v128.load(from1 + at);
      const r2 = v128.load(from2 + at), r3 = v128.load(from3 + at);
      const low01 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5), high01 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
      const low23 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5), high23 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
      v128.store(to, v128.shuffle<f32>(low01, low23, 0, 1, 4, 5));
      to += step;
      v128.store(to, v128.shuffle<f32>(low01, low23, 2, 3, 6, 7));
      to += step;
      v128.store(to, v128.shuffle<f32>(high01, high23, 0, 1, 4, 5));
      to += step;
      v128.store(to, v128.shuffle<f32>(high01, high23, 2, 3, 6, 7));
      to += step;
    }
  }
  for (; i < count; i++) {
    v128.store(to, f32x4.splat(0));
    for (let row: usize = 0; row < min<usize>(valid, 4); row++) {
      store<f32>(to + (row << 2), load<f32>(from + row * stride + (i << 2)));
    }
    to += step;
  }
}

/** Packs `columns` columns of B from `left` on, `inner` rows from `from` on, into panels of eight columns. */
function packPanels(
  b: usize, pitchB: usize, transposeB: bool, n: usize, left: usize, columns: usize, from: usize, inner: usize,
  to: usize,
): void {
  for (let j: usize = 0; j < columns; j += 8, to += inner << 5) {
    for (let half: usize = 0; half < 8; half += 4) {
      const at = left + j + half, valid = at < n ? n - at : 0;
      if (transposeB) packAlong(inner, b + at * pitchB + (from << 2), pitchB, valid, to + (half << 2), 32);
      else packAcross(inner, b + from * pitchB + (at << 2), pitchB, valid, to + (half << 2), 32);
    }
  }
}

/** Copies `rows` × `columns` numbers. */
function copyTile(rows: usize, columns: usize, from: usize, pitchFrom: usize, to: usize, pitchTo: usize): void {
  for (; rows; rows--, from += pitchFrom, to += pitchTo) memory.copy(to, from, columns << 2);
}

/**
 * C [m, n] = A [m, k] · B [k, n], and a bias [n] added to each row unless its address is 0. A is stored as [k, m] where
 * `transposeA`, B as [n, k] where `transposeB`. Where `transposeA`, up to 20 bytes after the end of A are read, not used. This
 * for the rows and columns of one chunk, which has `height` rows.
 */
export function multiply(
  chunk: usize, m: usize, n: usize, k: usize, a: usize, transposeA: bool, b: usize, transposeB: bool, c: usize,
  bias: usize, scratch: usize, height: usize,
): void {
  const pitchA = (transposeA ? m : k) << 2, pitchB = (transposeB ? k : n) << 2, pitchC = n << 2;
  const spare = scratch + ((INNER * COLUMNS) << 2);
  const across = (n + COLUMNS - 1) / COLUMNS;
  const left = (chunk % across) * COLUMNS, columns = min(COLUMNS, n - left);
  const top = (chunk / across) * height, bottom = min(m, top + height);
  for (let i = top; i < bottom; i++) {
    const row = c + i * pitchC + (left << 2);
    if (bias) memory.copy(row, bias + (left << 2), columns << 2);
    else memory.fill(row, 0, columns << 2);
  }
  if (!k) return;
  // Stretches of the inner dimension of about the same length.
  const stretches = (k + INNER - 1) / INNER, stretch = (k + stretches - 1) / stretches;
  for (let from: usize = 0; from < k; from += stretch) {
    const inner = min(stretch, k - from);
    packPanels(b, pitchB, transposeB, n, left, columns, from, inner, scratch);
    for (let i = top; i < bottom; i += 6) {
      const rows = min<usize>(bottom - i, 6);
      const panelA = transposeA ? a + from * pitchA + (i << 2) : a + i * pitchA + (from << 2);
      for (let j: usize = 0; j < columns; j += 8) {
        const panelB = scratch + ((j * inner) << 2), width = min<usize>(columns - j, 8);
        const at = c + i * pitchC + ((left + j) << 2);
        const whole = rows == 6 && width == 8;
        const to = whole ? at : spare, pitch = whole ? pitchC : 32;
        if (!whole) copyTile(rows, width, at, pitchC, spare, 32);
        if (transposeA) tileAcross(inner, panelA, pitchA, panelB, to, pitch);
        else tileAlong(inner, panelA, pitchA, panelB, to, pitch, rows - 1);
        if (!whole) copyTile(rows, width, spare, 32, at, pitchC);
      }
    }
  }
}

/** sums [columns]: the sums of the columns of x [rows, columns]. */
export function column_sums(rows: usize, columns: usize, x: usize, sums: usize): void {
  const pitch = columns << 2;
  memory.fill(sums, 0, pitch);
  for (let i: usize = 0; i < rows; i++, x += pitch) {
    let j: usize = 0;
    for (; j + 4 <= columns; j += 4) {
      const at = j << 2;
      v128.store(sums + at, f32x4.add(v128.load(sums + at), v128.load(x + at)));
    }
    for (; j < columns; j++) {
      const at = j << 2;
      store<f32>(sums + at, load<f32>(sums + at) + load<f32>(x + at));
    }
  }
}
