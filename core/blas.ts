/**
 * Opt-in: large dense float32 products by a BLAS library of the system (OpenBLAS, MKL, Accelerate), for wide networks.
 *
 * It needs Deno and the permission to load that one library: `--allow-ffi=PATH`. Everything else stays as it is: small
 * products, products with images that are mostly background, and float64.
 *
 * ```ts ignore
 * import { useBlas } from "@chainrule/core/blas";
 *
 * const blas = useBlas("/usr/lib/x86_64-linux-gnu/openblas-pthread/libopenblas.so.0");
 * console.log(blas.path);
 * ```
 *
 * @module
 */
import { checkNumber } from "./checks.ts";
import { fast } from "./kernels/builds.ts";
import { setProduct } from "./kernels/simd.ts";
import type { Tensor } from "./tensor.ts";

/** A BLAS library in use. */
export interface Blas {
  /** Where it was found. */
  readonly path: string;
  /** How many products it has done. */
  readonly products: number;
  /** Goes back to the kernels of this package and closes the library. */
  stop(): void;
}

/** The library could not be used: it is not there, is no BLAS, or may not be loaded. */
export class BlasError extends Error {
  /** The name that stack traces show. */
  override readonly name = "BlasError";
}

/** Where systems keep it. */
const PLACES: Readonly<Record<string, readonly string[]>> = {
  linux: [
    "/usr/lib/x86_64-linux-gnu/openblas-pthread/libopenblas.so.0",
    "/usr/lib/aarch64-linux-gnu/openblas-pthread/libopenblas.so.0",
    "/usr/lib/x86_64-linux-gnu/libopenblas.so.0",
    "/usr/lib/aarch64-linux-gnu/libopenblas.so.0",
    "/usr/lib64/libopenblas.so.0",
    "/usr/lib64/libopenblasp.so.0",
    "/usr/lib/libopenblas.so.0",
    "/opt/intel/oneapi/mkl/latest/lib/libmkl_rt.so",
  ],
  darwin: [
    "/System/Library/Frameworks/Accelerate.framework/Accelerate",
    "/opt/homebrew/opt/openblas/lib/libopenblas.dylib",
    "/usr/local/opt/openblas/lib/libopenblas.dylib",
  ],
  windows: ["C:\\Windows\\System32\\libopenblas.dll"],
};

/**
 * The paths at which `"auto"` looks on this system.
 *
 * @example
 * ```ts
 * import { usualPlaces } from "@chainrule/core/blas";
 * import { assert } from "@std/assert";
 *
 * assert(usualPlaces().every((path) => path.length > 0));
 * ```
 */
export function usualPlaces(): readonly string[] {
  return PLACES[Deno.build.os] ?? [];
}

/** The settings of {@linkcode useBlas}. */
export interface BlasOptions {
  /** From how many multiply-adds on a product is worth the call: a million unless given. */
  least?: number;
}

const SYMBOLS = {
  cblas_sgemm: {
    // deno-fmt-ignore: order, transpositions and sizes; then the numbers.
    parameters: [
      "i32", "i32", "i32", "i32", "i32", "i32",
      "f32", "buffer", "i32", "buffer", "i32", "f32", "buffer", "i32",
    ],
    result: "void",
  },
} as const satisfies Deno.ForeignLibraryInterface;

const ROW_MAJOR = 101, PLAIN = 111, TRANSPOSED = 112;

/**
 * Sends large dense float32 products to a BLAS library from now on. Results agree with those of the kernels up to rounding.
 *
 * @param path The library; `"auto"`, the default, tries the places where systems keep one.
 * @param options Which products are large.
 * @throws {BlasError} If it can't be loaded, has no `cblas_sgemm`, or the permission is missing.
 * @throws {RangeError} If `least` is negative or not finite.
 */
export function useBlas(path: string = "auto", { least = 1e6 }: BlasOptions = {}): Blas {
  checkNumber("use a BLAS library", "least", least);
  const places = path === "auto" ? usualPlaces() : [path];
  // Asking first: to load without permission would prompt.
  const permitted = places.filter((place) =>
    Deno.permissions.querySync({ name: "ffi", path: place }).state === "granted"
  );
  if (permitted.length === 0) {
    const there = places.filter(isThere), wanted = there.length > 0 ? there : places;
    throw new BlasError(
      `Cannot use a BLAS library: permission is missing, want --allow-ffi=PATH, where PATH is ${
        wanted.join(" or ")
      }`,
    );
  }
  const reasons: string[] = [];
  for (const place of permitted) {
    try {
      return start(place, least);
    } catch (error) {
      reasons.push(`${place}: ${(error instanceof Error ? error.message : String(error)).split("\n")[0]}`);
    }
  }
  throw new BlasError(`Cannot use a BLAS library: ${reasons.join("; ")}`);
}

/** Whether a file is known to be there: that may be forbidden, and macOS hides its libraries. */
function isThere(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}

function start(path: string, least: number): Blas {
  const library = Deno.dlopen(path, SYMBOLS), { cblas_sgemm } = library.symbols;
  const numbers = (tensor: Tensor) => tensor.data as Float32Array<ArrayBuffer>;
  let products = 0;
  setProduct((a, b, out, transposeA, transposeB, bias) => {
    const m = out.shape[0], n = out.shape[1], k = transposeA ? a.shape[0] : a.shape[1];
    const work = m * n * k;
    if (work === 0 || work < least) return false;
    // The library has threads of its own, for which those of the kernels make room.
    fast.wasm.rest_helpers();
    if (bias) { for (let i = 0; i < m; i++) out.data.set(bias.data, i * n); }
    const kindA = transposeA ? TRANSPOSED : PLAIN, kindB = transposeB ? TRANSPOSED : PLAIN;
    const left = numbers(a),
      right = numbers(b),
      pitchA = a.shape[1],
      pitchB = b.shape[1],
      keep = bias ? 1 : 0;
    // deno-fmt-ignore: an array, to be spread, would be made at each call.
    cblas_sgemm(ROW_MAJOR, kindA, kindB, m, n, k, 1, left, pitchA, right, pitchB, keep, numbers(out), n);
    products++;
    return true;
  });
  return {
    path,
    get products() {
      return products;
    },
    stop() {
      setProduct(undefined);
      library.close();
    },
  };
}
