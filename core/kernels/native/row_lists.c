/* For each image of a batch, a list of the pixels that are not background: see `assembly/row_lists.ts`. */
#include "strokes.h"
#include "threads.h"

/* Rows listed at a time. */
#define ROWS_AT_ONCE 16

typedef struct {
  size_t rows, pitch;
  /* The strokes of each row. */
  char *memory;
  Address order, starts, strokes;
  float divisor;
  uint32_t *spans;
  uint16_t *positions;
  float *values;
} RowLists;

/* Some rows, whose lists follow each other. */
static void list_rows_chunk(const void *arguments, size_t chunk, size_t thread) {
  (void)thread;
  const RowLists *job = arguments;
  const uint32_t *order = (const uint32_t *)(job->memory + job->order), *starts = (const uint32_t *)(job->memory + job->starts);
  const uint32_t *strokes = (const uint32_t *)(job->memory + job->strokes);
  size_t from = chunk * ROWS_AT_ONCE, to = least(job->rows, from + ROWS_AT_ONCE), at = from * job->pitch;
  /* Images in random order are not in the cache: this way many are fetched at a time. */
  for (size_t row = from; row < to; row++) {
    for (size_t i = starts[order[row]]; i < starts[order[row] + 1]; i += 16) __builtin_prefetch(strokes + i);
  }
  size_t start = at;
  for (size_t row = from; row < to; row++) {
    job->spans[2 * row] = (uint32_t)at;
    for (size_t i = starts[order[row]]; i < starts[order[row] + 1]; i++) {
      size_t first = stroke_first(strokes[i]), second = stroke_second(strokes[i]), p = stroke_pair(strokes[i]) * 2;
      /* Both are written, without a branch that nobody could foresee; what is 0 is written over. */
      job->positions[at] = (uint16_t)p;
      job->values[at] = (float)first;
      at += first != 0;
      job->positions[at] = (uint16_t)(p + 1);
      job->values[at] = (float)second;
      at += second != 0;
    }
    job->spans[2 * row + 1] = (uint32_t)at;
  }
  for (size_t i = start; i < at; i++) job->values[i] /= job->divisor;
}

/*
 * Lists, row by row, the pixels that are not 0 of the images of the given numbers: their positions (16 bits) and values byte / divisor. The
 * list of a row begins at the entry `spans[2 · row]` and ends before `spans[2 · row + 1]`.
 */
EXPORT void chainrule_list_rows(
  uint32_t rows, uint32_t pixels, Address order, Address starts, Address strokes, float divisor, Address spans,
  Address positions, Address values) {
  RowLists job = {
    .rows = rows, .pitch = (pixels + 15) & ~(size_t)15, .memory = memory, .order = order, .starts = starts, .strokes = strokes,
    .divisor = divisor, .spans = (uint32_t *)(memory + spans), .positions = (uint16_t *)(memory + positions),
    .values = numbers(values),
  };
  share(list_rows_chunk, &job, (rows + ROWS_AT_ONCE - 1) / ROWS_AT_ONCE);
}
