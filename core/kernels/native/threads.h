/* Sharing work between threads: see `threads.c`. */
#pragma once
#include <stddef.h>

/* What is done for one chunk of a job by the thread of this number. */
typedef void Work(const void *arguments, size_t chunk, size_t thread);

/* The most chunks that tensors of any length are cut into: as in WebAssembly, whose results depend on where losses are cut. */
#define MOST_CHUNKS 1023

/* Whether threads were started that may help. */
int has_helpers(void);

/* Does a job, with the help of other threads if there are any and it pays. */
void share(Work *work, const void *arguments, size_t chunks);
