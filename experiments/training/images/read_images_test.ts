import { DataError } from "@chainrule/core";
import { assert, assertAlmostEquals, assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import { encode, type ImageData } from "fast-png";
import jpeg from "jpeg-js";
import { decodeImage } from "./decode_image.ts";
import { readImages } from "./read_images.ts";

const network = { dataset: "mnist", rows: 28, columns: 28 };
const pngOf = (image: ImageData) => new Uint8Array(encode(image));

Deno.test("PNG of every kind and JPEG become the same grey", () => {
  const width = 3, height = 2, grey = [0, 85, 170, 255, 170, 85];
  const rgb = grey.flatMap((value) => [value, value, value]);
  const kinds: Record<string, ImageData> = {
    "grey": { width, height, channels: 1, data: Uint8Array.from(grey) },
    "grey of 16 bits": {
      width,
      height,
      channels: 1,
      depth: 16,
      data: Uint16Array.from(grey, (value) => 257 * value),
    },
    "colours": { width, height, channels: 3, data: Uint8Array.from(rgb) },
    "transparent": {
      width,
      height,
      channels: 4,
      data: Uint8Array.from(grey.flatMap((value) => [0, 0, 0, 255 - value])),
    },
  };
  for (const [kind, image] of Object.entries(kinds)) {
    const { data, ...size } = decodeImage(pngOf(image), kind);
    assertEquals(size, { width, height });
    for (const [i, value] of data.entries()) assertAlmostEquals(value, grey[i], 0.01, kind);
  }
  const flat = Uint8Array.from({ length: 4 * 64 }, (_, i) => i % 4 === 0 ? 200 : i % 4 === 3 ? 255 : 100);
  const [value] =
    decodeImage(new Uint8Array(jpeg.encode({ width: 8, height: 8, data: flat }).data), "jpeg").data;
  assertAlmostEquals(value, 0.299 * 200 + 0.701 * 100, 2);
});

Deno.test("PNG of few bits", async () => {
  // The rows of a PNG of 5 × 2 pixels of 2 bits, without filters: 0 1 2 3 0, 3 2 1 0 3.
  const rows = Uint8Array.of(0, 0b00011011, 0b00000000, 0, 0b11100100, 0b11000000);
  const data = await new Response(new Blob([rows]).stream().pipeThrough(new CompressionStream("deflate")))
    .bytes();
  const text = (name: string) => new TextEncoder().encode(name);
  const word = (value: number) => Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value);
  const chunk = (name: string, body: Uint8Array) => {
    let crc = -1;
    for (const byte of [...text(name), ...body]) {
      crc ^= byte;
      for (let k = 0; k < 8; k++) crc = crc & 1 ? crc >>> 1 ^ 0xedb88320 : crc >>> 1;
    }
    return [...word(body.length), ...text(name), ...body, ...word(~crc)];
  };
  const head = Uint8Array.of(...word(5), ...word(2), 2, 0, 0, 0, 0);
  const bytes = Uint8Array.from(
    [
      0x89,
      ...text("PNG\r\n\x1a\n"),
      chunk("IHDR", head),
      chunk("IDAT", data),
      chunk("IEND", new Uint8Array()),
    ].flat(),
  );
  assertEquals([...decodeImage(bytes, "grey of 2 bits").data], [0, 85, 170, 255, 0, 255, 170, 85, 0, 255]);
});

Deno.test("a JPEG that was taken another way is turned as it says, in either order of bytes", () => {
  // From dark to light: below right, above right, below left, above left.
  const stored = Uint8Array.from({ length: 4 * 128 }, (_, i) => {
    const x = (i >> 2) % 16, y = i >> 6;
    return i % 4 === 3 ? 255 : (x < 8 ? 140 : 20) + (y < 4 ? 90 : 0);
  });
  const exif = (orientation: number, little: boolean) => {
    const tiff = new DataView(new ArrayBuffer(32)), text = new TextEncoder().encode("Exif\0\0");
    tiff.setUint16(0, little ? 0x4949 : 0x4d4d);
    tiff.setUint16(2, 42, little);
    tiff.setUint32(4, 8, little);
    tiff.setUint16(8, 1, little);
    [0x112, 3].forEach((value, i) => tiff.setUint16(10 + 2 * i, value, little));
    tiff.setUint32(14, 1, little);
    tiff.setUint16(18, orientation, little);
    return Uint8Array.of(...text, ...new Uint8Array(tiff.buffer));
  };
  // Above left, above right, below left, below right.
  const corners: Record<number, string> = {
    1: "3120",
    2: "1302",
    3: "0213",
    4: "2031",
    5: "3210",
    6: "2301",
    7: "0123",
    8: "1032",
  };
  for (const [orientation, wanted] of Object.entries(corners)) {
    for (const little of [true, false]) {
      const image = { width: 16, height: 8, data: stored, exifBuffer: exif(Number(orientation), little) };
      const { width, height, data } = decodeImage(new Uint8Array(jpeg.encode(image, 100).data), "a.jpg");
      const rank = (x: number, y: number) =>
        [20, 110, 140, 230].findLastIndex((light) => data[y * width + x] > light - 12);
      const found = [rank(0, 0), rank(width - 1, 0), rank(0, height - 1), rank(width - 1, height - 1)];
      assertEquals(found.join(""), wanted, `orientation ${orientation}`);
      assertEquals([width, height], Number(orientation) < 5 ? [16, 8] : [8, 16]);
    }
  }
  assertEquals(
    decodeImage(new Uint8Array(jpeg.encode({ width: 16, height: 8, data: stored }).data), "a").width,
    16,
  );
});

