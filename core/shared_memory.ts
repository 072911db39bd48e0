/** WebAssembly memory, and the buffers through which it is seen.
 * @module
 */

/** Pages of 64 KiB that are tried, the most first: 4 GiB, which is all that 32 bits can address, down to what old telephones grant. */
const PAGES = [65_536, 32_768, 16_384];

/** The pages that the kernels are compiled for. What a memory has is written in when they are loaded. */
export const BUILT_PAGES = 16_384;

/** Memory of fixed size that threads share, as large as can be had. */
export function makeMemory(Memory: typeof WebAssembly.Memory = WebAssembly.Memory): WebAssembly.Memory {
  for (const pages of PAGES.slice(0, -1)) {
    try {
      return new Memory({ initial: pages, maximum: pages, shared: true });
    } catch {
      // The address space is short: less may do.
    }
  }
  const pages = PAGES.at(-1)!;
  return new Memory({ initial: pages, maximum: pages, shared: true });
}

/** So many buffer objects are made at a time: it takes hardly longer than one. */
const AT_ONCE = 32;

/** Makes buffer objects that nobody else has, on one memory. */
export class Buffers {
  readonly #memory: SharedArrayBuffer;
  #idle: SharedArrayBuffer[] = [];
  /** Where a page is not isolated there are none: other engines refuse to make one, WebKitGTK 2.50 crashes. */
  #possible = (globalThis as { readonly crossOriginIsolated?: boolean }).crossOriginIsolated !== false;

  /** Of this memory. */
  constructor({ buffer }: WebAssembly.Memory) {
    this.#memory = buffer as unknown as SharedArrayBuffer;
  }

  /** The next one; none in a page that is not isolated, where threads can't share memory either. */
  next(): SharedArrayBuffer | undefined {
    if (this.#idle.length === 0 && this.#possible) this.#make();
    return this.#idle.pop();
  }

  #make(): void {
    try {
      let made = [structuredClone(this.#memory)];
      while (made.length < AT_ONCE) made = made.concat(structuredClone(made));
      this.#idle = made;
    } catch {
      this.#possible = false;
    }
  }
}
