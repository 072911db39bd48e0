/** The kernels in plain TypeScript: the specification of the fast ones. They work for both dtypes.
 * @module
 */
import type { DType } from "../tensor.ts";
import { images } from "./reference_images.ts";
import { norms } from "./reference_norms.ts";
import { updates } from "./reference_updates.ts";
import type { Kernels, Numbers } from "./types.ts";

/** One row of logits, targets and gradient. */
interface Rows {
  readonly x: Numbers;
  readonly t: Numbers;
  readonly dx: Numbers;
}

/** Those of each dtype that nobody is using: a step makes no arrays. */
const idleRows: { float32?: Rows; float64?: Rows } = {};

/** Takes rows out of the idle ones, for a formula may use another loss. */
function borrowRows(dtype: DType, classes: number): Rows {
  const idle = idleRows[dtype];
  idleRows[dtype] = undefined;
  if (idle?.x.length === classes) return idle;
  const make = () => dtype === "float32" ? new Float32Array(classes) : new Float64Array(classes);
  return { x: make(), t: make(), dx: make() };
}

/** The plain kernels. */
export const reference: Kernels = {
  ...images,
  ...norms,
  ...updates,

  multiply(a, b, out, { transposeA = false, transposeB = false, bias } = {}) {
    const [m, n] = out.shape, k = transposeA ? a.shape[0] : a.shape[1];
    const [aRow, aColumn] = transposeA ? [1, m] : [k, 1];
    const [bRow, bColumn] = transposeB ? [1, k] : [n, 1];
    const left = a.data, right = b.data;
    for (let i = 0; i < m; i++) {
      const row = out.data.subarray(i * n, (i + 1) * n);
      if (bias) row.set(bias.data);
      else row.fill(0);
      for (let p = 0; p < k; p++) {
        const factor = left[i * aRow + p * aColumn];
        for (let j = 0; j < n; j++) row[j] += factor * right[p * bRow + j * bColumn];
      }
    }
  },

  columnSums(x, sums) {
    const [m, n] = x.shape;
    sums.data.fill(0);
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < n; j++) sums.data[j] += x.data[i * n + j];
    }
  },

  multiplyElements(a, b, out) {
    for (let i = 0; i < out.size; i++) out.data[i] = a.data[i] * b.data[i];
  },

  addElements(a, b, out) {
    for (let i = 0; i < out.size; i++) out.data[i] = a.data[i] + b.data[i];
  },

  lerp(a, b, weight) {
    for (let i = 0; i < a.size; i++) a.data[i] += weight * (b.data[i] - a.data[i]);
  },

  drop(random, probability, mask) {
    const kept = 1 / (1 - probability);
    for (let i = 0; i < mask.size; i++) mask.data[i] = random.uniform() < probability ? 0 : kept;
  },

  activate(formula, x, y) {
    for (let i = 0; i < x.size; i++) y.data[i] = formula.forward(x.data[i]);
  },

  activateBackward(formula, x, y, dy, dx) {
    for (let i = 0; i < x.size; i++) dx.data[i] = dy.data[i] * formula.derivative(x.data[i], y.data[i]);
  },

  loss(formula, logits, targets, dLogits) {
    const n = logits.shape[0], classes = logits.shape[1];
    const from = logits.data, wanted = targets.data, to = dLogits.data;
    const rows = borrowRows(logits.dtype, classes), { x, t, dx } = rows;
    let sum = 0;
    for (let start = 0; start < n * classes; start += classes) {
      for (let k = 0; k < classes; k++) {
        x[k] = from[start + k];
        t[k] = wanted[start + k];
      }
      sum += formula.row(x, t, dx);
      for (let k = 0; k < classes; k++) to[start + k] = dx[k] / n;
    }
    idleRows[logits.dtype] = rows;
    return sum / n;
  },
};
