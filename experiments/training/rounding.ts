import { kernels, Tensor } from "@chainrule/core";

/** Whether a multiply-add of float32 is rounded once: −1 + x² is 2⁻¹¹ + 2⁻²⁴, of which x², once rounded, has lost the second part. */
export function roundsOnce(): boolean {
  const x = 1 + 2 ** -12, out = Tensor.zeros([1, 1]);
  kernels.float32.multiply(Tensor.from([[1, x]]), Tensor.from([[-1], [x]]), out);
  return out.data[0] !== 2 ** -11;
}