Deno.test("an image that looks like those of MNIST already stays as it is", () => {
  const data = new Uint8Array(784);
  for (let y = 4; y < 20; y++) data.fill(10 * y, y * 28 + 9, y * 28 + 12);
  const [{ name, pixels }] = readImages(
    pngOf({ width: 28, height: 28, channels: 1, data }),
    "a.png",
    network,
  );
  assertEquals(name, "a.png");
  assertEquals(pixels, data);
  const other = readImages(
    pngOf({ width: 28, height: 28, channels: 1, data: data.map((v) => 255 - v) }),
    "a",
    network,
  );
  assert(other[0].pixels.some((value, i) => value !== 255 - data[i]), "paper is white");
});

Deno.test("digits of every dataset of digits are put in the middle, as MNIST's are; clothes and letters are not", () => {
  const data = new Uint8Array(40 * 40);
  for (let y = 2; y < 30; y++) data.fill(255, y * 40 + 3, y * 40 + 9);
  const bytes = pngOf({ width: 40, height: 40, channels: 1, data });
  const pixelsFor = (dataset: string) => readImages(bytes, "a.png", { ...network, dataset })[0].pixels;
  const centred = pixelsFor("mnist");
  for (const name of ["qmnist", "emnist-mnist", "emnist-digits", "synthetic"]) {
    assertEquals(pixelsFor(name), centred, name);
  }
  for (const name of ["fashion-mnist", "emnist-letters"]) assertNotEquals(pixelsFor(name), centred, name);
});

Deno.test("pictures of one's own become what training makes of them, neither fitted nor turned into negatives", () => {
  const data = Uint8Array.from({ length: 12 }, (_, i) => 255 - 20 * i);
  const bytes = pngOf({ width: 4, height: 3, channels: 1, data }),
    own = { dataset: "signs", rows: 1, columns: 2 };
  assertEquals([...readImages(bytes, "a.png", own)[0].pixels], [255 - 90, 255 - 130]);
});

Deno.test("IDX and CSV, with and without names and labels", () => {
  const small = { dataset: "mnist", rows: 2, columns: 2 };
  const read = (text: string) =>
    readImages(new TextEncoder().encode(text), "x", small).map(({ name, pixels }) => [name, ...pixels]);
  assertEquals(read("label,a,b,c,d\n7,1,2,3,4\n8,5,6,7,8\n"), [["x[0]", 1, 2, 3, 4], ["x[1]", 5, 6, 7, 8]]);
  assertEquals(read("1,2,3,4\r\n\r\n"), [["x", 1, 2, 3, 4]]);
  assertEquals(read("9,1,2,3,4"), [["x", 1, 2, 3, 4]]);
  const idx = Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 2, 1, 2, 3, 4, 5, 6, 7, 8);
  assertEquals(readImages(idx, "x", small).map(({ pixels }) => [...pixels]), [[1, 2, 3, 4], [5, 6, 7, 8]]);
});

Deno.test("what is no image, damaged, or of another size is refused", () => {
  const png = pngOf({ width: 30, height: 30, channels: 1, data: new Uint8Array(900) }), huge = png.slice();
  huge.set([0, 1, 0, 0, 0, 1, 0, 0], 16);
  const text = (words: string) => new TextEncoder().encode(words);
  const wrong: [Uint8Array<ArrayBuffer>, string][] = [
    [png.slice(0, 60), "Cannot read x: "],
    [png.map((byte, i) => i === 50 ? byte ^ 1 : byte), "Cannot read x: "],
    [huge, "Cannot read x: it has 4295 million pixels, want at most 100"],
    [text("\0\0\x08\x03"), "Cannot read x: it has 4 bytes, want a header"],
    [text("BM\0\0"), "Cannot read x: want a PNG, a JPEG, an IDX file or a CSV"],
    [text(""), "Cannot read x: there are no images in it"],
    [text("1,2,3\n"), "Cannot read x: line 1 has 3 numbers, want 784 pixels"],
    [text(Array(784).fill("256").join()), "Cannot read x: line 1 has the pixel 256"],
    [Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 4), "Cannot read x: "],
  ];
  for (const [bytes, message] of wrong) {
    assertThrows(() => readImages(bytes, "x", network), DataError, message);
  }
});
