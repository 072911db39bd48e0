/** Loads the WebAssembly module.
 * @module
 */
import { memory } from "../memory.ts";
import type { Exports } from "./exports.ts";

// deno-fmt-ignore: bytes.
/** A module with one function that uses relaxed SIMD: `(func (param v128) (result v128) … f32x4.relaxed_madd)`. */
const RELAXED = Uint8Array.of(
  0, 97, 115, 109, 1, 0, 0, 0, 1, 6, 1, 96, 1, 123, 1, 123, 3, 2, 1, 0,
  10, 13, 1, 11, 0, 32, 0, 32, 0, 32, 0, 253, 133, 2, 11,
);

/** Whether this engine has relaxed SIMD, whose multiply-add may be rounded once. */
export const relaxed: boolean = WebAssembly.validate(RELAXED);

/** The relaxed or the strict build of the kernels. */
export async function loadModule(relaxed: boolean): Promise<WebAssembly.Module> {
  return relaxed
    // @ts-ignore: TypeScript does not know source phase imports yet.
    ? await import.source("./kernels.wasm")
    // @ts-ignore: TypeScript does not know source phase imports yet.
    : await import.source("./kernels_strict.wasm");
}

/** What the kernels need of the outside: a clock, in milliseconds. */
export function now(): number {
  return performance.now();
}

/** The kernels of a build, on the memory of this process. */
export function instantiate(module: WebAssembly.Module): Exports {
  return new WebAssembly.Instance(module, { env: { memory, now } }).exports as unknown as Exports;
}
