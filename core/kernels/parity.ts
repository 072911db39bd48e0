/**
 * For tests: the same call of a kernel in both WebAssembly builds and in the plain reference. The kernels run in float32, the
 * reference on the same numbers in float64, and its results are rounded to float32 at the end.
 *
 * The tensors of the kernels lie between guard zones filled with a NaN of a certain bit pattern, and outputs begin with
 * it: reading outside an input, or adding to an output instead of writing it, makes a NaN; writing anywhere but to an
 * output changes the pattern.
 *
 * @module
 */
import { assert } from "@std/assert";
import { assertClose } from "../compare.ts";
import { reserveBytes } from "../memory.ts";
import type { Random } from "../random.ts";
import { Tensor } from "../tensor.ts";
import type { Kernels, Numbers } from "./types.ts";
import { reference } from "./reference.ts";
import { NativeError } from "./native/errors.ts";
import { buildFolder } from "./native/folder.ts";
import { type Library, loadNative, type NativeExports } from "./native/load.ts";
import type { KernelFunctions } from "./functions.ts";
import { simdKernels } from "./simd.ts";
import { instantiate, loadModule, relaxed } from "./wasm.ts";

const strict = instantiate(loadModule(false));

/** Where libraries are looked for: `deno task native:check` runs the tests with the permission to load one of the others. */
const PLACES = ["", "/16", "/32", "/64", "/sanitized"].map((name) => buildFolder() + name);

/** The native library, if `deno task native` was called and it may be loaded. */
function loadedNative(): Library | undefined {
  for (const place of PLACES) {
    try {
      return loadNative(place);
    } catch (error) {
      if (!(error instanceof NativeError)) throw error;
    }
  }
}

const library = loadedNative();
/** The path of the native library, if there is one. */
export const nativePath: string | undefined = library?.path;
/** Its functions. */
export const native: NativeExports | undefined = library?.exports;

/** Makes every access of the native library to some bytes an error, or allows it again, where it was compiled with sanitizers. */
const poison = nativePath?.includes("/sanitized/")
  ? Deno.dlopen(nativePath, {
    poison: { name: "chainrule_poison", parameters: ["u32", "u32", "i32"], result: "void" },
  }).symbols.poison
  : undefined;

/** The builds that this engine can run: as WebAssembly, and native. */
export const modules: Readonly<Record<string, KernelFunctions>> = {
  ...(relaxed ? { relaxed: instantiate(loadModule(true)) } : {}),
  strict,
  ...(native ? { native } : {}),
};
/** The builds that this engine can run. */
export const builds: Readonly<Record<string, Kernels>> = Object.fromEntries(
  Object.entries(modules).map(([build, wasm]) => [build, simdKernels(wasm)]),
);

/** The distance of neighbouring float32 numbers at a magnitude. */
export function ulp(value: number): number {
  const exponent = value === 0 ? -126 : Math.max(Math.floor(Math.log2(Math.abs(value))), -126);
  return 2 ** (exponent - 23);
}

/** Half the distance from 1 to the next float32: the largest relative error of one rounding. */
export const EPS = 2 ** -24;

/** Makes an input of given numbers, or an output. */
export type Make = (shape: number[], values?: ArrayLike<number>) => Tensor;

const GUARD = 32;
const PATTERN = 0x7fc0beef;
/** Keeps what comes after it around the address 2³¹, where a signed number would go wrong; takes no memory. */
const below = reserveBytes(firstFree(2 ** 31 - 2048));
const arena = Tensor.zeros([1 << 22]).data as Float32Array<ArrayBuffer>;
assert(below.byteOffset + below.length === arena.byteOffset);
const bits = new Uint32Array(arena.buffer, arena.byteOffset, arena.length);

/** The bytes from where the next block will begin to an address. */
function firstFree(address: number): number {
  return Math.max(0, address - reserveBytes(1).byteOffset);
}

/** Tensors side by side in one stretch of memory, guard zones between them. */
export function guardedTensors() {
  let end = GUARD;
  const guards = [0];
  bits.fill(PATTERN, 0, end);
  const make: Make = (shape, values) => {
    const size = shape.reduce((product, n) => product * n, 1), data = arena.subarray(end, end + size);
    bits.fill(PATTERN, end, end + size + GUARD);
    if (values) data.set(values);
    guards.push(end + size);
    end += size + GUARD;
    assert(end <= arena.length, "the test wants a larger arena");
    // Nobody but a test makes a tensor that begins in the middle of another: the constructor is private.
    return Reflect.construct(Tensor, [shape, data]) as Tensor;
  };
  /** Takes note of everything and returns a function that finds what has changed outside of `outputs`. */
  const watch = () => {
    const before = bits.slice(0, end);
    return (name: string, outputs: Tensor[]) => {
      for (const { data } of outputs) {
        const at = (data.byteOffset - arena.byteOffset) / 4;
        before.set(bits.subarray(at, at + data.length), at);
      }
      const changed = before.findIndex((word, i) => word !== bits[i]);
      assert(changed < 0, `${name}: wrote outside its outputs, at ${changed} of ${end}`);
    };
  };
  /** Calls a function that must not touch what lies between the tensors. */
  const guard = <T>(call: () => T): T => {
    const mark = (poisoned: number) => {
      for (const at of guards) poison?.(arena.byteOffset + 4 * at, 4 * GUARD, poisoned);
    };
    mark(1);
    try {
      return call();
    } finally {
      mark(0);
    }
  };
  return { make, watch, guard };
}

/** The tensors of the reference. */
export const plainTensors: Make = (shape, values) =>
  values
    ? Tensor.from(Float32Array.from(values), shape, "float64")
    : Tensor.from(new Float64Array(shape.reduce((product, n) => product * n, 1)).fill(NaN), shape, "float64");

/** A call of a kernel, its tensors made. */
export interface Call {
  /** Everything that may change. */
  outputs: Tensor[];
  /** The call itself. */
  run(kernels: Kernels): void;
}

/** Runs a call with the reference and with each build, and hands each output of both to `compare`. */
export function inEachBuild(
  name: string,
  prepare: (make: Make) => Call,
  compare: (name: string, found: Numbers, wanted: Float32Array, output: number) => void,
  candidates: Readonly<Record<string, Kernels>> = builds,
): void {
  const plain = prepare(plainTensors);
  plain.run(reference);
  for (const [build, kernels] of Object.entries(candidates)) {
    const { make, watch, guard } = guardedTensors();
    const call = prepare(make), assertNothingElseChanged = watch();
    if (build === "native") guard(() => call.run(kernels));
    else call.run(kernels);
    assertNothingElseChanged(`${build}: ${name}`, call.outputs);
    call.outputs.forEach(({ data }, i) =>
      compare(`${build}: ${name}`, data, Float32Array.from(plain.outputs[i].data), i)
    );
  }
}

/** The same bits in the end; only zeros may differ in sign, and NaNs in payload. */
export const exactly = (name: string, found: Numbers, wanted: Float32Array) =>
  assertClose(name, found, wanted);

/** Compares with a tolerance. */
export function within(tolerance: { relative?: number; absolute?: number }) {
  return (name: string, found: Numbers, wanted: Float32Array) => assertClose(name, found, wanted, tolerance);
}

/** Float32 numbers, evenly distributed. */
export function uniforms(random: Random, count: number, low = -1, high = 1): Float32Array {
  return Float32Array.from({ length: count }, () => random.uniform(low, high));
}
