/*
 * Sharing work between threads, in the way of `assembly/threads.ts`: all take the next free chunk of a job until none is left; a helper
 * looks for work at full speed for a while and then sleeps; and from time to time the main thread tries whether help pays, since it
 * does not where another program needs the processors. The constants are those of WebAssembly, which say what each gains.
 */
#include "threads.h"
#include "memory.h"
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define PATIENCE 100000
#define ALONE 600
#define TOGETHER 3000
#define PERIOD 60000

/* The threads that help one main thread. What helpers write often is on cache lines of its own. */
typedef struct {
  /* The job's number of chunks (from bit 16 on), the next free one (bits 0 to 15), and a number that changes with the job (from bit 32). */
  _Alignas(64) atomic_uint_fast64_t ticket;
  _Alignas(64) atomic_uint done;
  _Alignas(64) atomic_int asleep;
  atomic_int ended;
  Work *work;
  const void *arguments;
  size_t first;
  pthread_mutex_t mutex;
  pthread_cond_t alarm;
  size_t count;
  pthread_t threads[];
} Pool;

/* The chunks that are shared at a time. */
#define MOST_AT_ONCE 65535

typedef struct {
  Pool *pool;
  size_t thread;
} Helper;

_Thread_local char *memory;
static _Thread_local Pool *pool;
/* How many jobs were shared since the trial began; below 0, so many are done with help before it. */
static _Thread_local int job;
static _Thread_local int helpful;
static _Thread_local double time_together, time_alone;
/* For tests: what jobs seem to take with and without help, in milliseconds, if not what the clock says; and how many had help. */
static _Thread_local double pretended_together, pretended_alone;
static _Thread_local int32_t helped;

int has_helpers(void) {
  return pool != NULL;
}

static size_t chunk_of(uint64_t ticket) {
  return ticket & 0xffff;
}

static size_t chunks_of(uint64_t ticket) {
  return ticket >> 16 & 0xffff;
}

/* Does one chunk of the current job. Returns whether there was one. */
static int help(Pool *pool, size_t thread) {
  uint64_t ticket = atomic_load(&pool->ticket);
  while (chunk_of(ticket) < chunks_of(ticket)) {
    if (!atomic_compare_exchange_weak(&pool->ticket, &ticket, ticket + 1)) continue;
    /* The job can't end, nor its arguments change, before this chunk is done. */
    pool->work(pool->arguments, pool->first + chunk_of(ticket), thread);
    atomic_fetch_add(&pool->done, 1);
    return 1;
  }
  return 0;
}

static int has_work(Pool *pool) {
  uint64_t ticket = atomic_load(&pool->ticket);
  return chunk_of(ticket) < chunks_of(ticket);
}

static void *serve(void *argument) {
  Helper helper = *(Helper *)argument;
  free(argument);
  Pool *pool = helper.pool;
  for (int idle = 0; !atomic_load(&pool->ended);) {
    if (help(pool, helper.thread)) idle = 0;
    else if (++idle > PATIENCE) {
      pthread_mutex_lock(&pool->mutex);
      /* Whoever brings work, or ends the pool, after this point sees that someone is asleep. */
      atomic_fetch_add(&pool->asleep, 1);
      while (!has_work(pool) && !atomic_load(&pool->ended)) pthread_cond_wait(&pool->alarm, &pool->mutex);
      atomic_fetch_sub(&pool->asleep, 1);
      pthread_mutex_unlock(&pool->mutex);
      idle = 0;
    }
  }
  return NULL;
}

static void wake(Pool *pool) {
  pthread_mutex_lock(&pool->mutex);
  pthread_cond_broadcast(&pool->alarm);
  pthread_mutex_unlock(&pool->mutex);
}

static void do_alone(Work *work, const void *arguments, size_t chunks) {
  for (size_t chunk = 0; chunk < chunks; chunk++) work(arguments, chunk, 0);
}

