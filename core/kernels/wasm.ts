/** Loads the WebAssembly module. Addresses are byte offsets into `memory`, sizes are counts unless said otherwise.
 * @module
 */
import { memory } from "../memory.ts";

/** What `assembly/index.ts` exports; see there what each does. */
export interface Exports {
  multiply(
    ...args: [
      ...[m: number, n: number, k: number, a: number, transposeA: number, b: number, transposeB: number],
      ...[c: number, bias: number, scratch: number, scratchBytes: number],
    ]
  ): void;
  /** In bytes. */
  multiply_scratch(): number;
  column_sums(rows: number, columns: number, x: number, sums: number): void;
  multiply_elements(count: number, a: number, b: number, out: number): void;
  activate(formula: number, count: number, x: number, y: number): void;
  activate_backward(formula: number, count: number, x: number, y: number, dy: number, dx: number): void;
  /** y = eˣ for each number, over the whole range of float32. The formulas need eˣ for x ≤ 0 only, and have a shorter way to it. */
  exponentials(count: number, x: number, y: number): void;
  loss(
    ...args: [
      ...[formula: number, rows: number, classes: number, x: number, t: number, dx: number],
      ...[first: number, second: number, sums: number],
    ]
  ): number;
  /** Whether all numbers of w are finite then: 0 or 1. */
  sgd(
    ...args: [
      ...[count: number, w: number, g: number, v: number],
      ...[rate: number, momentum: number, decay: number, nesterov: number],
    ]
  ): number;
  /** The same. */
  adam(
    ...args: [
      ...[count: number, w: number, g: number, m: number, v: number, rate: number],
      ...[rest1: number, beta2: number, rest2: number],
      ...[epsilon: number, decay: number, keep: number, scale: number],
    ]
  ): number;
  gather(
    ...args: [
      ...[count: number, pixels: number, images: number, order: number],
      ...[background: number, divisor: number, out: number],
    ]
  ): void;
  /** In bytes. */
  panel_scratch(rows: number): number;
  /** In bytes. */
  sparse_pitch(pixels: number): number;
  sparse_stride(rows: number): number;
  list_rows(
    ...args: [
      ...[rows: number, pixels: number, images: number, order: number, bytes: number, divisor: number],
      ...[spans: number, positions: number, values: number],
    ]
  ): void;
  multiply_rows(
    ...args: [
      ...[rows: number, pixels: number, n: number, spans: number, positions: number, values: number],
      ...[base: number, w: number, bias: number, y: number, scratch: number, scratchBytes: number],
    ]
  ): void;
  list_pairs(
    ...args: [
      ...[rows: number, pixels: number, bytes: number, divisor: number, counts: number],
      ...[numbers: number, pairs: number, entries: number, values: number],
    ]
  ): void;
  multiply_pairs(
    ...args: [
      ...[rows: number, pixels: number, n: number, counts: number, entries: number, values: number],
      ...[base: number, dy: number, dw: number, scratch: number, scratchBytes: number],
    ]
  ): void;
  expand(
    ...args: [
      ...[count: number, pixels: number, bytes: number],
      ...[background: number, divisor: number, out: number],
    ]
  ): void;
  /** So many multiply-adds of four numbers, without memory: to measure what a processor can do at most. */
  multiply_adds(count: number): number;
  call_helpers(count: number): number;
  dismiss_helpers(): void;
  rest_helpers(): void;
  serve(thread: number, generation: number): void;
}

/** A module with one function that uses relaxed SIMD: `(func (param v128) (result v128) … f32x4.relaxed_madd)`. */
const RELAXED = Uint8Array.of(
  ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 6, 1, 96, 1, 123, 1, 123, 3, 2, 1, 0],
  ...[10, 13, 1, 11, 0, 32, 0, 32, 0, 32, 0, 253, 133, 2, 11],
);

/** Whether this engine has relaxed SIMD, whose multiply-add may be rounded once. */
export const relaxed: boolean = WebAssembly.validate(RELAXED);

/** The relaxed or the strict build of the kernels. */
export async function loadModule(relaxed: boolean): Promise<WebAssembly.Module> {
  return relaxed
    // @ts-ignore: TypeScript does not know source phase imports yet.
    ? await import.source("./kernels.wasm")
    // @ts-ignore: TypeScript does not know source phase imports yet.
    : await import.source("./kernels_strict.wasm");
}

/** What the kernels need of the outside: a clock, in milliseconds. */
export function now(): number {
  return performance.now();
}

/** The kernels of a build, on the memory of this process. */
export function instantiate(module: WebAssembly.Module): Exports {
  return new WebAssembly.Instance(module, { env: { memory, now } }).exports as unknown as Exports;
}
