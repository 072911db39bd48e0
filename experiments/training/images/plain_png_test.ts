import { DataError } from "@chainrule/core";
import { assertEquals, assertThrows } from "@std/assert";
import crc32 from "crc-32";
import jpeg from "jpeg-js";
import { deflateSync } from "node:zlib";
import { decodeImage } from "./decode_image.ts";

function chunk(type: string, data: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(12 + data.length), view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  bytes.set(new TextEncoder().encode(type), 4);
  bytes.set(data, 8);
  view.setInt32(8 + data.length, crc32.buf(bytes.subarray(4, 8 + data.length)));
  return bytes;
}

/** A grey PNG of 8 × 8 pixels of 8 bits, of so many bytes, with more chunks before those. */
function png(bytes: number, { interlaced = false, more = [] as Uint8Array[] } = {}): Uint8Array<ArrayBuffer> {
  const header = Uint8Array.of(0, 0, 0, 8, 0, 0, 0, 8, 8, 0, 0, 0, interlaced ? 1 : 0);
  const parts = [
    Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10),
    chunk("IHDR", header),
    ...more,
    chunk("IDAT", deflateSync(new Uint8Array(bytes), { level: 9 })),
    chunk("IEND", new Uint8Array()),
  ];
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

const refused = (bytes: Uint8Array<ArrayBuffer>, why: string) =>
  assertThrows(() => decodeImage(bytes, "x"), DataError, `Cannot read x: ${why}`);

Deno.test("a PNG whose pixels become more than its header says is refused before they do", () => {
  for (const [most, interlaced] of [[72, false], [79, true]] as const) {
    assertEquals(decodeImage(png(most, { interlaced }), "x").data.length, 64);
    refused(png(most + 1, { interlaced }), `decompressed it has more than the ${most} bytes of its header`);
  }
  refused(png(10_000_000), "decompressed it has more than the 72 bytes of its header");
});

Deno.test("what no image is made of is not decompressed", () => {
  const profile = Uint8Array.from([...new TextEncoder().encode("p\0\0"), ...new Uint8Array(20).fill(255)]);
  const more = ["iCCP", "zTXt", "iTXt", "fdAT"].map((type) => chunk(type, profile));
  assertEquals(decodeImage(png(72, { more }), "x"), decodeImage(png(72), "x"));
});

Deno.test("a JPEG that goes through its pixels again and again is refused", () => {
  const { data } = jpeg.encode({ width: 8, height: 8, data: new Uint8Array(256) }, 90);
  const whole = new Uint8Array(data),
    at = whole.findIndex((byte, i) => byte === 255 && whole[i + 1] === 0xda);
  const [head, scan] = [whole.slice(0, at), whole.slice(at, -2)];
  refused(
    Uint8Array.from([...head, ...Array(101).fill([...scan]).flat(), 255, 0xd9]),
    "it has 101 scans, want at most 100",
  );
  assertEquals(decodeImage(whole, "x").width, 8);
});
