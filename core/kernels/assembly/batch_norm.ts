/** Batch normalization. The specification is the plain formula in `reference_norms.ts`. */
import { chunksOf, columnsOfChunk } from "./matrices";
import { ARGUMENTS, share } from "./threads";
import { flush, fma, fnma } from "./vector";
import { loadFour, lower, narrow, storeFour, upper } from "./wide";

/** What the chunks of a job are told. */
@unmanaged
class BatchNorm {
  rows: usize;
  columns: usize;
  epsilon: f64;
  momentum: f64;
  /** Whether the statistics are those of the batch. */
  training: bool;
  x: usize;
  weight: usize;
  bias: usize;
  means: usize;
  variances: usize;
  y: usize;
  centered: usize;
  scale: usize;
  dy: usize;
  dx: usize;
  dWeight: usize;
  dBias: usize;
}

/**
 * y [rows, columns] = weight·scale·centered + bias, where centered is x - μ and scale [columns] is 1 / √(σ² + ε) of each column: of the
 * batch where `training`, towards which the running `means` and `variances` move; of these otherwise.
 */
export function batch_norm(
  rows: usize, columns: usize, epsilon: f64, momentum: f64, training: bool, x: usize, weight: usize, bias: usize,
  means: usize, variances: usize, y: usize, centered: usize, scale: usize,
): void {
  const job = changetype<BatchNorm>(ARGUMENTS);
  job.rows = rows;
  job.columns = columns;
  job.epsilon = epsilon;
  job.momentum = momentum;
  job.training = training;
  job.x = x;
  job.weight = weight;
  job.bias = bias;
  job.means = means;
  job.variances = variances;
  job.y = y;
  job.centered = centered;
  job.scale = scale;
  share((chunk: usize, _thread: usize): void => {
    const job = changetype<BatchNorm>(ARGUMENTS), size = columnsOfChunk(job.rows);
    const end = min(job.columns, (chunk + 1) * size);
    let k = chunk * size;
    for (; k + 4 <= end; k += 4) normalizeColumns(job, k, 4);
    if (k < end) normalizeColumns(job, k, end - k);
  }, chunksOf(columns, columnsOfChunk(rows)));
}

/** Four columns. */
// @ts-ignore: decorator
@inline
function normalizeColumns(job: BatchNorm, k: usize, count: usize): void {
  const at = k << 2, pitch = job.columns << 2, size = job.rows * pitch;
  const x = job.x + at, centered = job.centered + at, y = job.y + at, rows = f64x2.splat(<f64>job.rows);
  let meanLow: v128, meanHigh: v128, low = f64x2.splat(0), high = f64x2.splat(0);
  if (job.training) {
    for (let from: usize = 0; from < size; from += pitch) {
      const v = loadFour(x + from, count);
      low = f64x2.add(low, lower(v));
      high = f64x2.add(high, upper(v));
    }
    meanLow = f64x2.div(low, rows);
    meanHigh = f64x2.div(high, rows);
    low = high = f64x2.splat(0);
  } else {
    const means = loadFour(job.means + at, count);
    meanLow = lower(means);
    meanHigh = upper(means);
  }
  // The mean in two parts: numbers that are nearly the same far from 0 keep all their digits.
  const near = narrow(meanLow, meanHigh);
  const rest = narrow(f64x2.sub(meanLow, lower(near)), f64x2.sub(meanHigh, upper(near)));
  for (let from: usize = 0; from < size; from += pitch) {
    const v = f32x4.sub(f32x4.sub(loadFour(x + from, count), near), rest), l = lower(v), h = upper(v);
    storeFour(centered + from, count, v);
    low = f64x2.add(low, f64x2.mul(l, l));
    high = f64x2.add(high, f64x2.mul(h, h));
  }
  if (job.training) {
    const others = f64x2.splat(<f64>job.rows - 1);
    move(job, job.means + at, count, meanLow, meanHigh);
    move(job, job.variances + at, count, f64x2.div(low, others), f64x2.div(high, others));
    low = f64x2.div(low, rows);
    high = f64x2.div(high, rows);
  } else {
    const variances = loadFour(job.variances + at, count);
    low = lower(variances);
    high = upper(variances);
  }
  const scale = narrow(inverseRoot(job, low), inverseRoot(job, high));
  storeFour(job.scale + at, count, scale);
  const factor = f32x4.mul(scale, loadFour(job.weight + at, count)), bias = loadFour(job.bias + at, count);
  for (let from: usize = 0; from < size; from += pitch) {
    storeFour(y + from, count, fma(loadFour(centered + from, count), factor, bias));
  }
}

