/**
 * Products of matrices, in tiles (see `tiles.ts`) of packed columns (`packing.ts`). A is read where it is. The sum over the inner
 * dimension always runs in the same order.
 */
import { packPanels } from "./packing";
import { ARGUMENTS, hasHelpers, share } from "./threads";
import { tileAcross, tileAlong } from "./tiles";

/** The longest stretch of the inner dimension at a time: a panel of B and six rows of A fit the first-level cache. */
const INNER: usize = 512;
/** Columns of C made at a time, by one thread: those of B are packed, for the second-level cache. */
const COLUMNS: usize = 64;
/** Rows made at a time where there are few columns. */
const ROWS: usize = 48;
/** So many blocks of columns are enough to share. */
const ENOUGH: usize = 4;

/** Bytes of scratch memory that `multiply` wants: the packed columns of B, and one tile. */
export function multiply_scratch(): usize {
  return (INNER * COLUMNS + 6 * 8) << 2;
}

/** What the chunks of a product are told. */
@unmanaged
class Product {
  m: usize;
  n: usize;
  k: usize;
  a: usize;
  transposeA: bool;
  b: usize;
  transposeB: bool;
  c: usize;
  bias: usize;
  scratch: usize;
  scratchBytes: usize;
  /** The rows of a chunk. */
  height: usize;
}

/**
 * C [m, n] = A [m, k] · B [k, n], and a bias [n] added to each row unless its address is 0. A is stored as [k, m] where
 * `transposeA`, B as [n, k] where `transposeB`. Where `transposeA`, up to 20 bytes after the end of A are read, not used. `scratch` holds
 * `scratchBytes` for each thread.
 */
export function multiply(
  m: usize, n: usize, k: usize, a: usize, transposeA: bool, b: usize, transposeB: bool, c: usize, bias: usize,
  scratch: usize, scratchBytes: usize,
): void {
  // All rows, unless threads share the work and there are few columns to share.
  const height = hasHelpers() && n <= ENOUGH * COLUMNS ? ROWS : max<usize>(m, 1);
  const job = changetype<Product>(ARGUMENTS);
  job.m = m;
  job.n = n;
  job.k = k;
  job.a = a;
  job.transposeA = transposeA;
  job.b = b;
  job.transposeB = transposeB;
  job.c = c;
  job.bias = bias;
  job.scratch = scratch;
  job.scratchBytes = scratchBytes;
  job.height = height;
  share(multiplyChunk, ((n + COLUMNS - 1) / COLUMNS) * ((m + height - 1) / height));
}

/** The rows and columns of one chunk. */
function multiplyChunk(chunk: usize, thread: usize): void {
  const job = changetype<Product>(ARGUMENTS), m = job.m, n = job.n, k = job.k, a = job.a, b = job.b, c = job.c;
  const transposeA = job.transposeA, transposeB = job.transposeB, bias = job.bias, height = job.height;
  const scratch = job.scratch + thread * job.scratchBytes;
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

/** Copies `rows` × `columns` numbers. */
function copyTile(rows: usize, columns: usize, from: usize, pitchFrom: usize, to: usize, pitchTo: usize): void {
  for (; rows; rows--, from += pitchFrom, to += pitchTo) memory.copy(to, from, columns << 2);
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
