/** Switches float32 tensors to native kernels.
 * @module
 */
import { fast } from "../builds.ts";
import { chosenFloat32, setFloat32 } from "../kernels.ts";
import { simd, simdKernels } from "../simd.ts";
import { setHelped } from "../threads.ts";
import { NativeError } from "./errors.ts";
import { type Library, loadNative } from "./load.ts";

/** Native kernels in use. */
export interface Native {
  /** The library. */
  readonly path: string;
  /** Goes back to WebAssembly; does nothing the second time. */
  stop(): void;
  /** The same, at the end of a block that began with `using`. */
  [Symbol.dispose](): void;
}

let inUse: Library | undefined;

/**
 * Has all float32 kernels done by a native library from now on, on the same tensors in the same memory: up to 2.5 times as fast, and the same
 * results, byte for byte, on processors with fused multiply-adds. `startThreads` starts threads of the library then.
 *
 * `deno task native` in a checkout of the package compiles it for the machine at hand, with the C compiler that is there. It needs Deno on Linux
 * or macOS, and the permission to load it: `--allow-ffi=PATH`, and for a folder `--allow-read=PATH`. Each worker switches for itself.
 *
 * @param path The library, or a folder in which the one for these sources and this processor is: that of the checkout unless given.
 * @throws {NativeError} If there is none that fits, a permission is missing, or the system is another one: in one line that says what is wanted.
 * @throws {Error} If native kernels are in use already, threads are running, or `useKernels("strict")` chose how to round.
 *
 * @example
 * ```ts
 * import { NativeError, useNative } from "@chainrule/core/native";
 *
 * try {
 *   const native = useNative();
 *   // … train …
 *   native.stop();
 * } catch (error) {
 *   if (!(error instanceof NativeError)) throw error;
 *   console.log(`${error.message}: training in WebAssembly`);
 * }
 * ```
 */
export function useNative(path?: string): Native {
  if (inUse) throw new Error(`Cannot use native kernels: ${inUse.path} is in use, stop it first`);
  if (chosenFloat32() === "strict") {
    throw new Error('Cannot use native kernels: strict ones are in use, call useKernels("fast") first');
  }
  const library = loadNative(path), { exports } = library;
  setHelped("use native kernels", (count) => {
    const started = count > 0 ? exports.call_helpers(count) : 0;
    const stop = () => exports.dismiss_helpers();
    if (started === count) return { count, ready: Promise.resolve(), stop };
    stop();
    throw new NativeError(`Cannot start threads: the system has ${started} of ${count}`);
  });
  setFloat32(simdKernels(exports), "native");
  inUse = library;
  const stop = () => {
    if (inUse !== library) return;
    setHelped("stop native kernels", fast);
    setFloat32(simd, "fast");
    inUse = undefined;
  };
  return { path: library.path, stop, [Symbol.dispose]: stop };
}
