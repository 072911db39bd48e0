/**
 * Sharing work between threads.
 *
 * A job is a function and its arguments, cut into chunks that write to different places. Chunks are cut by the sizes of the
 * operands alone and each is computed the same way whoever does it, so the results are the same for any number of threads.
 * All threads, the main one too, take the next free chunk until none is left; the main thread then waits for those still
 * under way.
 *
 * A helper that waits for work does so at full speed, for waking up takes longer than most jobs. Where another program needs
 * the processors, that does more harm than good; so from time to time the main thread tries both ways and stays with the
 * faster one. A helper that finds no work for a while falls asleep.
 */
import { CONTROL } from "./layout";

/** What is done for one chunk of a job by the thread of this number. Its arguments are at `ARGUMENTS`, the same for all chunks. */
export type Work = (chunk: usize, thread: usize) => void;

// Each on a cache line of its own.
/** The job's number of chunks (from bit 10 on), the next free one (bits 0 to 9), and a number that changes with the job. */
const TICKET: usize = CONTROL;
/** How many chunks of the job are done. */
const DONE: usize = CONTROL + 64;
/** How many helpers sleep, or are about to. */
const ASLEEP: usize = CONTROL + 128;
/** Changes when they shall wake up. */
const ALARM: usize = CONTROL + 192;
/** How many helpers the main thread counts on. */
const HELPERS: usize = CONTROL + 256;
/** Changes when helpers are sent home. */
const GENERATION: usize = CONTROL + 260;
/** How many helpers have not gone home yet. */
const PRESENT: usize = CONTROL + 264;
/** What is to be done: a `Work`, which has the same address in all threads, since they run the same module. */
const WORK: usize = CONTROL + 320;
/** The number of the first chunk: a job of more than `MOST_CHUNKS` is done as several. */
const FIRST: usize = CONTROL + 324;
/** Where the arguments of the job are, in the form that its function knows. */
export const ARGUMENTS: usize = CONTROL + 384;

/** The most chunks that are shared at a time. */
export const MOST_CHUNKS: usize = 1023;

// What each of these gains is measured by the command beside it. Its figures are, for each value, seconds per epoch of the fastest round,
// where nothing else runs / where another program keeps one of two processors busy: on an AMD EPYC with 2 cores, whose speed others vary
// by 1.5.

/**
 * How often a helper looks for work before it sleeps: about a fifth of a millisecond.
 * `deno task kernels:measure PATIENCE 1_000 100_000`: 0.333 / 0.390, 0.316 / 0.388
 */
const PATIENCE: i32 = 100_000;
/**
 * A trial, to see what is faster, is first so many jobs without help …
 * `deno task kernels:measure ALONE 60 600`: 0.432 / 0.407, 0.316 / 0.450
 */
const ALONE: i32 = 600;
/**
 * … then so many with it: long enough for the operating system to have taken the processor from a helper that shares it with another
 * program. One that has just slept is given it at once, for a while.
 * `deno task kernels:measure TOGETHER 300 3_000`: 0.304 / 0.475, 0.320 / 0.414
 */
const TOGETHER: i32 = 3_000;
/**
 * Jobs from trial to trial.
 * `deno task kernels:measure PERIOD 15_000 60_000`: 0.312 / 0.502, 0.254 / 0.411
 */
const PERIOD: i32 = 60_000;

/** Milliseconds on some clock. */
// @ts-ignore: decorator
@external("env", "now")
declare function now(): f64;

// What the main thread knows. Helpers have copies of their own and no use for them.
/** How many jobs were shared since the trial began; below 0, so many are done with help before it. */
let job: i32 = 0;
let helpful: bool = true;
let timeTogether: f64 = 0;
let timeAlone: f64 = 0;

/** Whether threads were started that may help. */
export function hasHelpers(): bool {
  return load<i32>(HELPERS) != 0;
}

/** Does a job whose arguments are in place, with the help of other threads if there are any and it pays. */
export function share(work: Work, chunks: usize): void {
  if (chunks <= 1 || !hasHelpers()) {
    doAlone(work, chunks);
    return;
  }
  if (job >= 0 && job < ALONE + TOGETHER) tryOut(work, chunks);
  else if (helpful) doTogether(work, chunks);
  else doAlone(work, chunks);
  if (++job == PERIOD) tryAgain(0);
}

