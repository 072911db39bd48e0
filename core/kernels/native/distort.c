/* Distorted images, as in `assembly/distort.ts`, which says what the numbers are. */
#include "memory.h"
#include "vector.h"
#include <math.h>

/* Numbers of a row of squares: there is room for a column before and one after the image. */
INLINE size_t pitch_of(size_t columns) {
  size_t pitch = 16;
  while (pitch < columns + 18) pitch *= 2;
  return pitch;
}

/* Bytes of memory that `distort` wants for images of this size. */
EXPORT uint32_t chainrule_distort_room(uint32_t rows, uint32_t columns) {
  return (uint32_t)((rows + 3) * 5 * pitch_of(columns) + 64);
}

/* The four pixels that each place lies between: left and right above, left and right below, from the lowest byte up. */
static void pack_squares(
  size_t rows, size_t columns, const uint8_t *restrict image, size_t pitch, uint32_t *restrict squares) {
  for (size_t t = 0; t <= rows; t++, squares += pitch) {
    const uint8_t *above = image + t * pitch, *below = above + pitch;
    /* What comes after the row is background as well: whole vectors. */
    for (size_t s = 0; s < ((columns + 16) & ~(size_t)15); s++) {
      squares[s] = above[s] | (uint32_t)above[s + 1] << 8 | (uint32_t)below[s] << 16 | (uint32_t)below[s + 1] << 24;
    }
  }
}

/* As many bytes as a vector has lanes. */
typedef uint8_t Greys __attribute__((vector_size(LANES)));

/* Writes an image amid background, and to `marks` where its columns have ink. Returns its first row with ink, and its last to `last`. */
static size_t frame_image(
  size_t rows, size_t columns, const uint8_t *restrict image, size_t pitch, uint8_t *restrict framed, uint8_t *restrict marks,
  size_t *last) {
  size_t first = rows;
  memset(marks, 0, columns);
  for (size_t y = 0; y < rows; y++, image += columns) {
    uint8_t *to = framed + (y + 1) * pitch + 1, ink = 0;
    for (size_t x = 0; x < columns; x++) {
      to[x] = image[x];
      marks[x] |= image[x];
      ink |= image[x];
    }
    if (!ink) continue;
    if (first == rows) first = y;
    *last = y;
  }
  return first;
}

/* The numbers at some places. */
INLINE Bits look_up(const uint32_t *from, Bits at) {
#if VECTOR_BYTES == 64 && defined __AVX512F__
  return (Bits)_mm512_i32gather_epi32((__m512i)at, from, 4);
#elif VECTOR_BYTES == 32 && defined __AVX2__
  return (Bits)_mm256_i32gather_epi32((const int *)from, (__m256i)at, 4);
#else
  for (size_t i = 0; i < LANES; i++) at[i] = from[at[i]];
  return at;
#endif
}

INLINE Bits least_of(Bits v, uint32_t limit) {
  Bits limits = limit - (Bits){0};
  Ints small = (Ints)(v < limits);
  return (v & (Bits)small) | (limits & (Bits)~small);
}

/* Pixels that are read from (s, t). */
INLINE Bits distorted(const uint32_t *squares, uint32_t pitch, uint32_t last_x, uint32_t last_y, Bits s, Bits t) {
  /* Before the image is below 0, without a sign far after it. */
  Bits i = least_of((Bits)((Ints)s >> 16), last_x), k = least_of((Bits)((Ints)t >> 16), last_y);
  Bits square = look_up(squares, k * pitch + i), wx = s >> 8 & 255, wy = t >> 8 & 255;
  /* Left and right mixed, of the upper and the lower pair at once; then upper and lower. */
  Bits mixed = (square & 0xff00ff) * (256 - wx) + (square >> 8 & 0xff00ff) * wx;
  return ((mixed & 0xffff) * (256 - wy) + (mixed >> 16) * wy + 0x8000) >> 16;
}

