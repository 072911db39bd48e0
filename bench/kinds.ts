/** The kinds of kernels that are compared.
 * @module
 */
import type { DType } from "@chainrule/core";
import { NativeError } from "@chainrule/core/native";
import { fast } from "../core/kernels/builds.ts";
import { setFloat32 } from "../core/kernels/kernels.ts";
import { loadNative, type NativeExports } from "../core/kernels/native/load.ts";
import type { KernelFunctions } from "../core/kernels/functions.ts";
import { simd, simdKernels } from "../core/kernels/simd.ts";

/** Kernels of one kind. */
export interface Kind {
  /** What the rows call it. */
  readonly name: "plain" | "WebAssembly" | "native";
  /** The precision that chooses it. */
  readonly dtype: DType;
  /** Its functions below the kernels, if it has any. */
  readonly functions?: KernelFunctions;
  /** Has float32 tensors use it from now on: to be called at the start of what is timed, which takes some nanoseconds. */
  select(): void;
}

/** The native library, if it was compiled and may be loaded. Without one nothing is said: what is printed here would get into the JSON. */
function nativeExports(): NativeExports | undefined {
  try {
    return loadNative().exports;
  } catch (error) {
    if (!(error instanceof NativeError)) throw error;
  }
}

function float32(
  name: "WebAssembly" | "native",
  functions: KernelFunctions,
  kernels = simdKernels(functions),
): Kind {
  return {
    name,
    dtype: "float32",
    functions,
    select: () => setFloat32(kernels, name === "native" ? name : "fast"),
  };
}

const native = nativeExports();

/** Those for float32: WebAssembly, and native ones where they were compiled. */
export const FAST: readonly Kind[] = [
  float32("WebAssembly", fast.wasm, simd),
  ...(native ? [float32("native", native)] : []),
];

/** All kinds, the plain reference first: it is the baseline of its group. It runs in float64. */
export const KINDS: readonly Kind[] = [{ name: "plain", dtype: "float64", select() {} }, ...FAST];
