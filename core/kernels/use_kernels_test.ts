import { assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import { Random } from "../random.ts";
import { Tensor } from "../tensor.ts";
import { strict } from "./builds.ts";
import { kernels } from "./kernels.ts";
import { simd, simdKernels } from "./simd.ts";
import { startThreads } from "./threads.ts";
import { useKernels } from "./use_kernels.ts";
import { relaxed } from "./wasm.ts";

const random = new Random(1);
function normals(...shape: number[]): Tensor {
  const tensor = Tensor.zeros(shape);
  for (let i = 0; i < tensor.size; i++) tensor.data[i] = random.normal();
  return tensor;
}
const a = normals(100, 200), b = normals(200, 300);

/** The numbers of a product large enough to be shared. */
function product({ multiply } = kernels.float32): Float32Array {
  const out = Tensor.zeros([100, 300]);
  multiply(a, b, out);
  return Float32Array.from(out.data);
}

Deno.test('useKernels("strict") rounds as the strict build does, "fast" as at the beginning', () => {
  const first = product(simd), rounded = product(simdKernels(strict().wasm));
  assertEquals(product(), first);
  useKernels("strict");
  assertEquals(product(), rounded);
  useKernels("strict");
  assertEquals(product(), rounded);
  useKernels("fast");
  assertEquals(product(), first);
  if (relaxed && Deno.build.arch === "x86_64") assertNotEquals(first, rounded);
});

Deno.test("useKernels() is what threads that are started then compute with", async () => {
  useKernels("strict");
  const alone = product();
  {
    using _threads = await startThreads(3);
    for (let i = 0; i < 20; i++) assertEquals(product(), alone);
  }
  useKernels("fast");
  const fast = product();
  using _threads = await startThreads(3);
  for (let i = 0; i < 20; i++) assertEquals(product(), fast);
});

Deno.test("useKernels() refuses to change what running threads have, and names that there are not", async () => {
  {
    using _threads = await startThreads(2);
    useKernels("fast"); // no change
    if (relaxed) {
      assertThrows(
        () => useKernels("strict"),
        Error,
        "Cannot choose kernels: 2 threads are running, stop them first",
      );
    }
    assertEquals(product(), product(simd));
  }
  assertThrows(() => useKernels("exact" as "fast"), RangeError, 'found exact, want "fast" or "strict"');
});
