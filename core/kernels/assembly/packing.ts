/**
 * B of a product A·B, packed into panels of eight columns, zero-padded, in the order in which the tiles read them, so that transposed
 * and partial matrices need no tile of their own.
 */

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
export function packPanels(
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
