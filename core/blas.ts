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
import { setProduct } from "./kernels/simd.ts";
import type { Tensor } from "./tensor.ts";

/** A BLAS library in use. */
export interface Blas {
  /** Where it was found. */
  readonly path: string;
  /** Goes back to the kernels of this package and closes the library. */
  stop(): void;
}

/** The library could not be used: it is not there, is no BLAS, or may not be loaded. */
export class BlasError extends Error {
  /** The name that stack traces show. */
  override readonly name = "BlasError";
}

/** Where systems keep it. */
const USUAL_PLACES: Readonly<Record<string, readonly string[]>> = {
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

/** From so many multiply-adds on a product is worth the call. */
const LARGE = 1e6;

const SYMBOLS = {
  cblas_sgemm: {
    parameters: [
      ...["i32", "i32", "i32", "i32", "i32", "i32"],
      ...["f32", "buffer", "i32", "buffer", "i32", "f32", "buffer", "i32"],
    ],
    result: "void",
  },
} as const satisfies Deno.ForeignLibraryInterface;

const ROW_MAJOR = 101, PLAIN = 111, TRANSPOSED = 112;

/**
 * Sends large dense float32 products to a BLAS library from now on. Results agree with those of the kernels up to rounding.
 *
 * @param path The library; `"auto"`, the default, tries the places where systems keep one.
 * @throws {BlasError} If it can't be loaded, has no `cblas_sgemm`, or the permission is missing.
 */
export function useBlas(path: string = "auto"): Blas {
  const places = path === "auto" ? USUAL_PLACES[Deno.build.os] ?? [] : [path];
  // Asking first: to load without permission would prompt.
  const permitted = places.filter((place) =>
    Deno.permissions.querySync({ name: "ffi", path: place }).state === "granted"
  );
  if (permitted.length === 0) {
    throw new BlasError(
      `Cannot use a BLAS library: permission is missing, want --allow-ffi=PATH, where PATH is ${
        places.join(" or ")
      }`,
    );
  }
  const reasons: string[] = [];
  for (const place of permitted) {
    try {
      return start(place);
    } catch (error) {
      reasons.push(`${place}: ${(error instanceof Error ? error.message : String(error)).split("\n")[0]}`);
    }
  }
  throw new BlasError(`Cannot use a BLAS library: ${reasons.join("; ")}`);
}

function start(path: string): Blas {
  const library = Deno.dlopen(path, SYMBOLS), { cblas_sgemm } = library.symbols;
  const numbers = (tensor: Tensor) => tensor.data as Float32Array<ArrayBuffer>;
  setProduct((a, b, out, transposeA, transposeB, bias) => {
    const [m, n] = out.shape, k = transposeA ? a.shape[0] : a.shape[1];
    if (m * n * k < LARGE) return false;
    if (bias) { for (let i = 0; i < m; i++) out.data.set(bias.data, i * n); }
    cblas_sgemm(
      ROW_MAJOR,
      transposeA ? TRANSPOSED : PLAIN,
      transposeB ? TRANSPOSED : PLAIN,
      ...[m, n, k, 1] as const,
      ...[numbers(a), a.shape[1], numbers(b), b.shape[1], bias ? 1 : 0] as const,
      ...[numbers(out), n] as const,
    );
    return true;
  });
  return {
    path,
    stop() {
      setProduct(undefined);
      library.close();
    },
  };
}
