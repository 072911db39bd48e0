/** The kernels for each precision.
 * @module
 */
import type { DType } from "../tensor.ts";
import { apart } from "./apart.ts";
import { reference } from "./reference.ts";
import { simd } from "./simd.ts";
import type { Kernels } from "./types.ts";

/** How float32 is computed: in WebAssembly that rounds in one way or the other, or by a native library. */
export type Float32Kernels = "fast" | "strict" | "native";

const inUse: Record<DType, Kernels> = { float32: apart(simd), float64: apart(reference) };
let chosen: Float32Kernels = "fast";

/** Those that were in use, as they are used: who goes back and forth makes nothing anew. */
const used = new WeakMap<Kernels, Kernels>([[simd, inUse.float32]]);

/** Lets other kernels compute with float32 from now on. */
export function setFloat32(kernels: Kernels, choice: Float32Kernels): void {
  let float32 = used.get(kernels);
  if (float32 === undefined) used.set(kernels, float32 = apart(kernels));
  inUse.float32 = float32;
  chosen = choice;
}

/** What was chosen for float32. */
export function chosenFloat32(): Float32Kernels {
  return chosen;
}

/**
 * The kernels for each dtype: WebAssembly SIMD for float32, or those of a native library once it is in use; plain TypeScript for float64, which
 * specifies the others.
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
