/** Loads the WebAssembly module. Addresses are byte offsets into `memory`.
 * @module
 */
import { memory } from "../memory.ts";

type Unary = (count: number, x: number, y: number) => void;
type Backward = (count: number, x: number, y: number, dy: number, dx: number) => void;
type RowLoss = (rows: number, classes: number, x: number, t: number, dx: number, ...more: number[]) => number;
type Activation = "selu" | "elu" | "hard_swish" | "relu" | "tanh" | "sigmoid" | "silu";

/** What `assembly/index.ts` exports. */
export type Exports =
  & Record<`${Activation}_forward`, Unary>
  & Record<`${Activation}_backward`, Backward>
  & Record<"softmax_cross_entropy" | "kl_div" | "hinge" | "focal", RowLoss>
  & {
    multiply_scratch(): number;
    multiply(
      m: number,
      n: number,
      k: number,
      a: number,
      transposeA: number,
      b: number,
      transposeB: number,
      c: number,
      bias: number,
      scratch: number,
    ): void;
    column_sums(rows: number, columns: number, x: number, sums: number): void;
    multiply_elements(count: number, a: number, b: number, out: number): void;
    sgd(
      count: number,
      w: number,
      g: number,
      v: number,
      rate: number,
      momentum: number,
      decay: number,
      nesterov: number,
    ): void;
    adam(
      count: number,
      w: number,
      g: number,
      m: number,
      v: number,
      rate: number,
      beta1: number,
      beta2: number,
      epsilon: number,
      decay: number,
      keep: number,
      scale: number,
    ): void;
    sparse_pitch(pixels: number): number;
    sparse_stride(rows: number): number;
    stage(count: number, pixels: number, images: number, order: number, bytes: number): void;
    list_rows(
      rows: number,
      pixels: number,
      bytes: number,
      divisor: number,
      starts: number,
      positions: number,
      values: number,
    ): number;
    multiply_rows(
      rows: number,
      pixels: number,
      n: number,
      starts: number,
      positions: number,
      values: number,
      base: number,
      w: number,
      bias: number,
      y: number,
      panel: number,
    ): void;
    list_pairs(
      rows: number,
      pixels: number,
      bytes: number,
      divisor: number,
      counts: number,
      numbers: number,
      pairs: number,
      entries: number,
      values: number,
    ): void;
    multiply_pairs(
      rows: number,
      pixels: number,
      n: number,
      counts: number,
      entries: number,
      values: number,
      base: number,
      dy: number,
      dw: number,
      panel: number,
    ): void;
    expand(
      count: number,
      pixels: number,
      bytes: number,
      background: number,
      divisor: number,
      out: number,
    ): void;
    gather(
      count: number,
      pixels: number,
      images: number,
      order: number,
      background: number,
      divisor: number,
      out: number,
    ): void;
  };

/** A module with one function that uses relaxed SIMD: `(func (param v128) (result v128) … f32x4.relaxed_madd)`. */
const RELAXED = Uint8Array.of(
  ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 6, 1, 96, 1, 123, 1, 123, 3, 2, 1, 0],
  ...[10, 13, 1, 11, 0, 32, 0, 32, 0, 32, 0, 253, 133, 2, 11],
);

/** Whether this engine has relaxed SIMD, whose multiply-add may be rounded once. */
export const relaxed: boolean = WebAssembly.validate(RELAXED);

/** The relaxed or the strict build of the kernels, on the memory of this process. */
export async function instantiate(relaxed: boolean): Promise<Exports> {
  const module: WebAssembly.Module = relaxed
    // @ts-ignore: TypeScript does not know source phase imports yet.
    ? await import.source("./kernels.wasm")
    // @ts-ignore: TypeScript does not know source phase imports yet.
    : await import.source("./kernels_strict.wasm");
  return new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as Exports;
}
