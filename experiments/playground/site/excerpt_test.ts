import { loadMnist, syntheticDigits } from "@chainrule/data";
import { assertEquals } from "@std/assert";
import { idxFiles } from "./excerpt.ts";

Deno.test("excerpt: it is read as MNIST is", async () => {
  const { train, test } = syntheticDigits({ train: 5, test: 2 });
  const files = await Promise.all([...idxFiles(train), ...idxFiles(test)].map((blob) => blob.bytes()));
  const read = await loadMnist({ files });
  assertEquals([read.train.count, read.train.rows, read.test.count], [5, 28, 2]);
  assertEquals([new Uint8Array(read.train.images), read.train.labels], [
    new Uint8Array(train.images),
    train.labels,
  ]);
  assertEquals(read.verified, false);
});
