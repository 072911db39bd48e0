/** The Kullback-Leibler divergence: Σ t (ln t - ln h). */
import { crossEntropy } from "../cross_entropy";
import { meanOfRows } from "../rows";

export function kl_div_loss(rows: usize, classes: usize, x: usize, t: usize, dx: usize, sums: usize): f64 {
  return meanOfRows(klDiv, rows, classes, x, t, dx, sums, 0, 0);
}

function klDiv(
  rows: usize, classes: usize, scale: f64, x: usize, t: usize, dx: usize, _first: f64, _second: f64,
): f64 {
  return crossEntropy(rows, classes, scale, x, t, dx, true);
}
