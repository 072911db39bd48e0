/*
 * Products of matrices, as in `assembly/products.ts`: in tiles whose sums stay in registers while the inner dimension runs, of columns of B
 * that are packed into panels as wide as two vectors. A is read where it is. Each number of C is one chain of multiply-adds over the inner
 * dimension, in order, so that tiles of any size give the same result.
 */
#include "memory.h"
#include "packing.h"
#include "threads.h"
#include "tiles.h"

/* The longest stretch of the inner dimension at a time: the rows of A of a tile fit the first-level cache. */
#define INNER 512
/* Columns of C made at a time, by one thread: those of B are packed, for the second-level cache. */
#define COLUMNS 64
/* Rows made at a time where there are few columns. */
#define ROWS 48
/* So many blocks of columns are enough to share. */
#define ENOUGH 4
/* Tiles one below the other whose part of a transposed A is copied, where its rows are so far apart that they would drive each other out. */
#define TILES_OF_A 4
#define FAR 512

typedef struct {
  size_t m, n, k;
  const float *a, *b, *bias;
  int transpose_a, transpose_b;
  float *c;
  char *scratch;
  size_t scratch_bytes;
  /* The rows of a chunk. */
  size_t height;
} Product;

/* Bytes of scratch memory that a thread wants: the packed columns of B, and rows of A. */
EXPORT uint32_t chainrule_multiply_scratch(void) {
  return INNER * (COLUMNS + TILES_OF_A * TILE_ROWS) * 4;
}

/* Copies `rows` rows of A, which is stored transposed, `step` numbers apart along the inner dimension: tile after tile. */
INLINE void pack_transposed(size_t rows, size_t inner, const float *a, size_t step, float *to) {
  for (size_t p = 0; p < inner; p++, a += step, to += TILE_ROWS) {
    size_t i = 0;
    for (; i + TILE_ROWS <= rows; i += TILE_ROWS) memcpy(to + i * inner, a + i, TILE_ROWS * 4);
    if (i < rows) memcpy(to + i * inner, a + i, (rows - i) * 4);
  }
}

/* Copies `rows` × `columns` numbers. */
INLINE void copy_tile(size_t rows, size_t columns, const float *from, size_t from_pitch, float *to, size_t to_pitch) {
  for (; rows; rows--, from += from_pitch, to += to_pitch) memcpy(to, from, columns * 4);
}

/* The rows and columns of one chunk. */
static void multiply_chunk(const void *arguments, size_t chunk, size_t thread) {
  const Product *job = arguments;
  size_t m = job->m, n = job->n, k = job->k, across = (n + COLUMNS - 1) / COLUMNS;
  size_t left = chunk % across * COLUMNS, columns = least(COLUMNS, n - left);
  size_t top = chunk / across * job->height, bottom = least(m, top + job->height);
  float *packed = (float *)(job->scratch + thread * job->scratch_bytes), spare[TILE_ROWS * TILE_COLUMNS] = {0};
  float *copies = packed + INNER * COLUMNS;
  for (size_t i = top; i < bottom; i++) {
    float *row = job->c + i * n + left;
    if (job->bias) memcpy(row, job->bias + left, columns * 4);
    else memset(row, 0, columns * 4);
  }
  if (!k) return;
  /* Stretches of the inner dimension of about the same length. */
  size_t stretches = (k + INNER - 1) / INNER, stretch = (k + stretches - 1) / stretches;
  size_t spread = job->transpose_a ? m : 1, pitch = job->transpose_a ? 1 : k;
  for (size_t from = 0; from < k; from += stretch) {
    size_t inner = least(stretch, k - from);
    pack_panels(job->b, job->transpose_b ? k : n, job->transpose_b, left, columns, from, inner, packed);
    int copied = job->transpose_a && m >= FAR && columns >= COLUMNS / 2;
    for (size_t i = top; i < bottom; i += TILE_ROWS) {
      size_t rows = least(TILE_ROWS, bottom - i), tile = (i - top) / TILE_ROWS % TILES_OF_A, step = copied ? TILE_ROWS : spread;
      const float *a = copied ? copies + tile * TILE_ROWS * inner : job->a + i * pitch + from * spread;
      if (copied && tile == 0) {
        pack_transposed(least(TILES_OF_A * TILE_ROWS, bottom - i), inner, job->a + i + from * spread, spread, copies);
      }
      for (size_t j = 0; j < columns; j += TILE_COLUMNS) {
        size_t width = least(TILE_COLUMNS, columns - j);
        const float *b = packed + j * inner;
        float *c = job->c + i * n + left + j;
        if (width == TILE_COLUMNS || width == LANES) {
          add_tile(rows, width, inner, a, pitch, step, b, c, n);
          continue;
        }
        copy_tile(rows, width, c, n, spare, TILE_COLUMNS);
        add_tile(rows, width, inner, a, pitch, step, b, spare, TILE_COLUMNS);
        copy_tile(rows, width, spare, TILE_COLUMNS, c, n);
      }
    }
  }
}

/*
 * C [m, n] = A [m, k] · B [k, n], and a bias [n] added to each row unless its address is 0. A is stored as [k, m] where `transpose_a`, B as
 * [n, k] where `transpose_b`. `scratch` holds `scratch_bytes` for each thread.
 */
EXPORT void chainrule_multiply(
  uint32_t m, uint32_t n, uint32_t k, Address a, int32_t transpose_a, Address b, int32_t transpose_b, Address c, Address bias,
  Address scratch, uint32_t scratch_bytes) {
  /* All rows, unless threads share the work and there are few columns to share. */
  size_t height = has_helpers() && n <= ENOUGH * COLUMNS ? ROWS : most(m, 1);
  Product job = {
    .m = m, .n = n, .k = k, .a = numbers(a), .b = numbers(b), .bias = bias ? numbers(bias) : NULL, .transpose_a = transpose_a,
    .transpose_b = transpose_b, .c = numbers(c), .scratch = memory + scratch, .scratch_bytes = scratch_bytes, .height = height,
  };
  share(multiply_chunk, &job, (n + COLUMNS - 1) / COLUMNS * ((m + height - 1) / height));
}

/* sums [columns]: the sums of the columns of x [rows, columns]. */
EXPORT void chainrule_column_sums(uint32_t rows, uint32_t columns, Address x, Address sums) {
  const float *row = numbers(x);
  float *to = numbers(sums);
  memset(to, 0, (size_t)columns * 4);
  for (size_t i = 0; i < rows; i++, row += columns) {
    for (size_t j = 0; j < columns; j++) to[j] += row[j];
  }
}
