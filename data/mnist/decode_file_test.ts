import { DataError } from "@chainrule/core";
import { assert, assertEquals, assertRejects } from "@std/assert";
import { decodeFile, gitName } from "./decode_file.ts";
import { gzip, idx, publishSmall, SMALL } from "../testdata/files.ts";

const { files: [images, labels] } = await publishSmall();
const compressed = await gzip(SMALL[0]);

function refused(bytes: Uint8Array<ArrayBuffer>, reason: string, file = images): Promise<unknown> {
  return assertRejects(
    () => decodeFile(bytes, "a.gz", file),
    DataError,
    `Cannot read a.gz: ${reason}`,
  );
}

Deno.test("decodeFile() reads the same from plain and compressed bytes", async () => {
  for (const bytes of [SMALL[0], compressed]) {
    const { shape, data, digests, verified } = await decodeFile(bytes, "a", images);
    assertEquals(shape, [6, 5, 4]);
    assertEquals(data, SMALL[0].subarray(16));
    assertEquals(digests.contents, images.digests.contents);
    assert(verified);
  }
});

Deno.test("decodeFile() verifies compressed files where their digests are known", async () => {
  const { files: [published] } = await publishSmall("gzip");
  assert((await decodeFile(compressed, "a", published)).verified);
  assert(!(await decodeFile(SMALL[0], "a", published)).verified);
  assert(!(await decodeFile(await gzip(idx([1, 5, 4], Array(20))), "a", published)).verified);
});

Deno.test("decodeFile() refuses every truncation of a compressed file", async () => {
  for (let length = 2; length < compressed.length; length++) await refused(compressed.slice(0, length), "");
});

Deno.test("decodeFile() never reads wrong data from a compressed file with a wrong byte", async () => {
  let harmless = 0;
  for (let at = 0; at < compressed.length; at++) {
    for (const flip of [1, 2, 4, 8, 16, 32, 64, 128, 255]) {
      const changed = compressed.slice();
      changed[at] ^= flip;
      try {
        const { data } = await decodeFile(changed, "a.gz", images);
        assertEquals(data, SMALL[0].subarray(16));
        harmless++;
      } catch (error) {
        if (!(error instanceof DataError)) throw error;
      }
    }
  }
  // Such as the time in the gzip header, which no checksum covers.
  assert(harmless > 0);
});

Deno.test("decodeFile() refuses more data than the header says, after a part of it", async () => {
  const bomb = new Uint8Array(64 << 20);
  bomb.set(SMALL[0].subarray(0, 16));
  await refused(await gzip(bomb), "decompressed it has more than the 136 bytes of its header");
});

Deno.test("decodeFile() refuses less data than the header says, reserving no memory for it", async () => {
  const claims = idx([10_000, 300, 300], [1, 2, 3]);
  await refused(await gzip(claims), "decompressed it has 19 bytes, want 900000016");
  await refused(claims, "it has 19 bytes, want 900000016");
});

Deno.test("decodeFile() refuses other data", async () => {
  for (const pack of [gzip, (bytes: Uint8Array<ArrayBuffer>) => Promise.resolve(bytes)]) {
    await refused(await pack(SMALL[1]), "it has 1 dimensions, want 3");
    await refused(await pack(SMALL[0]), "it has 3 dimensions, want 1", labels);
    await refused(
      await pack(idx([60_000, 60_000, 60_000], [])),
      "its shape is [60000, 60000, 60000], want at most",
    );
    await refused(await pack(idx([1, 1, 1025], Array(1025))), "its shape is [1, 1, 1025], want at most");
    await refused(
      await pack(idx([10_000_001], Array(10_000_001))),
      "its shape is [10000001], want at most",
      labels,
    );
    await refused(await pack(idx([0, 28, 28], [])), "its shape is [0, 28, 28], want sizes");
    await refused(await pack(new Uint8Array()), "it has 0 bytes");
    await refused(await pack(new Uint8Array(3)), "it has 3 bytes");
    await refused(
      await pack(new TextEncoder().encode("<html>Not found</html>")),
      "it starts with the bytes 3c 68",
    );
  }
});

Deno.test("decodeFile() reads labels of every type, if they are bytes, and pixels of one", async () => {
  const int32 = (...numbers: number[]) => {
    const view = new DataView(new ArrayBuffer(4 * numbers.length));
    numbers.forEach((number, i) => view.setInt32(4 * i, number));
    return idx([numbers.length], new Uint8Array(view.buffer), 0x0c);
  };
  const { data } = await decodeFile(int32(0, 46, 255), "a", labels);
  assertEquals(data, Uint8Array.of(0, 46, 255));
  await refused(int32(1, -1), "label 1 is -1, want a whole number from 0 to 255", labels);
  await refused(int32(256), "label 0 is 256, want a whole number from 0 to 255", labels);
  await refused(idx([1, 2, 2], [1, 2, 3, 4], 9), "its pixels are Int8Array, want bytes");
});

Deno.test("decodeFile() takes the first of several numbers of a label, as QMNIST has them", async () => {
  const extended = { ...labels, format: "idx2-int" as const };
  const view = new DataView(new ArrayBuffer(24));
  [7, 4, 2578, 9, 0, -1].forEach((number, i) => view.setInt32(4 * i, number));
  const { data } = await decodeFile(idx([2, 3], new Uint8Array(view.buffer), 0x0c), "a", extended);
  assertEquals(data, Uint8Array.of(7, 9));
  await refused(SMALL[1], "it has 1 dimensions, want 2", extended);
});

Deno.test("gitName() is what git calls a file", async () => {
  // printf hello | git hash-object --stdin
  assertEquals(await gitName(new TextEncoder().encode("hello")), "b6fc4c620b67d95f953a5c1c1230aaab5db5a1b0");
});

function concat(...parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

Deno.test("decodeFile() reads compressed files of several members, and with zeros behind", async () => {
  const whole = SMALL[0], parts: Uint8Array<ArrayBuffer>[] = [];
  for (const [from, to] of [[0, 3], [3, 40], [40, 40], [40, whole.length]]) {
    parts.push(await gzip(whole.slice(from, to)));
  }
  for (const zeros of [0, 1, 7, 512]) {
    for (const members of [[compressed], parts]) {
      const file = concat(...members, new Uint8Array(zeros));
      const { data, verified } = await decodeFile(file, "a.gz", images);
      assertEquals(data, whole.subarray(16));
      assert(verified);
    }
  }
  // A member that ends with zeros of its own: its length is below 2²⁴.
  assertEquals(compressed.at(-1), 0);
  await refused(concat(compressed, Uint8Array.of(1)), "the gzip data is damaged or cut off");
  await refused(concat(compressed, Uint8Array.of(0, 0, 5)), "the gzip data is damaged or cut off");
  await refused(concat(parts[0], parts[1].subarray(0, 15)), "the gzip data is damaged or cut off");
  await refused(concat(compressed, parts[0]), "decompressed it has more than the 136 bytes of its header");
});
