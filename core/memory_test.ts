import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { MemoryError } from "./errors.ts";
import {
  formatBytes,
  inKernelMemory,
  KERNEL_BYTES,
  memory,
  reserveBytes,
  reservedBytes,
  reserveFloat32,
  reserveUint32,
} from "./memory.ts";
import { Tensor } from "./tensor.ts";

const MIB = 2 ** 20;

Deno.test("memory: blocks do not overlap, are aligned, zero and clear of the kernels", () => {
  const everything = new Uint8Array(memory.buffer);
  fc.assert(fc.property(fc.array(fc.nat({ max: 300 }), { minLength: 2, maxLength: 30 }), (sizes) => {
    const blocks = sizes.map((size, i) => {
      const make = [reserveFloat32, reserveUint32, reserveBytes][i % 3];
      const block = make(size);
      assertEquals(block.length, size);
      assert(block.every((value: number) => value === 0));
      block.fill(i + 1);
      return block;
    });
    for (const [i, block] of blocks.entries()) {
      const { buffer, byteOffset, byteLength } = block, seen = new Uint8Array(buffer, byteOffset, byteLength);
      assert(inKernelMemory(block));
      assertEquals(everything.subarray(byteOffset, byteOffset + byteLength), seen);
      assert(block.byteOffset % 64 === 0 && block.byteOffset >= KERNEL_BYTES);
      assert(block.every((value: number) => value === i + 1), "another block wrote here");
    }
    const ranges = blocks.map((
      { byteOffset, byteLength },
    ) => [byteOffset, byteOffset + Math.max(byteLength, 1)]);
    ranges.sort(([a], [b]) => a - b);
    for (let i = 1; i < ranges.length; i++) assert(ranges[i - 1][1] <= ranges[i][0]);
  }));
});

Deno.test("memory: what is reserved is counted in lines of 64 bytes", () => {
  const sizes = [0, 1, 16, 17, 1000];
  for (const size of sizes) {
    const before = reservedBytes(), block = reserveFloat32(size);
    assertEquals(reservedBytes() - before, Math.max(64, Math.ceil(size / 16) * 64));
    assertEquals(block.length, size); // and is still referenced
  }
});

Deno.test("memory: bytes are said in the largest unit of which there is a whole one", () => {
  const cases: [number, string][] = [
    [0, "0 bytes"],
    [1023, "1023 bytes"],
    [1024, "1.0 KiB"],
    [3_136_000, "3.0 MiB"],
    [2 ** 30 - 2 ** 17, "1023.9 MiB"],
    [2 ** 42, "4096.0 GiB"],
  ];
  for (const [bytes, text] of cases) assertEquals(formatBytes(bytes), text);
});

Deno.test("memory: a request that can't be met says what is in use, and changes nothing", () => {
  const before = reservedBytes(), held = Tensor.zeros([700, 2 ** 20]), whole = memory.buffer.byteLength;
  assertEquals([whole, held.data.length], [4 * 2 ** 30, held.size]);
  const refused = (shape: number[]) => assertThrows(() => Tensor.zeros(shape), MemoryError).message;
  assertEquals(
    refused([1 << 10, 1 << 20]),
    "Cannot reserve 4.0 GiB for a tensor: the memory for tensors has 4.0 GiB",
  );
  const { message } = assertThrows(() => Tensor.zeros([400, 2 ** 20]).data, MemoryError);
  assert(message.startsWith("Cannot reserve 1.6 GiB for a tensor: 2.7 GiB of 4.0 GiB are in use, "), message);
  assert(message.includes("the largest free part has 1.3 GiB; what is garbage is given back when "), message);
  assertEquals(reservedBytes(), before + 4 * held.size);
  held[Symbol.dispose]();
  assertEquals(reservedBytes(), before);
});

Deno.test("memory: what begins in memory that others have had, and ends where nobody was, is zero", () => {
  const last = Tensor.zeros([64 * MIB]); // larger than any gap: where nobody was
  last.data.fill(7, 0, 1000);
  last[Symbol.dispose]();
  using larger = Tensor.zeros([65 * MIB]);
  assertEquals(larger.data.subarray(0, 1000).findIndex((value) => value !== 0), -1);
});

Deno.test("memory: a float64 tensor that no array can hold is refused with its size", () => {
  const message = "Cannot reserve 8192.0 GiB for a tensor: no array can be as large";
  assertThrows(() => Tensor.zeros([1 << 20, 1 << 20], "float64"), MemoryError, message);
});
