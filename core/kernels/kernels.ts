/** The kernels for each precision.
 * @module
 */
import type { DType } from "../tensor.ts";
import { apart } from "./apart.ts";
import { reference } from "./reference.ts";
import { simd } from "./simd.ts";
import type { Kernels } from "./types.ts";

const inUse: Record<DType, Kernels> = { float32: apart(simd), float64: apart(reference) };

/** Lets other kernels compute with float32 from now on. */
export function setFloat32(kernels: Kernels): void {
  inUse.float32 = apart(kernels);
}

/**
 * The kernels for each dtype: WebAssembly SIMD for float32, plain TypeScript for float64. The latter specify the former.
 *
 * @example
 * ```ts
 * import { kernels, Tensor } from "@chainrule/core";
 * import { assertEquals } from "@std/assert";
 *
 * const a = Tensor.from([[1, 2], [3, 4]]), b = Tensor.from([[5], [6]]), out = Tensor.zeros([2, 1]);
 * kernels[a.dtype].multiply(a, b, out);
 * assertEquals(out.toArray(), [[17], [39]]);
 * ```
 */
export const kernels: Readonly<Record<DType, Kernels>> = inUse;