static void do_together(Work *work, const void *arguments, size_t chunks) {
  helped++;
  for (size_t first = 0; first < chunks; first += MOST_AT_ONCE) {
    size_t count = chunks - first < MOST_AT_ONCE ? chunks - first : MOST_AT_ONCE;
    pool->work = work;
    pool->arguments = arguments;
    pool->first = first;
    atomic_store(&pool->done, 0);
    uint64_t number = (atomic_load(&pool->ticket) >> 32) + 1;
    atomic_store(&pool->ticket, number << 32 | (uint64_t)count << 16);
    if (atomic_load(&pool->asleep) > 0) wake(pool);
    while (help(pool, 0)) {}
    while (atomic_load(&pool->done) != count) {}
  }
}

/* Milliseconds on some clock. */
static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec * 1e3 + (double)time.tv_nsec * 1e-6;
}

/* Starts the next trial after so many jobs. */
static void try_again(int jobs) {
  job = -jobs;
  time_together = 0;
  time_alone = 0;
}

/* Ends the trial with this job. */
static void decide(int pays) {
  helpful = pays;
  job = ALONE + TOGETHER - 1;
}

/* Does a job of the trial, and decides at its end: as soon as help has taken as long as all of them would without, it does not pay. */
static void try_out(Work *work, const void *arguments, size_t chunks) {
  double start = now();
  if (job < ALONE) {
    do_alone(work, arguments, chunks);
    time_alone += pretended_alone > 0 ? pretended_alone : now() - start;
    return;
  }
  do_together(work, arguments, chunks);
  time_together += pretended_together > 0 ? pretended_together : now() - start;
  if (time_together >= time_alone * ((double)TOGETHER / ALONE)) decide(0);
  else if (job == ALONE + TOGETHER - 1) decide(1);
}

void share(Work *work, const void *arguments, size_t chunks) {
  if (chunks <= 1 || !has_helpers()) {
    do_alone(work, arguments, chunks);
    return;
  }
  if (job >= 0 && job < ALONE + TOGETHER) try_out(work, arguments, chunks);
  else if (helpful) do_together(work, arguments, chunks);
  else do_alone(work, arguments, chunks);
  if (++job == PERIOD) try_again(0);
}

/* For tests: from now on jobs of a trial seem to take so long, in milliseconds; for 0, what the clock says. */
EXPORT void chainrule_pretend(double together, double alone) {
  pretended_together = together;
  pretended_alone = alone;
}

/* For tests: how many jobs had help. */
EXPORT int32_t chainrule_helped(void) {
  return helped;
}

/* Ends all threads that help the calling one. */
EXPORT void chainrule_dismiss_helpers(void) {
  if (!pool) return;
  atomic_store(&pool->ended, 1);
  wake(pool);
  for (size_t i = 0; i < pool->count; i++) pthread_join(pool->threads[i], NULL);
  pthread_cond_destroy(&pool->alarm);
  pthread_mutex_destroy(&pool->mutex);
  free(pool);
  pool = NULL;
}

/* Starts so many threads that help the calling one. Returns how many there are: fewer, if the system has no more. */
EXPORT int32_t chainrule_call_helpers(int32_t count) {
  chainrule_dismiss_helpers();
  if (count < 1) return 0;
  size_t bytes = sizeof(Pool) + (size_t)count * sizeof(pthread_t);
  Pool *started = aligned_alloc(64, (bytes + 63) / 64 * 64);
  if (!started) return 0;
  memset(started, 0, bytes);
  pthread_mutex_init(&started->mutex, NULL);
  pthread_cond_init(&started->alarm, NULL);
  /* Before the first trial: code that was just loaded is slow at first. */
  try_again(ALONE);
  helpful = 1;
  pool = started;
  while (started->count < (size_t)count) {
    Helper *helper = malloc(sizeof(Helper));
    if (!helper) break;
    *helper = (Helper){started, started->count + 1};
    if (pthread_create(&started->threads[started->count], NULL, serve, helper)) {
      free(helper);
      break;
    }
    started->count++;
  }
  int32_t found = (int32_t)started->count;
  if (found == 0) chainrule_dismiss_helpers();
  return found;
}
