/** The three products of a linear layer.
 * @module
 */
import { type DType, kernels, type Tensor } from "@chainrule/core";
import { normals } from "./samples.ts";

/** The tensors of a layer of a shape, batch × inputs × outputs, all but its input x. */
export function layerTensors([batch, inputs, outputs]: number[], dtype: DType) {
  return {
    w: normals([inputs, outputs], dtype),
    y: normals([batch, outputs], dtype),
    dy: normals([batch, outputs], dtype),
    dw: normals([inputs, outputs], dtype),
    dx: normals([batch, inputs], dtype),
  };
}

/** Each product as a function of x. */
export const PRODUCTS: Record<string, (x: Tensor, layer: ReturnType<typeof layerTensors>) => void> = {
  "x·W": (x, { w, y }) => kernels[x.dtype].multiply(x, w, y),
  "xᵀ·dy": (x, { dy, dw }) => kernels[x.dtype].multiply(x, dy, dw, { transposeA: true }),
  "dy·Wᵀ": (x, { dy, w, dx }) => kernels[x.dtype].multiply(dy, w, dx, { transposeB: true }),
};

/** How much work a product is: a multiply-add counts as two. */
export function work(shape: number[]): string {
  return `${(2 * shape.reduce((product, size) => product * size) / 1e6).toPrecision(3)} MFLOP`;
}
