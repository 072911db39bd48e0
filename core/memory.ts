/**
 * The memory that float32 tensors and the WebAssembly kernels share.
 *
 * Its size is fixed, for then no view of it is ever detached and the kernels run faster; it is reserved, not
 * used: the operating system hands out a page when it is first written. It is shared, so that worker threads see
 * the same tensors.
 *
 * @module
 */
import { addBallast, collectGarbage } from "./collector.ts";
import { MemoryError } from "./errors.ts";

const PAGE = 65_536;

/** Pages of 64 KiB: 1 GiB. The kernels are built for the same number (see `kernels/build.ts`). */
export const MEMORY_PAGES = 16_384;

/** The bytes at the start of the memory that belong to the kernels themselves, for their constants. */
export const KERNEL_BYTES = PAGE;

/** Every block starts at a multiple of this: a cache line. */
const ALIGNMENT = 64;

/** The WebAssembly memory of this process. */
export const memory: WebAssembly.Memory = new WebAssembly.Memory({
  initial: MEMORY_PAGES,
  maximum: MEMORY_PAGES,
  shared: true,
});

/** Kernels may read a few bytes after the end of a block: the last page is left free. */
const CAPACITY = MEMORY_PAGES * PAGE - KERNEL_BYTES - PAGE;

/** Free blocks, sorted by address; neighbours are always merged. */
const free: { start: number; size: number }[] = [{ start: KERNEL_BYTES, size: CAPACITY }];

let reserved = 0;

/** The bytes that are reserved now. */
export function reservedBytes(): number {
  return reserved;
}

/** Takes a block out of the free list, first fit, and returns its address. */
function reserve(size: number): number {
  const index = free.findIndex((block) => block.size >= size);
  if (index < 0) {
    askForCollection();
    throw new MemoryError(
      `Cannot reserve ${formatBytes(size)} for a tensor: ${formatBytes(reservedBytes())} of ` +
        `${formatBytes(CAPACITY)} are in use, and tensors that are garbage are only ` +
        `given back when the program awaits something that is still to happen, such as a timer`,
    );
  }
  const block = free[index];
  const start = block.start;
  block.start += size;
  block.size -= size;
  if (block.size === 0) free.splice(index, 1);
  reserved += size;
  return start;
}

/** Gives a block back and merges it with its free neighbours. */
function release({ start, size }: { start: number; size: number }): void {
  reserved -= size;
  alarm = Math.min(alarm, Math.max(PLENTY, reserved + STEP));
  let index = free.findIndex((block) => block.start > start);
  if (index < 0) index = free.length;
  const before = free[index - 1], after = free[index];
  const joinsBefore = before !== undefined && before.start + before.size === start;
  const joinsAfter = after !== undefined && start + size === after.start;
  if (joinsBefore) before.size += size;
  if (joinsAfter) {
    if (joinsBefore) {
      before.size += after.size;
      free.splice(index, 1);
    } else {
      after.start = start;
      after.size += size;
    }
  }
  if (!joinsBefore && !joinsAfter) free.splice(index, 0, { start, size });
}

const collected = new FinalizationRegistry(release);

/** From this many reserved bytes on the collector is asked to run, and again after so many more. */
const PLENTY = CAPACITY / 4, STEP = CAPACITY / 16;

/** The reserved bytes at which it is asked next. */
let alarm = PLENTY;

function askForCollection(): void {
  alarm = reserved + STEP;
  collectGarbage();
}

/** Reserves zeroed memory for `bytes` bytes, to be seen through the array that `view` makes of it. */
function reserveView<T extends ArrayBufferView>(bytes: number, view: (start: number) => T): T {
  const size = Math.max(ALIGNMENT, Math.ceil(bytes / ALIGNMENT) * ALIGNMENT);
  const start = reserve(size);
  new Uint8Array(memory.buffer, start, size).fill(0);
  const array = view(start);
  collected.register(array, { start, size });
  addBallast(array);
  if (reserved > alarm) askForCollection();
  return array;
}

/**
 * Reserves zeroed memory for `length` float32 numbers. It is given back when the returned array is garbage, so
 * whoever keeps a part of it (`subarray`) keeps the array as well.
 */
export function reserveFloat32(length: number): Float32Array {
  return reserveView(length * 4, (start) => new Float32Array(memory.buffer, start, length));
}

/** The same for 32-bit whole numbers. */
export function reserveUint32(length: number): Uint32Array {
  return reserveView(length * 4, (start) => new Uint32Array(memory.buffer, start, length));
}

/**
 * Reserves zeroed memory for `length` bytes where the kernels can read them, such as the pixels of a dataset. It is
 * given back when the returned array is garbage.
 *
 * @throws {MemoryError} If the memory is used up.
 *
 * @example
 * ```ts
 * import { reserveBytes } from "@chainrule/core";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(reserveBytes(3).length, 3);
 * ```
 */
export function reserveBytes(length: number): Uint8Array {
  return reserveView(length, (start) => new Uint8Array(memory.buffer, start, length));
}

/** Bytes in the largest unit of which there is a whole one. */
export function formatBytes(bytes: number): string {
  const units = ["bytes", "KiB", "MiB", "GiB"];
  const i = units.findLastIndex((_, i) => bytes >= 1024 ** i);
  return i <= 0 ? `${bytes} bytes` : `${(bytes / 1024 ** i).toFixed(1)} ${units[i]}`;
}
