/** Loads the WebAssembly module.
 * @module
 */
import { memory } from "../memory.ts";
import type { Exports } from "./exports.ts";
import { BUILT_PAGES } from "../shared_memory.ts";
import { base64 as relaxedBytes } from "./wasm_relaxed.ts";
import { base64 as strictBytes } from "./wasm_strict.ts";

// deno-fmt-ignore: bytes.
/** A module with one function that uses relaxed SIMD: `(func (param v128) (result v128) … f32x4.relaxed_madd)`. */
const RELAXED = Uint8Array.of(
  0, 97, 115, 109, 1, 0, 0, 0, 1, 6, 1, 96, 1, 123, 1, 123, 3, 2, 1, 0,
  10, 13, 1, 11, 0, 32, 0, 32, 0, 32, 0, 253, 133, 2, 11,
);

/** Whether this engine has relaxed SIMD, whose multiply-add may be rounded once. */
export const relaxed: boolean = WebAssembly.validate(RELAXED);

/** The relaxed or the strict build of the kernels. */
export function loadModule(relaxed: boolean): WebAssembly.Module {
  const bytes = decode(relaxed ? relaxedBytes : strictBytes);
  setPages(bytes, memory.buffer.byteLength / 65_536);
  return new WebAssembly.Module(bytes);
}

/** How the module imports its memory: its name, that it is memory, that it is shared; then the least and the most pages. */
const IMPORT = [...new TextEncoder().encode("\x06memory"), 2, 3];

/**
 * Writes how many pages the memory has into a module that was compiled for {@linkcode BUILT_PAGES}: kernels run faster where they know that.
 *
 * @throws {Error} If the module has no such import.
 */
export function setPages(bytes: Uint8Array, pages: number): void {
  const built = leb128(BUILT_PAGES), wanted = [...IMPORT, ...built, ...built];
  for (let at = 0; at < bytes.length; at++) {
    if (!wanted.every((byte, i) => bytes[at + i] === byte)) continue;
    bytes.set(leb128(pages), at + IMPORT.length);
    bytes.set(leb128(pages), at + IMPORT.length + built.length);
    return;
  }
  throw new Error(`Cannot load the kernels: they don't import a memory of ${BUILT_PAGES} pages`);
}

/** A number from 2¹⁴ to 2²¹ - 1 as WebAssembly writes it: seven bits a byte, the last first. */
function leb128(value: number): number[] {
  return [value & 127 | 128, value >> 7 & 127 | 128, value >> 14];
}

/** What the kernels need of the outside: a clock, in milliseconds. */
export function now(): number {
  return performance.now();
}

/** The kernels of a build, on the memory of this process. */
export function instantiate(module: WebAssembly.Module): Exports {
  return new WebAssembly.Instance(module, { env: { memory, now } }).exports as unknown as Exports;
}

/** The bytes that base64 stands for. Not all engines can do that themselves yet; it takes them a fortieth of the time. */
function decode(base64: string): Uint8Array<ArrayBuffer> {
  return "fromBase64" in Uint8Array ? Uint8Array.fromBase64(base64) : decodeByHand(base64);
}

/** The same for engines that can't: Node.js up to 24, browsers from before 2025. */
export function decodeByHand(base64: string): Uint8Array<ArrayBuffer> {
  const characters = atob(base64), bytes = new Uint8Array(characters.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = characters.charCodeAt(i);
  return bytes;
}
