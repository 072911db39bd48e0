/**
 * The memory that float32 tensors and the WebAssembly kernels share.
 *
 * Its size is fixed, for then no view of it is ever detached and the kernels run faster; it is reserved, not
 * used: the operating system hands out a page when it is first written. It is shared, so that worker threads see
 * the same tensors.
 *
 * Each block of it is seen through a buffer object of its own, of which there may be many on one memory: whatever keeps
 * the buffer, be it a view of a view, keeps the block. When the buffer is garbage, the block is given back: a
 * `FinalizationRegistry` says so when the program awaits something that is still to happen, witnesses before that where they can.
 *
 * @module
 */
import { Blocks } from "./blocks.ts";
import { collectGarbage, makeBallast } from "./collector.ts";
import { MemoryError } from "./errors.ts";
import { Buffers, makeMemory } from "./shared_memory.ts";
import { Witnesses } from "./witnesses.ts";

/** The bytes at the start of the memory that belong to the kernels themselves, for their constants. */
export const KERNEL_BYTES = 65_536;

/** Every block starts at a multiple of this: a cache line. */
const ALIGNMENT = 64;

/** The WebAssembly memory of this process. */
export const memory: WebAssembly.Memory = makeMemory();

/** Kernels may read a few bytes after the end of a block: the last page is left free. */
const CAPACITY = memory.buffer.byteLength - KERNEL_BYTES - 65_536;

const blocks = new Blocks(KERNEL_BYTES, CAPACITY);
const buffers = new Buffers(memory);

/** Where the part of the memory begins that nobody has had yet: it is zero, and takes no memory. */
let untouched = KERNEL_BYTES;

/** A block that was handed out. */
interface Handed {
  readonly start: number;
  readonly size: number;
  /** Whether it was given back. */
  free: boolean;
}

/** What keeps a block: the buffer that is its own, or the array where there can be none. */
type Keeper = ArrayBufferLike | ArrayBufferView;

/** The block of each keeper, with what must live as long. */
const handed = new WeakMap<Keeper, { block: Handed; witness?: object; ballast?: ArrayBuffer }>();

const witnesses = new Witnesses<Handed>();

const collected = new FinalizationRegistry((block: Handed) => {
  giveBack(block);
  witnesses.refill();
});

/** From this many reserved bytes on the collector is asked to run, and again after so many more. */
const PLENTY = 2 ** 28, STEP = 2 ** 26;

/** The reserved bytes at which it is asked next. */
let alarm = PLENTY;

/**
 * The bytes of the memory for float32 tensors that are reserved now, those of the kernels' own buffers included.
 *
 * @example
 * ```ts
 * import { reservedBytes, Tensor } from "@chainrule/core";
 * import { assertEquals } from "@std/assert";
 *
 * const before = reservedBytes();
 * {
 *   using _x = Tensor.from(new Float32Array(1600));
 *   assertEquals(reservedBytes() - before, 6400);
 * }
 * assertEquals(reservedBytes(), before);
 * ```
 */
export function reservedBytes(): number {
  return blocks.taken;
}

function giveBack(block: Handed): void {
  if (block.free) return;
  block.free = true;
  blocks.give(block);
  witnesses.dismiss(block);
  alarm = Math.min(alarm, nextAlarm());
}

/** The more there is in use, the longer it takes the collector, and the rarer it is worth it. */
function nextAlarm(): number {
  return Math.max(PLENTY, blocks.taken + Math.max(STEP, blocks.taken / 8));
}

/** Makes the collector run, and gives back what is known to be garbage at once. */
function collect(all: boolean): void {
  collectGarbage();
  for (const block of witnesses.findGarbage(all)) giveBack(block);
  alarm = nextAlarm();
}

/** Takes so many bytes, of which those that others have had are made zero. */
function take(size: number): Handed {
  checkCapacity(size);
  let block = blocks.take(size);
  for (let attempt = 0; block === undefined && attempt < 2; attempt++) {
    collect(attempt > 0);
    block = blocks.take(size);
  }
  if (block === undefined) throw refusal(size);
  const { start } = block, end = start + size;
  if (start < untouched) new Uint8Array(memory.buffer, start, Math.min(end, untouched) - start).fill(0);
  untouched = Math.max(untouched, end);
  return { start, size, free: false };
}