/** Does a job of the trial, and decides at its end: as soon as help has taken as long as all of them would without, it does not pay. */
function tryOut(work: Work, chunks: usize): void {
  const start = now();
  if (job < ALONE) {
    doAlone(work, chunks);
    timeAlone += now() - start;
    return;
  }
  doTogether(work, chunks);
  timeTogether += now() - start;
  if (timeTogether >= timeAlone * (<f64>TOGETHER / <f64>ALONE)) decide(false);
  else if (job == ALONE + TOGETHER - 1) decide(true);
}

/** Ends the trial with this job. */
function decide(pays: bool): void {
  helpful = pays;
  job = ALONE + TOGETHER - 1;
}

/** Starts the next trial after so many jobs. */
function tryAgain(jobs: i32): void {
  job = -jobs;
  timeTogether = 0;
  timeAlone = 0;
}

function doAlone(work: Work, chunks: usize): void {
  for (let chunk: usize = 0; chunk < chunks; chunk++) work(chunk, 0);
}

function doTogether(work: Work, chunks: usize): void {
  for (let first: usize = 0; first < chunks; first += MOST_CHUNKS) {
    shareSome(work, first, <i32>min(chunks - first, MOST_CHUNKS));
  }
}

function shareSome(work: Work, first: usize, count: i32): void {
  store<usize>(WORK, changetype<usize>(work));
  store<usize>(FIRST, first);
  atomic.store<i32>(DONE, 0);
  const number = (atomic.load<i32>(TICKET) >>> 20) + 1;
  atomic.store<i32>(TICKET, (number << 20) | (count << 10));
  if (atomic.load<i32>(ASLEEP) > 0) {
    atomic.add<i32>(ALARM, 1);
    atomic.notify(ALARM, -1);
  }
  while (help(0)) {}
  while (atomic.load<i32>(DONE) != count) {}
}

/** Does one chunk of the current job, as the given thread. Returns whether there was one. */
function help(thread: usize): bool {
  while (true) {
    const ticket = atomic.load<i32>(TICKET), chunk = ticket & 1023;
    if (chunk >= ((ticket >>> 10) & 1023)) return false;
    if (atomic.cmpxchg<i32>(TICKET, ticket, ticket + 1) != ticket) continue;
    // The job can't end, nor its arguments change, before this chunk is done.
    const work = changetype<Work>(load<usize>(WORK));
    work(load<usize>(FIRST) + chunk, thread);
    atomic.add<i32>(DONE, 1);
    return true;
  }
}

/** Lets the main thread count on so many helpers from now on. Returns what they are to be told. */
export function call_helpers(count: i32): i32 {
  // Before the first trial: code that was just loaded is slow at first.
  tryAgain(ALONE);
  helpful = true;
  store<i32>(HELPERS, count);
  return atomic.load<i32>(GENERATION);
}

/** Sends all helpers home, and waits until they are gone: two of the same number would share scratch memory. */
export function dismiss_helpers(): void {
  store<i32>(HELPERS, 0);
  atomic.add<i32>(GENERATION, 1);
  atomic.add<i32>(ALARM, 1);
  atomic.notify(ALARM, -1);
  while (atomic.load<i32>(PRESENT) > 0) {}
}

/** The life of a helper: returns when its generation is sent home. `thread` is its number, from 1 on. */
export function serve(thread: usize, generation: i32): void {
  atomic.add<i32>(PRESENT, 1);
  let idle: i32 = 0;
  while (atomic.load<i32>(GENERATION) == generation) {
    if (help(thread)) idle = 0;
    else if (++idle > PATIENCE) {
      const alarm = atomic.load<i32>(ALARM);
      atomic.add<i32>(ASLEEP, 1);
      // Whoever brings work, or sends home, after this point sees that someone is asleep.
      const ticket = atomic.load<i32>(TICKET);
      const work = (ticket & 1023) < ((ticket >>> 10) & 1023);
      if (!work && atomic.load<i32>(GENERATION) == generation) atomic.wait<i32>(ALARM, alarm, -1);
      atomic.sub<i32>(ASLEEP, 1);
      idle = 0;
    }
  }
  atomic.sub<i32>(PRESENT, 1);
}
