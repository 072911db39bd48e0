/**
 * What makes the garbage collector run in time.
 *
 * It does not see blocks of WebAssembly memory, so a program that makes and drops large tensors would use up the memory before the
 * collector thinks of running. What it does see is the size of buffers. Nobody writes to those below, so they take
 * address space and no memory.
 *
 * @module
 */

/** Arrays of fewer bytes have no ballast. */
const LARGE = 2 ** 20;

/** For each large array a buffer of the same size, which counts in its place. */
const ballast = new WeakMap<ArrayBufferView, ArrayBuffer>();

/** Lets the collector know how large an array is. */
export function addBallast(array: ArrayBufferView): void {
  if (array.byteLength < LARGE) return;
  const buffer = makeBuffer(array.byteLength);
  if (buffer) ballast.set(array, buffer);
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
