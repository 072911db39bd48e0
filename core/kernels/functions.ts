/** The functions that kernels are made of.
 * @module
 */
import type { Exports } from "./exports.ts";

/** What kernels call: functions of the WebAssembly module, or those of the native library. */
export type KernelFunctions = Omit<Exports, "serve" | "call_helpers" | "dismiss_helpers">;
