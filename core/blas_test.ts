import { assert, assertEquals, assertThrows } from "@std/assert";
import { BlasError, useBlas } from "./blas.ts";
import { assertClose } from "./compare.ts";
import { reference } from "./kernels/reference.ts";
import { simd } from "./kernels/simd.ts";
import { Random } from "./random.ts";
import { Tensor } from "./tensor.ts";

/** The library, if there is one that may be loaded: `deno test --allow-ffi=PATH core/blas_test.ts`. */
function available(): string | undefined {
  try {
    const blas = useBlas();
    blas.stop();
    return blas.path;
  } catch (error) {
    if (!(error instanceof BlasError)) throw error;
  }
}

Deno.test("useBlas: a path without permission is refused in one line that says what is wanted", () => {
  const { message } = assertThrows(() => useBlas("/nowhere/libblas.so"), BlasError);
  assert(/^Cannot use a BLAS library: .*\/nowhere\/libblas\.so.*$/.test(message), message);
});

Deno.test("useBlas: a limit that is no number is refused", () => {
  assertThrows(() => useBlas("auto", { least: NaN }), RangeError, "Cannot use a BLAS library: least is NaN");
});

Deno.test({
  name:
    "useBlas: all products agree with the reference, and those that are large enough are done by the library",
  ignore: available() === undefined,
  fn() {
    const random = new Random(3);
    const normal = (...shape: number[]) => {
      const tensor = Tensor.zeros(shape);
      for (let i = 0; i < tensor.size; i++) tensor.data[i] = random.normal();
      return tensor;
    };
    for (const [least, done] of [[undefined, 16], [346, 16], [345, 24], [0, 24]]) {
      const blas = useBlas("auto", { least });
      try {
        for (const [m, n, k] of [[100, 128, 784], [101, 131, 99], [3, 5, 23], [3, 5, 0]]) {
          for (const transposeA of [false, true]) {
            for (const transposeB of [false, true]) {
              for (const bias of [undefined, normal(n)]) {
                const a = transposeA ? normal(k, m) : normal(m, k),
                  b = transposeB ? normal(n, k) : normal(k, n);
                const out = normal(m, n), wanted = Tensor.zeros([m, n], "float64");
                simd.multiply(a, b, out, { transposeA, transposeB, bias });
                reference.multiply(a, b, wanted, { transposeA, transposeB, bias });
                assertClose("product", out.data, wanted.data, { absolute: k * 2e-6 });
              }
            }
          }
        }
        assertEquals(blas.products, done);
      } finally {
        blas.stop();
      }
    }
  },
});
