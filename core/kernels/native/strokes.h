/* Strokes: pairs of neighbouring pixels of which one at least is not 0. */
#pragma once
#include "memory.h"
#include "vector.h"

/* The strokes of an image. */
typedef struct {
  const uint32_t *from, *end;
} Strokes;

INLINE Strokes strokes_of(size_t image, Address starts, Address strokes) {
  const uint32_t *start = (const uint32_t *)(memory + starts) + image, *all = (const uint32_t *)(memory + strokes);
  return (Strokes){all + start[0], all + start[1]};
}

/* The number of the pair, and its two bytes. */
INLINE size_t stroke_pair(uint32_t stroke) {
  return stroke & 0xffff;
}

INLINE size_t stroke_first(uint32_t stroke) {
  return stroke >> 16 & 0xff;
}

INLINE size_t stroke_second(uint32_t stroke) {
  return stroke >> 24;
}

/* Room for a list of rows: every list begins at a multiple of 8. */
INLINE size_t stride_of(size_t rows) {
  return (rows + 7) & ~(size_t)7;
}
