/** Loops that make tensors for ever, and what must outlive them. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import { StaleError } from "./errors.ts";
import { reservedBytes } from "./memory.ts";
import { Tensor } from "./tensor.ts";
import { Workspace } from "./workspace.ts";

const MIB = 2 ** 20;

/** 897 MiB in all, if nothing comes back. */
const TURNS = 300, SHAPE = [1000, 784];

/** A tensor that is looked at. */
function touched(): Tensor {
  const tensor = Tensor.zeros(SHAPE);
  tensor.data[7] = 1;
  return tensor;
}

Deno.test("garbage: a loop that awaits nothing that is still to happen makes tensors for ever", async () => {
  let most = 0;
  for (let i = 0; i < TURNS; i++) {
    touched();
    most = Math.max(most, reservedBytes());
    await null;
  }
  assert(most < 500 * MIB, `${most / MIB} MiB were reserved at a time`);
});

Deno.test("garbage: so does one that awaits nothing at all, and what it keeps stays as it was", () => {
  const kept: Tensor[] = [];
  let recent: Tensor[] = [], most = 0;
  for (let i = 0; i < TURNS; i++) {
    const tensor = touched();
    tensor.data.fill(i);
    recent = [...recent.slice(-9), tensor];
    if (i % 60 === 0) kept.push(tensor);
    most = Math.max(most, reservedBytes());
  }
  assert(most < 600 * MIB, `${most / MIB} MiB were reserved at a time`);
  kept.forEach(({ data }, i) => assert(data.every((value) => value === 60 * i)));
  assertEquals(recent.length, 10);
});

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

/** Makes and drops tensors until those that were made before have long been collected. */
async function makeGarbage(): Promise<void> {
  for (let i = 0; i < 400; i++) {
    Tensor.zeros([50, 50]).data.fill(9);
    Tensor.zeros([MIB / 4]).data.fill(9);
    if (i % 20 === 0) await new Promise((resolve) => setTimeout(resolve, 0));
  }
}

Deno.test("garbage: a view of a view keeps the memory of a tensor that nobody references", async () => {
  const views: { name: string; of: (data: Tensor["data"]) => Tensor["data"] }[] = [
    { name: "data", of: (data) => data },
    { name: "a part", of: (data) => data.subarray(3, 40) },
    { name: "a part of a part", of: (data) => data.subarray(3, 90).subarray(10, 20) },
    { name: "another array", of: ({ buffer, byteOffset }) => new Float32Array(buffer, byteOffset + 8, 30) },
  ];
  const tensors: ((value: number) => Tensor)[] = [
    (value) => Tensor.from(new Float32Array(2500).fill(value), [50, 50]),
    (value) => Tensor.from(new Float32Array(2500).fill(value)).reshape([50, 50]).head(20),
    (value) => {
      const tensor = new Workspace().matrix(50, 50, "float32");
      tensor.data.fill(value);
      return tensor;
    },
  ];
  const kept = tensors.flatMap((make, i) =>
    views.map(({ name, of }) => ({ name, i, view: of(make(i + 1).data) }))
  );
  await makeGarbage();
  for (const { name, i, view } of kept) assert(view.every((value) => value === i + 1), `${name} has changed`);
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

Deno.test("garbage: what was disposed of is not given back again when it is collected", async () => {
  const before = reservedBytes();
  (() => {
    for (let i = 0; i < 100; i++) Tensor.from(Array(25).fill(1))[Symbol.dispose]();
  })();
  const kept = Array.from({ length: 100 }, (_, i) => Tensor.from(new Float32Array(25).fill(i)));
  await makeGarbage();
  kept.forEach(({ data }, i) => assert(data.every((value) => value === i)));
  assert(reservedBytes() >= before);
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
