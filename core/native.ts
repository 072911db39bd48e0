/**
 * Opt-in: native kernels for float32, compiled by the C compiler of the machine. Up to 2.5 times as fast as WebAssembly, with the same results.
 *
 * ```ts ignore
 * // deno task native
 * // deno run --allow-read=FOLDER --allow-ffi=FOLDER train.ts
 * import { useNative } from "@chainrule/core/native";
 *
 * const native = useNative();
 * console.log(native.path);
 * ```
 *
 * @module
 */
export { NativeError } from "./kernels/native/errors.ts";
export { type Native, useNative } from "./kernels/native/use_native.ts";
