/**
 * What losses have in common: a function of some rows of logits x [rows, classes] with targets t of the same shape returns the sum of
 * their losses and writes the gradient to dx, multiplied by `scale`, one divided by the size of the batch. The specification is the
 * plain formula in the loss of the same name. What is done once a row, or once a non-zero target, is done in float64.
 */
import { ARGUMENTS, MOST_CHUNKS, share } from "./threads";

/** Such a function; the last two are the settings of the loss. */
type Loss = (
  rows: usize, classes: usize, scale: f64, x: usize, t: usize, dx: usize, first: f64, second: f64,
) => f64;

/** What the chunks of a job are told. */
@unmanaged
class Rows {
  loss: usize;
  rows: usize;
  classes: usize;
  x: usize;
  t: usize;
  dx: usize;
  sums: usize;
  first: f64;
  second: f64;
}

/** The mean of a loss over the rows. The chunks leave their parts of the sum in `sums`, float64 numbers, which are added in order. */
export function meanOfRows(
  loss: Loss, rows: usize, classes: usize, x: usize, t: usize, dx: usize, sums: usize, first: f64, second: f64,
): f64 {
  const job = changetype<Rows>(ARGUMENTS), size = rowsOfChunk(rows), chunks = (rows + size - 1) / size;
  job.loss = changetype<usize>(loss);
  job.rows = rows;
  job.classes = classes;
  job.x = x;
  job.t = t;
  job.dx = dx;
  job.sums = sums;
  job.first = first;
  job.second = second;
  share(sumOfChunk, chunks);
  let sum: f64 = 0;
  for (let chunk: usize = 0; chunk < chunks; chunk++) sum += load<f64>(sums + (chunk << 3));
  return sum / <f64>rows;
}

function sumOfChunk(chunk: usize, _thread: usize): void {
  const job = changetype<Rows>(ARGUMENTS), loss = changetype<Loss>(job.loss);
  const size = rowsOfChunk(job.rows), from = chunk * size, at = (from * job.classes) << 2;
  const sum = loss(
    min(size, job.rows - from), job.classes, 1 / <f64>job.rows, job.x + at, job.t + at, job.dx + at, job.first,
    job.second,
  );
  store<f64>(job.sums + (chunk << 3), sum);
}

// @ts-ignore: decorator
@inline
function rowsOfChunk(rows: usize): usize {
  return max<usize>(32, rows / MOST_CHUNKS + 1);
}
