// Written by `deno task kernels` and `deno task native`.
/** The hash of the sources that a native library must be compiled from. */
export const SOURCES = 0xe8339dbb;
