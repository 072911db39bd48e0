/**
 * What makes the garbage collector run in time.
 *
 * It does not see blocks of WebAssembly memory, so a program that makes and drops large tensors would use up the memory before the
 * collector thinks of running. What it does see is the size of buffers. Nobody writes to those below, so they take
 * address space and no memory.
 *
 * @module
 */

/** Blocks of fewer bytes have no ballast. */
const LARGE = 2 ** 20;

/** For a large block a buffer of the same size, which counts in its place as long as it is referenced. */
export function makeBallast(bytes: number): ArrayBuffer | undefined {
  return bytes < LARGE ? undefined : makeBuffer(bytes);
}

/** Makes the collector look for arrays that nobody references, by a buffer so large that it can't but run. */
export function collectGarbage(): void {
  makeBuffer(2 ** 33) ?? makeBuffer(2 ** 30);
}

/** A buffer, or nothing where there is not so much address space. */
function makeBuffer(bytes: number): ArrayBuffer | undefined {
  try {
    return new ArrayBuffer(bytes);
  } catch {
    return undefined;
  }
}