/**
 * Refuses what is larger than all memory.
 *
 * @throws {MemoryError} If it is.
 */
export function checkCapacity(bytes: number): void {
  if (bytes <= CAPACITY) return;
  throw new MemoryError(
    `Cannot reserve ${formatBytes(bytes)} for a tensor: the memory for tensors has ${formatBytes(CAPACITY)}`,
  );
}

function refusal(size: number): MemoryError {
  return new MemoryError(
    `Cannot reserve ${formatBytes(size)} for a tensor: ${formatBytes(blocks.taken)} of ${
      formatBytes(CAPACITY)
    } are in use, the largest free part has ` +
      `${
        formatBytes(blocks.largest)
      }; what is garbage is given back when the program awaits something that is still to ` +
      `happen, such as a timer, or at the end of a block that began with \`using\``,
  );
}

/** Reserves zeroed memory for `bytes` bytes, to be seen through the array that `view` makes of it. */
function reserveView<T extends ArrayBufferView>(
  bytes: number,
  view: (buffer: ArrayBufferLike, start: number) => T,
): T {
  const block = take(Math.max(ALIGNMENT, Math.ceil(bytes / ALIGNMENT) * ALIGNMENT));
  const buffer = buffers.next(), array = view(buffer ?? memory.buffer, block.start), keeper = buffer ?? array;
  handed.set(keeper, { block, witness: witnesses.call(block, block.size), ballast: makeBallast(bytes) });
  collected.register(keeper, block, block);
  if (blocks.taken > alarm) collect(false);
  return array;
}

/** Reserves zeroed memory for `length` float32 numbers. It is given back when the array and all views of it are garbage. */
export function reserveFloat32(length: number): Float32Array {
  return reserveView(length * 4, (buffer, start) => new Float32Array(buffer, start, length));
}

/**
 * The same as {@linkcode reserveBytes} for 32-bit whole numbers, such as which images of a dataset a batch has.
 *
 * @throws {MemoryError} If the memory is used up.
 *
 * @example
 * ```ts
 * import { reserveUint32 } from "@chainrule/core";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(reserveUint32(3), new Uint32Array(3));
 * ```
 */
export function reserveUint32(length: number): Uint32Array {
  return reserveView(length * 4, (buffer, start) => new Uint32Array(buffer, start, length));
}

/**
 * Reserves zeroed memory for `length` bytes where the kernels can read them, such as the pixels of a dataset. It is
 * given back when the returned array and all views of it are garbage.
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
  return reserveView(length, (buffer, start) => new Uint8Array(buffer, start, length));
}

/** Gives the memory of an array back that was reserved here: whoever still has a view of it sees what comes next. */
export function release(array: ArrayBufferView): void {
  const found = handed.get(array.buffer) ?? handed.get(array);
  if (found === undefined) return;
  collected.unregister(found.block);
  giveBack(found.block);
}

/**
 * Whether the kernels of this thread can read an array: whether it is in the memory that {@linkcode reserveBytes} and float32 tensors
 * use.
 *
 * @example
 * ```ts
 * import { inKernelMemory, reserveBytes } from "@chainrule/core";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals([reserveBytes(8).subarray(2), new Uint8Array(6)].map(inKernelMemory), [true, false]);
 * ```
 */
export function inKernelMemory(array: ArrayBufferView): boolean {
  return array.buffer === memory.buffer || handed.has(array.buffer);
}

/** Bytes in the largest unit of which there is a whole one. */
export function formatBytes(bytes: number): string {
  const units = ["bytes", "KiB", "MiB", "GiB"];
  const i = units.findLastIndex((_, i) => bytes >= 1024 ** i);
  return i <= 0 ? `${bytes} bytes` : `${(bytes / 1024 ** i).toFixed(1)} ${units[i]}`;
}
