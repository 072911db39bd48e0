import { assert } from "@std/assert";
import { reservedBytes } from "./memory.ts";
import { Tensor } from "./tensor.ts";

Deno.test("collector: large tensors that are garbage are noticed long before the memory is scarce", async () => {
  const before = reservedBytes(), mebibyte = 2 ** 20;
  let most = 0;
  for (let i = 0; i < 200; i++) {
    Tensor.zeros([mebibyte / 4]).data[0] = 1;
    most = Math.max(most, reservedBytes() - before);
    if (i % 10 === 9) await new Promise((resolve) => setTimeout(resolve, 0));
  }
  // All of them, if the collector did not know how large they are; about 80 of them measured.
  assert(most < 150 * mebibyte, `${most / mebibyte} MiB were reserved at a time`);
});
