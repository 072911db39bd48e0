/** Where the numbers of kernels are.
 * @module
 */
import { MemoryError } from "../errors.ts";
import { inKernelMemory } from "../memory.ts";
import type { Tensor } from "../tensor.ts";

/** The byte offset of an array in the memory that the kernels see. */
export function address(array: ArrayBufferView): number {
  if (!inKernelMemory(array)) {
    throw new MemoryError(
      "Cannot run a kernel: an array is not in the memory that reserveBytes and tensors use",
    );
  }
  return array.byteOffset;
}

/** That of a float32 tensor, which is there. */
export function at(tensor: Tensor): number {
  return tensor.dtype === "float32" ? tensor.data.byteOffset : address(tensor.data);
}
