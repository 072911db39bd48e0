/** Loops that make tensors for ever, and what must outlive them. They make gigabytes: `deno task test:system` runs them. */
import { assert, assertEquals } from "@std/assert";
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

/** A mebibyte that is looked at. */
function mebibyte(): Tensor {
  const tensor = Tensor.zeros([MIB / 4]);
  tensor.data[0] = 1;
  return tensor;
}

/** Lets the garbage collector's reports be delivered. */
const nextTask = () => new Promise((resolve) => setTimeout(resolve, 0));

Deno.test("memory: tensors that are garbage give theirs back, neighbours joined, and it is used again", async () => {
  // Each size more than there is; and in the end a quarter of the memory in one piece.
  for (const size of [64 * MIB, 16 * MIB, MIB, 3 * MIB, 0.25 * MIB]) {
    for (let used = 0; used < 1200 * MIB; used += size) {
      const { data } = Tensor.zeros([size / 4]);
      assert(data[0] === 0 && data[data.length - 1] === 0, "the memory still holds what was written before");
      data[0] = data[data.length - 1] = 7;
      if (used % (48 * MIB) < size) await nextTask();
    }
  }
  assert(reservedBytes() < 1024 * MIB, `${reservedBytes()} bytes cannot be in use`);
  for (let attempt = 0;; attempt++) {
    try {
      assertEquals(Tensor.zeros([256 * MIB / 4]).data.length, 256 * MIB / 4);
      break;
    } catch (error) {
      if (attempt === 50) throw error;
      for (let i = 0; i < 20; i++) Tensor.zeros([MIB / 4]).data[0] = 1;
      await nextTask();
    }
  }
});

Deno.test("memory: a tensor is kept by its head, its reshaped form and their like, not by its size", async () => {
  const kept = [1, 2, 3].map((value) => {
    const whole = Tensor.zeros([4, 1000]);
    whole.data.fill(value);
    return [whole.head(2), whole.reshape([4000]), whole.reshape([1000, 4]).head(3).reshape([12])][value - 1];
  });
  // Large ones that live for a while, to make the collector look at old objects, too (measured: after seven rounds); small
  // ones to take the place of what was given back by mistake.
  const recent: Tensor[][] = [];
  for (let i = 0; i < 30; i++) {
    recent[i % 4] = Array.from({ length: 20 }, () => mebibyte());
    for (let j = 0; j < 20; j++) Tensor.zeros([4000]).data.fill(9);
    await nextTask();
  }
  kept.forEach(({ data }, i) => assert(data.every((value: number) => value === i + 1)));
});
