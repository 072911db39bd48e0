/** x·w for images that are mostly background. What limits it is the number of loads, since each costs a bounds check. */
import { addTo, PANEL, packPanel, storePanel } from "./panels";
import { ARGUMENTS, share } from "./threads";
import { fma } from "./vector";

/** What the chunks of x·w are told. */
@unmanaged
class RowProduct {
  rows: usize;
  pixels: usize;
  n: usize;
  spans: usize;
  positions: usize;
  values: usize;
  base: f32;
  w: usize;
  bias: usize;
  y: usize;
  scratch: usize;
  scratchBytes: usize;
}

/**
 * y [rows, n] = x·w + bias, from the lists of `list_rows`. `scratch` holds `scratchBytes` for each thread, at least
 * `panel_scratch(pixels)`.
 */
export function multiply_rows(
  rows: usize, pixels: usize, n: usize, spans: usize, positions: usize, values: usize, base: f32, w: usize,
  bias: usize, y: usize, scratch: usize, scratchBytes: usize,
): void {
  const job = changetype<RowProduct>(ARGUMENTS);
  job.rows = rows;
  job.pixels = pixels;
  job.n = n;
  job.spans = spans;
  job.positions = positions;
  job.values = values;
  job.base = base;
  job.w = w;
  job.bias = bias;
  job.y = y;
  job.scratch = scratch;
  job.scratchBytes = scratchBytes;
  share(multiplyRowsChunk, (n + PANEL - 1) / PANEL);
}

/** The columns of one panel. */
function multiplyRowsChunk(chunk: usize, thread: usize): void {
  const job = changetype<RowProduct>(ARGUMENTS), rows = job.rows, pixels = job.pixels, n = job.n, w = job.w;
  const spans = job.spans, positions = job.positions, values = job.values, base = job.base, bias = job.bias, y = job.y;
  const panel = job.scratch + thread * job.scratchBytes;
  const pitch = n << 2, spare = panel + (pixels << 6);
  const j = chunk * PANEL, width = min<usize>(n - j, PANEL);
  // spare: the bias and base · the sums of the columns of w, where all rows begin.
  packPanel(pixels, w + (j << 2), pitch, width, base, panel, spare);
  if (bias) addTo(width, bias + (j << 2), spare);
  const s0 = v128.load(spare),
    s1 = v128.load(spare, 16),
    s2 = v128.load(spare, 32),
    s3 = v128.load(spare, 48);
  for (let row: usize = 0; row < rows; row++) {
    // Four entries at a time, in two sets of sums: few loads, and enough sums under way to hide their latency.
    let a0 = s0, a1 = s1, a2 = s2, a3 = s3;
    let b0 = f32x4.splat(0), b1 = b0, b2 = b0, b3 = b0;
    const from = <usize>load<u32>(spans + (row << 3)), count = <usize>load<u32>(spans + (row << 3), 4) - from;
    let position = positions + (from << 1), value = values + (from << 2);
    const fours = value + ((count & ~3) << 2), end = value + (count << 2);
    for (; value < fours; value += 16, position += 8) {
      const four = v128.load(value);
      let two = <usize>load<u32>(position);
      let v = v128.shuffle<f32>(four, four, 0, 0, 0, 0);
      let at = panel + ((two & 0xffff) << 6);
      a0 = fma(v, v128.load(at), a0);
      a1 = fma(v, v128.load(at, 16), a1);
      a2 = fma(v, v128.load(at, 32), a2);
      a3 = fma(v, v128.load(at, 48), a3);
      v = v128.shuffle<f32>(four, four, 1, 1, 1, 1);
      at = panel + ((two >> 16) << 6);
      b0 = fma(v, v128.load(at), b0);
      b1 = fma(v, v128.load(at, 16), b1);
      b2 = fma(v, v128.load(at, 32), b2);
      b3 = fma(v, v128.load(at, 48), b3);
      two = <usize>load<u32>(position, 4);
      v = v128.shuffle<f32>(four, four, 2, 2, 2, 2);
      at = panel + ((two & 0xffff) << 6);
      a0 = fma(v, v128.load(at), a0);
      a1 = fma(v, v128.load(at, 16), a1);
      a2 = fma(v, v128.load(at, 32), a2);
      a3 = fma(v, v128.load(at, 48), a3);
      v = v128.shuffle<f32>(four, four, 3, 3, 3, 3);
      at = panel + ((two >> 16) << 6);
      b0 = fma(v, v128.load(at), b0);
      b1 = fma(v, v128.load(at, 16), b1);
      b2 = fma(v, v128.load(at, 32), b2);
      b3 = fma(v, v128.load(at, 48), b3);
    }
    for (; value < end; value += 4, position += 2) {
      const v = v128.load32_splat(value), at = panel + (<usize>load<u16>(position) << 6);
      a0 = fma(v, v128.load(at), a0);
      a1 = fma(v, v128.load(at, 16), a1);
      a2 = fma(v, v128.load(at, 32), a2);
      a3 = fma(v, v128.load(at, 48), a3);
    }
    a0 = f32x4.add(a0, b0);
    a1 = f32x4.add(a1, b1);
    a2 = f32x4.add(a2, b2);
    a3 = f32x4.add(a3, b3);
    storePanel(y + row * pitch + (j << 2), width, a0, a1, a2, a3, spare);
  }
}
