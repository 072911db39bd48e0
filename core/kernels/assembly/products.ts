/**
 * Products of matrices.
 *
 * C is made in tiles of 4 × 8 that stay in eight registers while the inner dimension runs: per step one load of A
 * (four rows), two of B (eight columns), four shuffles and eight fused multiply-adds. V8 can use 15 vector registers,
 * and every load costs a bounds check, so larger tiles spill and smaller ones load more. Blocks of A and B are packed
 * into the order in which the tiles read them, zero-padded to whole tiles, so that one kernel serves every shape and
 * every transposition. The sum over the inner dimension always runs in the same order.
 */
import { fma } from "./vector";

/** The longest stretch of the inner dimension packed at a time: a panel of A and one of B fit the first-level cache. */
const INNER: usize = 512;
/** Rows of A packed at a time, for the second-level cache. */
const ROWS: usize = 128;
/** Columns of B packed at a time. */
const COLUMNS: usize = 512;

/** Bytes of scratch memory that `multiply` wants: a block of A, a block of B, one tile. */
export function multiply_scratch(): usize {
  return (ROWS * INNER + INNER * COLUMNS + 32) << 2;
}

/** Lane `lane` of `v` in every lane. */
// @ts-ignore: decorator

function lane0(v: v128): v128 {
  return v128.shuffle<f32>(v, v, 0, 0, 0, 0);
}

// @ts-ignore: decorator

function lane1(v: v128): v128 {
  return v128.shuffle<f32>(v, v, 1, 1, 1, 1);
}

// @ts-ignore: decorator

function lane2(v: v128): v128 {
  return v128.shuffle<f32>(v, v, 2, 2, 2, 2);
}

// @ts-ignore: decorator

function lane3(v: v128): v128 {
  return v128.shuffle<f32>(v, v, 3, 3, 3, 3);
}

/** Adds the product of a packed panel of A [inner, 4] and one of B [inner, 8] to a tile of C; `pitch` is C's row in bytes. */
function tile(inner: usize, a: usize, b: usize, c: usize, pitch: usize): void {
  const row1 = c + pitch, row2 = row1 + pitch, row3 = row2 + pitch;
  let c00 = v128.load(c), c01 = v128.load(c, 16);
  let c10 = v128.load(row1), c11 = v128.load(row1, 16);
  let c20 = v128.load(row2), c21 = v128.load(row2, 16);
  let c30 = v128.load(row3), c31 = v128.load(row3, 16);
  const end = a + (inner << 4);
  while (a < end) {
    const rows = v128.load(a);
    const b0 = v128.load(b), b1 = v128.load(b, 16);
    let value = lane0(rows);
    c00 = fma(value, b0, c00);
    c01 = fma(value, b1, c01);
    value = lane1(rows);
    c10 = fma(value, b0, c10);
    c11 = fma(value, b1, c11);
    value = lane2(rows);
    c20 = fma(value, b0, c20);
    c21 = fma(value, b1, c21);
    value = lane3(rows);
    c30 = fma(value, b0, c30);
    c31 = fma(value, b1, c31);
    a += 16;
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
}

/** The same for a tile of which only `rows` × `columns` exist, by way of a whole tile in scratch memory. */
function partialTile(
  inner: usize,
  a: usize,
  b: usize,
  c: usize,
  pitch: usize,
  rows: usize,
  columns: usize,
  scratch: usize,
): void {
  for (let i: usize = 0; i < rows; i++) {
    for (let j: usize = 0; j < columns; j++) {
      store<f32>(scratch + (i << 5) + (j << 2), load<f32>(c + i * pitch + (j << 2)));
    }
  }
  tile(inner, a, b, scratch, 32);
  for (let i: usize = 0; i < rows; i++) {
    for (let j: usize = 0; j < columns; j++) {
      store<f32>(c + i * pitch + (j << 2), load<f32>(scratch + (i << 5) + (j << 2)));
    }
  }
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

/** Packs four rows or columns of a matrix, from position `at` of `size`, along `count` places of the inner dimension from `inner` on. */
// @ts-ignore: decorator

function pack(
  matrix: usize,
  pitch: usize,
  along: bool,
  at: usize,
  size: usize,
  inner: usize,
  count: usize,
  to: usize,
  step: usize,
): void {
  const valid = at < size ? size - at : 0;
  if (along) packAlong(count, matrix + at * pitch + (inner << 2), pitch, valid, to, step);
  else packAcross(count, matrix + inner * pitch + (at << 2), pitch, valid, to, step);
}

/**
 * C [m, n] = A [m, k] · B [k, n], and a bias [n] added to each row unless its address is 0. A is stored as [k, m] where
 * `transposeA`, B as [n, k] where `transposeB`.
 */
export function multiply(
  m: usize,
  n: usize,
  k: usize,
  a: usize,
  transposeA: bool,
  b: usize,
  transposeB: bool,
  c: usize,
  bias: usize,
  scratch: usize,
): void {
  const pitchA = (transposeA ? m : k) << 2, pitchB = (transposeB ? k : n) << 2, pitchC = n << 2;
  const packedA = scratch,
    packedB = packedA + ((ROWS * INNER) << 2),
    spare = packedB + ((INNER * COLUMNS) << 2);
  for (let i: usize = 0; i < m; i++) {
    if (bias) memory.copy(c + i * pitchC, bias, pitchC);
    else memory.fill(c + i * pitchC, 0, pitchC);
  }
  if (!k) return;
  // Stretches of the inner dimension of about the same length.
  const stretches = (k + INNER - 1) / INNER, stretch = (k + stretches - 1) / stretches;
  for (let left: usize = 0; left < n; left += COLUMNS) {
    const columns = min(COLUMNS, n - left);
    for (let from: usize = 0; from < k; from += stretch) {
      const inner = min(stretch, k - from);
      for (let j: usize = 0; j < columns; j += 8) {
        const panel = packedB + ((j * inner) << 2);
        pack(b, pitchB, transposeB, left + j, n, from, inner, panel, 32);
        pack(b, pitchB, transposeB, left + j + 4, n, from, inner, panel + 16, 32);
      }
      for (let top: usize = 0; top < m; top += ROWS) {
        const rows = min(ROWS, m - top);
        for (let i: usize = 0; i < rows; i += 4) {
          pack(a, pitchA, !transposeA, top + i, m, from, inner, packedA + ((i * inner) << 2), 16);
        }
        for (let j: usize = 0; j < columns; j += 8) {
          const panelB = packedB + ((j * inner) << 2), width = columns - j;
          for (let i: usize = 0; i < rows; i += 4) {
            const panelA = packedA + ((i * inner) << 2), height = rows - i;
            const at = c + (top + i) * pitchC + ((left + j) << 2);
            if (height >= 4 && width >= 8) tile(inner, panelA, panelB, at, pitchC);
            else {partialTile(
                inner,
                panelA,
                panelB,
                at,
                pitchC,
                min<usize>(height, 4),
                min<usize>(width, 8),
                spare,
              );}
          }
        }
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
