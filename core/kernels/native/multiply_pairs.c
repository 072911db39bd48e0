/* xᵀ·dy for images that are mostly background: see `assembly/multiply_pairs.ts`. Each row of a panel of dy that is loaded serves two pixels. */
#include "memory.h"
#include "panels.h"
#include "strokes.h"
#include "threads.h"

/* Pairs that a chunk has where threads share the work. */
#define PAIRS_OF_CHUNK 98

typedef struct {
  size_t rows, pixels, n;
  const uint32_t *counts, *entries;
  const float *values;
  float base;
  const float *dy;
  float *dw;
  char *scratch;
  size_t scratch_bytes;
  /* The chunks side by side, and the pairs of each. */
  size_t across, height;
} PairProduct;

/* Bytes of scratch memory for a panel of `rows` rows. */
EXPORT uint32_t chainrule_panel_scratch(uint32_t rows) {
  return rows * PANEL * 4;
}

/* The sums of some vectors of columns for the two pixels of a pair. An entry is a row · 64, for panels of 16 columns. */
INLINE void multiply_pair(
  size_t vectors, size_t count, const uint32_t *entries, const float *values, const float *panel, const float *start, float *first,
  float *second) {
  Floats a[PANEL_VECTORS], b[PANEL_VECTORS];
  UNROLL for (size_t k = 0; k < vectors; k++) a[k] = b[k] = load(start + k * LANES);
  for (size_t i = 0; i < count; i++) {
    Floats v = splat(values[2 * i]), u = splat(values[2 * i + 1]);
    const float *row = panel + entries[i] / 64 * PANEL;
    UNROLL for (size_t k = 0; k < vectors; k++) {
      Floats d = load(row + k * LANES);
      a[k] = fmadd(v, d, a[k]);
      b[k] = fmadd(u, d, b[k]);
    }
  }
  UNROLL for (size_t k = 0; k < vectors; k++) {
    store(first + k * LANES, a[k]);
    store(second + k * LANES, b[k]);
  }
}

/* Some pairs, and the columns of one panel. */
static void multiply_pairs_chunk(const void *arguments, size_t chunk, size_t thread) {
  const PairProduct *job = arguments;
  size_t n = job->n, j = chunk % job->across * PANEL, width = least(PANEL, n - j), vectors = (width + LANES - 1) / LANES;
  size_t pairs = (job->pixels + 1) / 2, from = chunk / job->across * job->height, to = least(pairs, from + job->height);
  float *panel = (float *)(job->scratch + thread * job->scratch_bytes), start[PANEL], spare[2][PANEL];
  scaled_sums(job->rows, job->dy + j, n, width, job->base, start);
  for (size_t row = 0; row < job->rows; row++) {
    memcpy(panel + row * PANEL, job->dy + row * n + j, width * 4);
    memset(panel + row * PANEL + width, 0, (vectors * LANES - width) * 4);
  }
  for (size_t pair = from; pair < to; pair++) {
    size_t at = pair * stride_of(job->rows), count = job->counts[pair];
    const uint32_t *entries = job->entries + at;
    const float *values = job->values + 2 * at;
    float *row = job->dw + 2 * pair * n + j;
    int second = 2 * pair + 1 < job->pixels, whole = vectors * LANES == width;
    float *first_sums = whole ? row : spare[0], *second_sums = whole && second ? row + n : spare[1];
    switch (vectors) {
      case 4: multiply_pair(4, count, entries, values, panel, start, first_sums, second_sums); break;
      case 3: multiply_pair(3, count, entries, values, panel, start, first_sums, second_sums); break;
      case 2: multiply_pair(2, count, entries, values, panel, start, first_sums, second_sums); break;
      case 1: multiply_pair(1, count, entries, values, panel, start, first_sums, second_sums); break;
    }
    if (whole) continue;
    memcpy(row, spare[0], width * 4);
    if (second) memcpy(row + n, spare[1], width * 4);
  }
}

/* dw [pixels, n] = xᵀ·dy, from the lists of `list_pairs`. `scratch` holds `scratch_bytes` for each thread, at least `panel_scratch(rows)`. */
EXPORT void chainrule_multiply_pairs(
  uint32_t rows, uint32_t pixels, uint32_t n, Address counts, Address entries, Address values, float base, Address dy, Address dw,
  Address scratch, uint32_t scratch_bytes) {
  size_t pairs = ((size_t)pixels + 1) / 2;
  PairProduct job = {
    .rows = rows, .pixels = pixels, .n = n, .counts = (const uint32_t *)(memory + counts),
    .entries = (const uint32_t *)(memory + entries), .values = numbers(values), .base = base, .dy = numbers(dy),
    .dw = numbers(dw), .scratch = memory + scratch, .scratch_bytes = scratch_bytes, .across = ((size_t)n + PANEL - 1) / PANEL,
    .height = has_helpers() ? PAIRS_OF_CHUNK : most(pairs, 1),
  };
  share(multiply_pairs_chunk, &job, job.across * ((pairs + job.height - 1) / job.height));
}
