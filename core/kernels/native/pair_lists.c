/* For each pair of neighbouring pixels, a list of the images of a batch in which it is a stroke: see `assembly/pair_lists.ts`. */
#include "strokes.h"
#include "threads.h"

/* Pairs that are listed at a time. */
#define PAIRS_AT_ONCE 196

typedef struct {
  size_t rows, pairs;
  const uint32_t *order, *starts, *strokes;
  const float *table;
  uint32_t *counts, *entries;
  float *values;
} PairLists;

EXPORT uint32_t chainrule_sparse_stride(uint32_t rows) {
  return (uint32_t)stride_of(rows);
}

/* The first of the strokes, which are in order, whose pair is not less than the given one. */
INLINE const uint32_t *first_from(size_t pair, const uint32_t *stroke, const uint32_t *end) {
  while (stroke < end) {
    const uint32_t *middle = stroke + (end - stroke) / 2;
    if (stroke_pair(*middle) < pair) stroke = middle + 1;
    else end = middle;
  }
  return stroke;
}

/* Some pairs. */
static void list_pairs_chunk(const void *arguments, size_t chunk, size_t thread) {
  (void)thread;
  const PairLists *job = arguments;
  size_t from = chunk * PAIRS_AT_ONCE, to = least(job->pairs, from + PAIRS_AT_ONCE), stride = stride_of(job->rows);
  /* At first the count of a pair is the number of its next entry. */
  for (size_t pair = from; pair < to; pair++) job->counts[pair] = (uint32_t)(pair * stride);
  for (size_t row = 0; row < job->rows; row++) {
    const uint32_t *start = job->starts + job->order[row], *stroke = job->strokes + start[0], *end = job->strokes + start[1];
    if (from > 0) stroke = first_from(from, stroke, end);
    if (to < job->pairs) end = first_from(to, stroke, end);
    for (; stroke < end; stroke++) {
      size_t at = job->counts[stroke_pair(*stroke)]++;
      job->entries[at] = (uint32_t)row << 6;
      job->values[2 * at] = job->table[stroke_first(*stroke)];
      job->values[2 * at + 1] = job->table[stroke_second(*stroke)];
    }
  }
  for (size_t pair = from; pair < to; pair++) job->counts[pair] -= (uint32_t)(pair * stride);
}

/*
 * Lists, for each pair of neighbouring pixels, the rows where one of them is not 0. An entry is the row · 64 (32 bits) and both values, which
 * `table` holds for all bytes. The list of a pair has room for `sparse_stride(rows)` entries and holds `counts[pair]`.
 */
EXPORT void chainrule_list_pairs(
  uint32_t rows, uint32_t pixels, Address order, Address starts, Address strokes, Address table, Address counts, Address entries,
  Address values) {
  PairLists job = {
    .rows = rows, .pairs = ((size_t)pixels + 1) / 2, .order = (const uint32_t *)(memory + order),
    .starts = (const uint32_t *)(memory + starts), .strokes = (const uint32_t *)(memory + strokes), .table = numbers(table),
    .counts = (uint32_t *)(memory + counts), .entries = (uint32_t *)(memory + entries), .values = numbers(values),
  };
  share(list_pairs_chunk, &job, (job.pairs + PAIRS_AT_ONCE - 1) / PAIRS_AT_ONCE);
}
