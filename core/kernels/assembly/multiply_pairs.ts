/** xᵀ·dy for images that are mostly background. What limits it is the number of loads, since each costs a bounds check. */
import { sparse_stride } from "./image_bytes";
import { PANEL, packPanel, storePanel } from "./panels";
import { ARGUMENTS, share } from "./threads";
import { fma } from "./vector";

/** What the chunks of xᵀ·dy are told. */
@unmanaged
class PairProduct {
  rows: usize;
  pixels: usize;
  n: usize;
  counts: usize;
  entries: usize;
  values: usize;
  base: f32;
  dy: usize;
  dw: usize;
  scratch: usize;
  scratchBytes: usize;
}

/**
 * dw [pixels, n] = xᵀ·dy, from the lists of `list_pairs`. `scratch` holds `scratchBytes` for each thread, at least
 * `panel_scratch(rows)`.
 */
export function multiply_pairs(
  rows: usize, pixels: usize, n: usize, counts: usize, entries: usize, values: usize, base: f32, dy: usize,
  dw: usize, scratch: usize, scratchBytes: usize,
): void {
  const job = changetype<PairProduct>(ARGUMENTS);
  job.rows = rows;
  job.pixels = pixels;
  job.n = n;
  job.counts = counts;
  job.entries = entries;
  job.values = values;
  job.base = base;
  job.dy = dy;
  job.dw = dw;
  job.scratch = scratch;
  job.scratchBytes = scratchBytes;
  share(multiplyPairsChunk, (n + PANEL - 1) / PANEL);
}

/** The columns of one panel. */
function multiplyPairsChunk(chunk: usize, thread: usize): void {
  const job = changetype<PairProduct>(ARGUMENTS), rows = job.rows, pixels = job.pixels, n = job.n, dy = job.dy;
  const counts = job.counts, entries = job.entries, values = job.values, base = job.base, dw = job.dw;
  const panel = job.scratch + thread * job.scratchBytes;
  const pitch = n << 2, stride = sparse_stride(rows), half = (pixels + 1) >> 1, spare = panel + (rows << 6);
  const j = chunk * PANEL, width = min<usize>(n - j, PANEL);
  // spare: base · the sums of the columns of dy, where all rows of dw begin.
  packPanel(rows, dy + (j << 2), pitch, width, base, panel, spare);
  const s0 = v128.load(spare),
    s1 = v128.load(spare, 16),
    s2 = v128.load(spare, 32),
    s3 = v128.load(spare, 48);
  let to = dw + (j << 2);
  for (let pair: usize = 0; pair < half; pair++, to += pitch << 1) {
    let a0 = s0, a1 = s1, a2 = s2, a3 = s3, b0 = s0, b1 = s1, b2 = s2, b3 = s3;
    let entry = entries + ((pair * stride) << 2), value = values + ((pair * stride) << 3);
    const end = entry + (<usize>load<u32>(counts + (pair << 2)) << 2);
    // Two entries at a time.
    const twos = entry + ((((end - entry) >> 2) & ~1) << 2);
    for (; entry < twos; entry += 8, value += 16) {
      const two = load<u64>(entry), four = v128.load(value);
      let v = v128.shuffle<f32>(four, four, 0, 0, 0, 0), u = v128.shuffle<f32>(four, four, 1, 1, 1, 1);
      let at = panel + (<usize>two);
      let d = v128.load(at);
      a0 = fma(v, d, a0);
      b0 = fma(u, d, b0);
      d = v128.load(at, 16);
      a1 = fma(v, d, a1);
      b1 = fma(u, d, b1);
      d = v128.load(at, 32);
      a2 = fma(v, d, a2);
      b2 = fma(u, d, b2);
      d = v128.load(at, 48);
      a3 = fma(v, d, a3);
      b3 = fma(u, d, b3);
      v = v128.shuffle<f32>(four, four, 2, 2, 2, 2);
      u = v128.shuffle<f32>(four, four, 3, 3, 3, 3);
      at = panel + (<usize>(two >> 32));
      d = v128.load(at);
      a0 = fma(v, d, a0);
      b0 = fma(u, d, b0);
      d = v128.load(at, 16);
      a1 = fma(v, d, a1);
      b1 = fma(u, d, b1);
      d = v128.load(at, 32);
      a2 = fma(v, d, a2);
      b2 = fma(u, d, b2);
      d = v128.load(at, 48);
      a3 = fma(v, d, a3);
      b3 = fma(u, d, b3);
    }
    if (entry < end) {
      const at = panel + <usize>load<u32>(entry);
      const v = v128.load32_splat(value), u = v128.load32_splat(value, 4);
      let d = v128.load(at);
      a0 = fma(v, d, a0);
      b0 = fma(u, d, b0);
      d = v128.load(at, 16);
      a1 = fma(v, d, a1);
      b1 = fma(u, d, b1);
      d = v128.load(at, 32);
      a2 = fma(v, d, a2);
      b2 = fma(u, d, b2);
      d = v128.load(at, 48);
      a3 = fma(v, d, a3);
      b3 = fma(u, d, b3);
    }
    storePanel(to, width, a0, a1, a2, a3, spare);
    if ((pair << 1) + 1 < pixels) storePanel(to + pitch, width, b0, b1, b2, b3, spare);
  }
}
