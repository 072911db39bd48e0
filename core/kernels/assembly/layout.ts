/**
 * What is where in the first 64 KiB of the memory, which belong to the kernels. Constants come first, from 1024 on, where the
 * compiler puts them. The rest is not initialised by the module, since several threads load it into the same memory.
 */

/** Tables that are computed when the module starts: 6 KiB. */
export const TABLES: usize = 0x8000;
/** How the threads share their work: see `threads.ts`. */
export const CONTROL: usize = 0xa000;
/** Room for four times four numbers. */
export const SPARE: usize = 0xb000;
