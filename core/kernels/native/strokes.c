/* Images that are mostly background, as lists of their strokes: see `assembly/strokes.ts`. */
#include "strokes.h"
#include "memory.h"

/* The length of a row of numbers or bytes: a multiple of 16. */
EXPORT uint32_t chainrule_sparse_pitch(uint32_t pixels) {
  return (pixels + 15) & ~15u;
}

/*
 * Lists the strokes of `count` images, of the numbers in `order` or, where its address is 0, one after the other; or counts them, where the
 * address `strokes` is 0. Those of the image i begin at the entry `starts[i]` and end before `starts[i + 1]`.
 */
EXPORT void chainrule_list_strokes(
  uint32_t count, uint32_t pixels, Address images, Address order, Address starts, Address strokes) {
  const uint32_t *chosen = (const uint32_t *)(memory + order);
  uint32_t *start = (uint32_t *)(memory + starts), *to = (uint32_t *)(memory + strokes), at = start[0];
  for (size_t i = 0; i < count; i++) {
    const uint8_t *image = (const uint8_t *)memory + images + (order ? chosen[i] : i) * (size_t)pixels;
    for (size_t p = 0; p < pixels; p += 8) {
      /* Eight pixels at a time, most of which are all 0. */
      uint8_t bytes[8] = {0};
      uint64_t ink;
      memcpy(bytes, image + p, least(8, pixels - p));
      memcpy(&ink, bytes, 8);
      if (!ink) continue;
      for (size_t k = 0; k < 8; k += 2) {
        if (!(bytes[k] | bytes[k + 1])) continue;
        if (strokes) to[at] = (uint32_t)((p + k) >> 1) | (uint32_t)bytes[k] << 16 | (uint32_t)bytes[k + 1] << 24;
        at++;
      }
    }
    start[i + 1] = at;
  }
}

/* out [count, pixels]: the images of the given numbers as plain numbers, for whoever wants the whole matrix. */
EXPORT void chainrule_expand(
  uint32_t count, uint32_t pixels, Address order, Address starts, Address strokes, float background, float divisor, Address out) {
  const uint32_t *chosen = (const uint32_t *)(memory + order);
  float *row = numbers(out), base = (0 - background) / divisor;
  for (size_t i = 0; i < count; i++, row += pixels) {
    for (size_t p = 0; p < pixels; p++) row[p] = base;
    Strokes image = strokes_of(chosen[i], starts, strokes);
    for (const uint32_t *stroke = image.from; stroke < image.end; stroke++) {
      size_t p = stroke_pair(*stroke) * 2;
      row[p] = ((float)stroke_first(*stroke) - background) / divisor;
      if (p + 1 < pixels) row[p + 1] = ((float)stroke_second(*stroke) - background) / divisor;
    }
  }
}
