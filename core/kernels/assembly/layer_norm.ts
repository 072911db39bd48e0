/** Layer normalization. The specification is the plain formula in `reference_norms.ts`. */
import { chunksOf, columnsOfChunk, rowsOfChunk } from "./matrices";
import { ARGUMENTS, share } from "./threads";
import { flush, fma, fnma, loadPart, storePart } from "./vector";
import { loadFour, lower, storeFour, total, upper } from "./wide";

/** What the chunks of a job are told. */
@unmanaged
class LayerNorm {
  rows: usize;
  columns: usize;
  epsilon: f64;
  x: usize;
  weight: usize;
  bias: usize;
  y: usize;
  centered: usize;
  scale: usize;
  dy: usize;
  dx: usize;
  dWeight: usize;
  dBias: usize;
}

/** y [rows, columns] = weight·centered·scale + bias, where centered is x - μ and scale [rows] is 1 / √(σ² + ε) of each row. */
export function layer_norm(
  rows: usize, columns: usize, epsilon: f64, x: usize, weight: usize, bias: usize, y: usize, centered: usize, scale: usize,
): void {
  if (!columns) return;
  const job = changetype<LayerNorm>(ARGUMENTS);
  job.rows = rows;
  job.columns = columns;
  job.epsilon = epsilon;
  job.x = x;
  job.weight = weight;
  job.bias = bias;
  job.y = y;
  job.centered = centered;
  job.scale = scale;
  share((chunk: usize, _thread: usize): void => {
    const job = changetype<LayerNorm>(ARGUMENTS), size = rowsOfChunk(job.rows, job.columns);
    const end = min(job.rows, (chunk + 1) * size);
    for (let row = chunk * size; row < end; row++) normalizeRow(job, row);
  }, chunksOf(rows, rowsOfChunk(rows, columns)));
}

function normalizeRow(job: LayerNorm, row: usize): void {
  const columns = job.columns, at = (row * columns) << 2, x = job.x + at, centered = job.centered + at, y = job.y + at;
  const rest = columns & 3, whole = columns - rest;
  let low = f64x2.splat(0), high = f64x2.splat(0);
  for (let k: usize = 0; k < whole; k += 4) {
    const v = v128.load(x + (k << 2));
    low = f64x2.add(low, lower(v));
    high = f64x2.add(high, upper(v));
  }
  if (rest) {
    const v = loadPart(x + (whole << 2), rest, 0);
    low = f64x2.add(low, lower(v));
    high = f64x2.add(high, upper(v));
  }
  // The mean in two parts: numbers that are nearly the same far from 0 keep all their digits.
  const mean = total(low, high) / <f64>columns, near = <f32>mean;
  const means = f32x4.splat(near), rests = f32x4.splat(<f32>(mean - <f64>near));
  low = high = f64x2.splat(0);
  for (let k: usize = 0; k < whole; k += 4) {
    const v = f32x4.sub(f32x4.sub(v128.load(x + (k << 2)), means), rests), l = lower(v), h = upper(v);
    v128.store(centered + (k << 2), v);
    low = f64x2.add(low, f64x2.mul(l, l));
    high = f64x2.add(high, f64x2.mul(h, h));
  }
  if (rest) {
    const to = centered + (whole << 2);
    storePart(to, rest, f32x4.sub(f32x4.sub(loadPart(x + (whole << 2), rest, 0), means), rests));
    const v = loadPart(to, rest, 0), l = lower(v), h = upper(v);
    low = f64x2.add(low, f64x2.mul(l, l));
    high = f64x2.add(high, f64x2.mul(h, h));
  }
  const scale = <f32>(1 / Math.sqrt(total(low, high) / <f64>columns + job.epsilon)), scales = f32x4.splat(scale);
  store<f32>(job.scale + (row << 2), scale);
  for (let k: usize = 0; k < whole; k += 4) scaleSome(job, k << 2, 4, centered, scales, y);
  if (rest) scaleSome(job, whole << 2, rest, centered, scales, y);
}

/** y of four numbers of a row, or of the last ones. */
// @ts-ignore: decorator
@inline
function scaleSome(job: LayerNorm, at: usize, count: usize, centered: usize, scales: v128, y: usize): void {
  const normal = f32x4.mul(loadFour(centered + at, count), scales);
  storeFour(y + at, count, fma(normal, loadFour(job.weight + at, count), loadFour(job.bias + at, count)));
}