/** 1 / √(v + ε). */
// @ts-ignore: decorator
@inline
function inverseRoot(job: BatchNorm, v: v128): v128 {
  return f64x2.div(f64x2.splat(1), f64x2.sqrt(f64x2.add(v, f64x2.splat(job.epsilon))));
}

/** Moves running statistics towards those of a batch. */
function move(job: BatchNorm, running: usize, count: usize, low: v128, high: v128): void {
  const old = loadFour(running, count), part = f64x2.splat(job.momentum), kept = f64x2.splat(1 - job.momentum);
  const movedLow = f64x2.add(f64x2.mul(kept, lower(old)), f64x2.mul(part, low));
  const movedHigh = f64x2.add(f64x2.mul(kept, upper(old)), f64x2.mul(part, high));
  storeFour(running, count, narrow(movedLow, movedHigh));
}

/** The gradients of x, weight and bias, given what `batch_norm` has written. */
export function batch_norm_backward(
  rows: usize, columns: usize, training: bool, centered: usize, scale: usize, weight: usize, dy: usize, dx: usize,
  dWeight: usize, dBias: usize,
): void {
  const job = changetype<BatchNorm>(ARGUMENTS);
  job.rows = rows;
  job.columns = columns;
  job.training = training;
  job.centered = centered;
  job.scale = scale;
  job.weight = weight;
  job.dy = dy;
  job.dx = dx;
  job.dWeight = dWeight;
  job.dBias = dBias;
  share((chunk: usize, _thread: usize): void => {
    const job = changetype<BatchNorm>(ARGUMENTS), size = columnsOfChunk(job.rows);
    const end = min(job.columns, (chunk + 1) * size);
    let k = chunk * size;
    for (; k + 4 <= end; k += 4) columnsBackward(job, k, 4);
    if (k < end) columnsBackward(job, k, end - k);
  }, chunksOf(columns, columnsOfChunk(rows)));
}

/** Four columns. */
// @ts-ignore: decorator
@inline
function columnsBackward(job: BatchNorm, k: usize, count: usize): void {
  const at = k << 2, pitch = job.columns << 2, size = job.rows * pitch;
  const centered = job.centered + at, dy = job.dy + at, dx = job.dx + at, scale = loadFour(job.scale + at, count);
  // Of dy, and of dy and the normal numbers.
  let sumLow = f64x2.splat(0), sumHigh = f64x2.splat(0), dotLow = f64x2.splat(0), dotHigh = f64x2.splat(0);
  for (let from: usize = 0; from < size; from += pitch) {
    const d = loadFour(dy + from, count), product = f32x4.mul(d, f32x4.mul(loadFour(centered + from, count), scale));
    sumLow = f64x2.add(sumLow, lower(d));
    sumHigh = f64x2.add(sumHigh, upper(d));
    dotLow = f64x2.add(dotLow, lower(product));
    dotHigh = f64x2.add(dotHigh, upper(product));
  }
  storeFour(job.dWeight + at, count, narrow(dotLow, dotHigh));
  storeFour(job.dBias + at, count, narrow(sumLow, sumHigh));
  // Running statistics do not depend on x.
  if (!job.training) sumLow = sumHigh = dotLow = dotHigh = f64x2.splat(0);
  const rows = f64x2.splat(<f64>job.rows);
  const sums = narrow(f64x2.div(sumLow, rows), f64x2.div(sumHigh, rows));
  const dots = narrow(f64x2.div(dotLow, rows), f64x2.div(dotHigh, rows));
  const factor = f32x4.mul(scale, loadFour(job.weight + at, count));
  for (let from: usize = 0; from < size; from += pitch) {
    const normal = f32x4.mul(loadFour(centered + from, count), scale);
    const value = fnma(normal, dots, f32x4.sub(loadFour(dy + from, count), sums));
    storeFour(dx + from, count, flush(f32x4.mul(factor, value)));
  }
}
