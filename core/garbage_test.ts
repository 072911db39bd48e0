/** What is given back, kept and refused where nobody waits for the collector: `garbage_check.ts` does. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import { StaleError } from "./errors.ts";
import { reservedBytes } from "./memory.ts";
import { Tensor } from "./tensor.ts";
import { Workspace } from "./workspace.ts";

Deno.test("garbage: batches that grow without end want more memory only now and then", () => {
  for (const dtype of ["float32", "float64"] as const) {
    const workspace = new Workspace(), arrays = new Set<ArrayBufferLike>();
    for (let rows = 1; rows <= 2000; rows++) {
      const tensor = workspace.matrix(rows, 50, dtype);
      assertEquals([tensor.shape, tensor.data.length], [[rows, 50], rows * 50]);
      arrays.add(tensor.data.buffer);
    }
    assert(arrays.size < 25, `${arrays.size} times`);
  }
});

Deno.test("garbage: a tensor that was disposed of gives its memory back, once, and can't be read", () => {
  for (const dtype of ["float32", "float64"] as const) {
    const before = reservedBytes(), tensor = Tensor.from(Array(12).fill(1), [4, 3], dtype);
    const views = [tensor.head(2), tensor.reshape([12]), tensor.reshape([2, 6]).head(1)];
    for (const view of views) view[Symbol.dispose]();
    assertEquals(reservedBytes(), before + (dtype === "float32" ? 64 : 0));
    assertEquals(views[2].data.length, 6);
    tensor[Symbol.dispose]();
    assertEquals(reservedBytes(), before);
    const other = Tensor.from(Array(12).fill(1), [4, 3], dtype);
    tensor[Symbol.dispose]();
    assertEquals(reservedBytes(), before + (dtype === "float32" ? 64 : 0));
    for (
      const { shape, get } of [tensor, ...views].map((tensor) => ({
        ...tensor,
        get: () => tensor.data,
      }))
    ) {
      assertThrows(get, StaleError, `Cannot read a tensor [${shape.join(", ")}]: it was disposed of`);
    }
    assertEquals([tensor.size, other.data.length], [12, 12]);
  }
});

Deno.test("garbage: what a workspace hands out belongs to it, whatever `using` says", () => {
  const workspace = new Workspace(), before = workspace.matrix(2, 3, "float32");
  before.data.fill(5);
  {
    using same = workspace.matrix(2, 3, "float32");
    using smaller = workspace.matrix(1, 3, "float32");
    assertEquals([same.size, smaller.size], [6, 3]);
  }
  assertEquals([...before.data], [5, 5, 5, 5, 5, 5]);
});

Deno.test("garbage: zeros that nobody looks at take no memory, whatever is made of the tensor later", () => {
  const before = reservedBytes(), all = Array.from({ length: 3000 }, () => Tensor.zeros([1000, 784]));
  assertEquals(reservedBytes(), before);
  assertEquals([all[0].shape, all[0].size, all[0].dtype], [[1000, 784], 784_000, "float32"]);
  const view = all[0].reshape([784, 1000]).head(1);
  assertEquals(reservedBytes(), before + 4 * 784_000);
  view.data[0] = 5;
  assertEquals(all[0].data[0], 5);
  all[1][Symbol.dispose]();
  assertThrows(() => all[1].data, StaleError, "it was disposed of");
});