EXPORT void chainrule_distort(
  uint32_t rows, uint32_t columns, Address image, int32_t a, int32_t b, int32_t left, int32_t top, Address field, uint32_t stride,
  uint32_t mask, uint32_t window_x, uint32_t window_y, double most_shown, Address room, Address to) {
  const uint8_t *from = (const uint8_t *)memory + image;
  uint8_t *out = (uint8_t *)memory + to, *framed = (uint8_t *)memory + room;
  size_t pitch = pitch_of(columns), last = 0, start = 0, end = columns;
  uint32_t *squares = (uint32_t *)(memory + room + (rows + 3) * pitch);
  uint8_t *marks = framed + (rows + 2) * pitch;
  memset(out, 0, (size_t)rows * columns);
  /* The least rectangle that has all ink in it. */
  size_t first = frame_image(rows, columns, from, pitch, framed, marks, &last);
  if (first == rows) return;
  while (!marks[start]) start++;
  while (!marks[--end]) {}
  pack_squares(rows, columns, framed, pitch, squares);

  /* Which pixels are read from ink: those around the rectangle that it is in, where that goes. */
  const double one = 65536, cx = 0.5 * (columns - 1.0), cy = 0.5 * (rows - 1.0), forth = one / ((double)a * a + (double)b * b);
  const double ink_x = 0.5 * ((double)start + (double)end) - cx, ink_y = 0.5 * ((double)first + (double)last) - cy;
  const double wide = 0.5 * ((double)end - (double)start) + 1 + most_shown, high = 0.5 * ((double)last - (double)first) + 1 + most_shown;
  const double x = forth * (a * ink_x - b * ink_y) - left / one, y = forth * (b * ink_x + a * ink_y) - top / one;
  const double reach_x = forth * (fabs(a) * wide + fabs(b) * high), reach_y = forth * (fabs(b) * wide + fabs(a) * high);
  const int32_t x0 = (int32_t)fmax(0, floor(x - reach_x)), x1 = (int32_t)fmin(columns - 1.0, ceil(x + reach_x));
  const int32_t y0 = (int32_t)fmax(0, floor(y - reach_y)), y1 = (int32_t)fmin(rows - 1.0, ceil(y + reach_y));
  for (int32_t row = y0; row <= y1; row++) {
    int64_t above = top + ((int64_t)row << 16), before = left + ((int64_t)x0 << 16);
    /* 1 more than the coordinate, for the border. */
    uint32_t u = (uint32_t)((int64_t)(one * (cx + 1)) + ((a * before + b * above + 0x8000) >> 16));
    uint32_t v = (uint32_t)((int64_t)(one * (cy + 1)) + ((a * above - b * before + 0x8000) >> 16));
    const int32_t *shown = (const int32_t *)(memory + field) + (((uint32_t)row + window_y) & mask) * (size_t)stride + window_x;
    uint8_t *into = out + (size_t)row * columns;
    Bits us = u - (Bits){0}, vs = v - (Bits){0};
    for (uint32_t lane = 0; lane < LANES; lane++) us[lane] += lane * (uint32_t)a, vs[lane] -= lane * (uint32_t)b;
    for (int32_t p = x0; p <= x1; p += LANES, us += LANES * (uint32_t)a, vs -= LANES * (uint32_t)b) {
      size_t count = least(LANES, columns - (size_t)p);
      Bits s = us, t = vs;
      if (field) {
        const float *at = (const float *)(shown + p);
        Bits here = (Bits)(count == LANES ? load(at) : load_part(at, count, 0));
        s += (Bits)((Ints)(here << 16) >> 8);
        t += (Bits)((Ints)here >> 16 << 8);
      }
      Bits grey = distorted(squares, (uint32_t)pitch, columns + 1, rows + 1, s, t);
      Greys bytes = __builtin_convertvector(grey, Greys);
      if (count == LANES) memcpy(into + p, &bytes, LANES);
      else for (size_t lane = 0; lane < count; lane++) into[p + lane] = bytes[lane];
    }
  }
}