/** The gradients of x, weight and bias, given what `layer_norm` has written. */
export function layer_norm_backward(
  rows: usize, columns: usize, centered: usize, scale: usize, weight: usize, dy: usize, dx: usize, dWeight: usize,
  dBias: usize,
): void {
  if (!columns) return;
  const job = changetype<LayerNorm>(ARGUMENTS);
  job.rows = rows;
  job.columns = columns;
  job.centered = centered;
  job.scale = scale;
  job.weight = weight;
  job.dy = dy;
  job.dx = dx;
  job.dWeight = dWeight;
  job.dBias = dBias;
  share((chunk: usize, _thread: usize): void => {
    const job = changetype<LayerNorm>(ARGUMENTS), size = columnsOfChunk(job.rows);
    const end = min(job.columns, (chunk + 1) * size);
    let k = chunk * size;
    for (; k + 4 <= end; k += 4) sumColumns(job, k, 4);
    if (k < end) sumColumns(job, k, end - k);
  }, chunksOf(columns, columnsOfChunk(rows)));
  share((chunk: usize, _thread: usize): void => {
    const job = changetype<LayerNorm>(ARGUMENTS), size = rowsOfChunk(job.rows, job.columns);
    const end = min(job.rows, (chunk + 1) * size);
    for (let row = chunk * size; row < end; row++) rowBackward(job, row);
  }, chunksOf(rows, rowsOfChunk(rows, columns)));
}

/** dWeight and dBias of four columns. */
// @ts-ignore: decorator
@inline
function sumColumns(job: LayerNorm, k: usize, count: usize): void {
  const pitch = job.columns << 2, end = job.scale + (job.rows << 2);
  let centered = job.centered + (k << 2), dy = job.dy + (k << 2), dWeight = f32x4.splat(0), dBias = f32x4.splat(0);
  for (let scale = job.scale; scale < end; scale += 4, centered += pitch, dy += pitch) {
    const d = loadFour(dy, count);
    dWeight = fma(d, f32x4.mul(loadFour(centered, count), v128.load32_splat(scale)), dWeight);
    dBias = f32x4.add(dBias, d);
  }
  storeFour(job.dWeight + (k << 2), count, dWeight);
  storeFour(job.dBias + (k << 2), count, dBias);
}

/** dx of a row. */
function rowBackward(job: LayerNorm, row: usize): void {
  const columns = job.columns, at = (row * columns) << 2, centered = job.centered + at, dy = job.dy + at, dx = job.dx + at;
  const scales = v128.load32_splat(job.scale + (row << 2));
  const rest = columns & 3, whole = columns - rest;
  // Of g = weight·dy, and of g and the normal numbers.
  let sumLow = f64x2.splat(0), sumHigh = f64x2.splat(0), dotLow = f64x2.splat(0), dotHigh = f64x2.splat(0);
  for (let k: usize = 0; k < whole; k += 4) {
    const from = k << 2, g = f32x4.mul(v128.load(job.weight + from), v128.load(dy + from));
    const product = f32x4.mul(g, f32x4.mul(v128.load(centered + from), scales));
    sumLow = f64x2.add(sumLow, lower(g));
    sumHigh = f64x2.add(sumHigh, upper(g));
    dotLow = f64x2.add(dotLow, lower(product));
    dotHigh = f64x2.add(dotHigh, upper(product));
  }
  if (rest) {
    const from = whole << 2, g = f32x4.mul(loadPart(job.weight + from, rest, 0), loadPart(dy + from, rest, 0));
    const product = f32x4.mul(g, f32x4.mul(loadPart(centered + from, rest, 0), scales));
    sumLow = f64x2.add(sumLow, lower(g));
    sumHigh = f64x2.add(sumHigh, upper(g));
    dotLow = f64x2.add(dotLow, lower(product));
    dotHigh = f64x2.add(dotHigh, upper(product));
  }
  const sums = f32x4.splat(<f32>(total(sumLow, sumHigh) / <f64>columns));
  const dots = f32x4.splat(<f32>(total(dotLow, dotHigh) / <f64>columns));
  for (let k: usize = 0; k < whole; k += 4) gradientOfSome(job, k << 2, 4, centered, scales, dy, dx, sums, dots);
  if (rest) gradientOfSome(job, whole << 2, rest, centered, scales, dy, dx, sums, dots);
}

/** dx of four numbers of a row, or of the last ones. */
// @ts-ignore: decorator
@inline
function gradientOfSome(
  job: LayerNorm, at: usize, count: usize, centered: usize, scales: v128, dy: usize, dx: usize, sums: v128, dots: v128,
): void {
  const g = f32x4.mul(loadFour(job.weight + at, count), loadFour(dy + at, count));
  const normal = f32x4.mul(loadFour(centered + at, count), scales);
  storeFour(dx + at, count, flush(f32x4.mul(scales, fnma(normal, dots, f32x4.sub(g, sums)))));
}
