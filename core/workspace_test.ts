import { assert, assertEquals, assertStrictEquals } from "@std/assert";
import fc from "fast-check";
import type { Tensor } from "./tensor.ts";
import { ImageTensor } from "./kernels/image_tensor.ts";
import { reservedBytes } from "./memory.ts";
import { Workspace } from "./workspace.ts";

const address = ({ data }: Tensor) => data.byteOffset;

Deno.test("Workspace: the same request gets the same tensor", () => {
  const workspace = new Workspace();
  const first = workspace.tensor([4, 5], "float32");
  assertStrictEquals(workspace.tensor([4, 5], "float32"), first);
  assertStrictEquals(workspace.matrix(4, 5, "float32"), first);
  assertStrictEquals(workspace.like(first), first);
});

Deno.test("Workspace: a smaller batch gets a prefix of the same memory, and the same tensor each time", () => {
  const workspace = new Workspace(), whole = workspace.matrix(100, 10, "float32"), before = reservedBytes();
  const rest = workspace.matrix(60, 10, "float32");
  assertEquals([rest.shape, address(rest)], [[60, 10], address(whole)]);
  for (let epoch = 0; epoch < 3; epoch++) {
    assertStrictEquals(workspace.matrix(100, 10, "float32"), whole);
    assertStrictEquals(workspace.matrix(60, 10, "float32"), rest);
  }
  assertEquals(reservedBytes(), before);
});

Deno.test("Workspace: a larger batch gets larger memory, and the smaller one a prefix of it", () => {
  const workspace = new Workspace(), small = workspace.matrix(60, 10, "float32");
  const large = workspace.matrix(100, 10, "float32");
  assert(address(large) !== address(small));
  assertEquals(address(workspace.matrix(60, 10, "float32")), address(large));
});

Deno.test("Workspace: as many numbers in another shape share the memory", () => {
  const workspace = new Workspace(), flat = workspace.tensor([12], "float64");
  const cube = workspace.tensor([2, 3, 2], "float64");
  assertEquals(cube.shape, [2, 3, 2]);
  flat.data[11] = 7;
  assertEquals(cube.data[11], 7);
});

Deno.test("Workspace: another dtype gets other memory", () => {
  const workspace = new Workspace(), single = workspace.tensor([3], "float32");
  const double = workspace.tensor([3], "float64");
  assertEquals(double.dtype, "float64");
  assert(double !== single);
  assertEquals(workspace.tensor([3], "float32").dtype, "float32");
});

Deno.test("Workspace: what comes has the shape and dtype asked for, whatever came before", () => {
  const requests = fc.array(
    fc.record({
      shape: fc.array(fc.nat({ max: 4 }), { maxLength: 3 }),
      dtype: fc.constantFrom("float32" as const, "float64" as const),
    }),
    { maxLength: 40 },
  );
  fc.assert(fc.property(requests, (requests) => {
    const workspace = new Workspace();
    for (const { shape, dtype } of requests) {
      const tensor = workspace.tensor(shape, dtype);
      assertEquals([tensor.shape, tensor.dtype], [shape, dtype]);
      assertEquals(tensor.size, shape.reduce((product, n) => product * n, 1));
    }
  }));
});

Deno.test("Workspace: many batch sizes reserve no more than the largest", () => {
  const workspace = new Workspace();
  workspace.matrix(1000, 4, "float32");
  const before = reservedBytes();
  for (let rows = 999; rows > 0; rows--) workspace.matrix(rows, 4, "float32");
  assertEquals(reservedBytes(), before);
});

Deno.test("Workspace: eight smaller batches are remembered; one more, and all but the largest are forgotten", () => {
  const workspace = new Workspace(), largest = workspace.matrix(10, 2, "float32");
  const smaller = [9, 8, 7, 6, 5, 4, 3, 2].map((rows) => workspace.matrix(rows, 2, "float32"));
  for (const tensor of smaller) assertStrictEquals(workspace.like(tensor), tensor);
  const one = workspace.matrix(1, 2, "float32");
  assertStrictEquals(workspace.like(one), one);
  assertStrictEquals(workspace.like(largest), largest);
  for (const tensor of smaller) {
    const again = workspace.like(tensor);
    assert(again !== tensor);
    assertEquals(address(again), address(largest));
  }
});

Deno.test("Workspace: a larger request replaces everything that was remembered", () => {
  const workspace = new Workspace(),
    first = workspace.matrix(2, 2, "float32"),
    half = workspace.matrix(1, 2, "float32");
  const larger = workspace.matrix(3, 2, "float32");
  assert(workspace.like(first) !== first && workspace.like(half) !== half);
  assertEquals(address(workspace.like(half)), address(larger));
});

Deno.test("Workspace: hands out what it is told to make", () => {
  const workspace = new Workspace((memory) => new ImageTensor(memory)), before = reservedBytes();
  const whole = workspace.matrix(4, 3, "float32"), part = workspace.matrix(2, 3, "float32");
  assert(whole instanceof ImageTensor && part instanceof ImageTensor);
  assertEquals([whole.shape, part.shape, address(part)], [[4, 3], [2, 3], address(whole)]);
  assertStrictEquals(workspace.like(part), part);
  assertEquals(reservedBytes(), before + 64);
});
