/** Which build of the float32 kernels computes.
 * @module
 */
import { type Build, fast, strict } from "./builds.ts";
import { chosenFloat32, setFloat32 } from "./kernels.ts";
import { simd, simdKernels } from "./simd.ts";
import { setHelped } from "./threads.ts";
import type { Kernels } from "./types.ts";

/** The kernels of each build that was used. */
const made = new Map<Build, Kernels>([[fast, simd]]);

/**
 * Chooses how float32 kernels round from now on.
 *
 * `"fast"`, the default, rounds a multiply-add once where engine and processor can: in Deno, Node.js from 22 on and browsers made
 * of Chromium, on processors of the last ten years. On one machine the same program gives the same bytes; elsewhere the last bits
 * may differ. `"strict"` rounds twice everywhere, so that training gives the same bytes in every runtime and on every
 * processor, for any number of threads; large products take up to 1.6 times as long. What has no kernel of its
 * own, formulas of yours among it, is as exact as `Math.exp` and its like, which differ between engines in the last bit of float64.
 *
 * @param rounding How to round.
 * @throws {RangeError} If there is no such choice.
 * @throws {Error} If threads are running: they have the build that they were started with. If native kernels are in use, which have one way
 * to round.
 *
 * @example
 * ```ts
 * import { kernels, Tensor, useKernels } from "@chainrule/core";
 * import { assertEquals } from "@std/assert";
 *
 * const x = 1 + 2 ** -12; // -1 + x² is 2⁻¹¹ + 2⁻²⁴, of which x², once rounded, has lost the second part
 * const a = Tensor.from([[1, x]]), b = Tensor.from([[-1], [x]]), out = Tensor.zeros([1, 1]);
 * useKernels("strict");
 * kernels[a.dtype].multiply(a, b, out);
 * useKernels("fast");
 * assertEquals(out.toArray(), [[2 ** -11]]);
 * ```
 */
export function useKernels(rounding: "fast" | "strict"): void {
  if (rounding !== "fast" && rounding !== "strict") {
    throw new RangeError(`Cannot choose kernels: found ${rounding}, want "fast" or "strict"`);
  }
  if (chosenFloat32() === "native") {
    throw new Error("Cannot choose kernels: native ones are in use, stop them first");
  }
  const build = rounding === "fast" ? fast : strict();
  setHelped("choose kernels", build);
  let kernels = made.get(build);
  if (kernels === undefined) made.set(build, kernels = simdKernels(build.wasm));
  setFloat32(kernels, rounding);
}
