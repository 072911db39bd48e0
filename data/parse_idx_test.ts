import { DataError } from "@chainrule/core";
import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { type IdxArray, parseIdx } from "./parse_idx.ts";
import { idx } from "./testdata/files.ts";

const SMALL = idx([2, 3, 2], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);

function refused(bytes: Uint8Array, reason = ""): void {
  assertThrows(() => parseIdx(bytes, "a.idx"), DataError, `Cannot read a.idx: ${reason}`);
}

Deno.test("parseIdx() gives back what was written", () => {
  const shapes = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 5 });
  fc.assert(fc.property(shapes, fc.nat(), (shape, start) => {
    const data = Uint8Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => start + i * 7);
    assertEquals(parseIdx(idx(shape, data)), { shape, data });
  }));
});

Deno.test("parseIdx() reads every type of the format, from any offset", () => {
  const cases: [number, IdxArray, (view: DataView, at: number, value: number) => void][] = [
    [0x08, Uint8Array.of(0, 255, 7), (view, at, value) => view.setUint8(at, value)],
    [0x09, Int8Array.of(-128, 127, -1), (view, at, value) => view.setInt8(at, value)],
    [0x0b, Int16Array.of(-32768, 32767, 258), (view, at, value) => view.setInt16(at, value)],
    [0x0c, Int32Array.of(-(2 ** 31), 2 ** 31 - 1, 66051), (view, at, value) => view.setInt32(at, value)],
    [0x0d, Float32Array.of(1.5, -Infinity, 2 ** -149), (view, at, value) => view.setFloat32(at, value)],
    [0x0e, Float64Array.of(Math.PI, NaN, -0), (view, at, value) => view.setFloat64(at, value)],
  ];
  for (const [code, data, set] of cases) {
    const size = data.BYTES_PER_ELEMENT, body = new DataView(new ArrayBuffer(size * 3));
    data.forEach((value, i) => set(body, i * size, value));
    const file = idx([3, 1], new Uint8Array(body.buffer), code), moved = new Uint8Array(file.length + 1);
    moved.set(file, 1);
    for (const bytes of [file, moved.subarray(1)]) assertEquals(parseIdx(bytes), { shape: [3, 1], data });
  }
});

Deno.test("parseIdx() copies no bytes, also within a larger buffer", () => {
  const larger = new Uint8Array(SMALL.length + 5);
  larger.set(SMALL, 3);
  const { data } = parseIdx(larger.subarray(3, 3 + SMALL.length));
  assertStrictEquals(data.buffer, larger.buffer);
  assertEquals([data[0], data.length], [1, 12]);
});

Deno.test("parseIdx() refuses every truncation and anything longer", () => {
  for (let length = 0; length < SMALL.length; length++) refused(SMALL.subarray(0, length));
  for (const more of [1, 2, 1000]) {
    const longer = new Uint8Array(SMALL.length + more);
    longer.set(SMALL);
    refused(longer, `it has ${28 + more} bytes, want 28 for the shape [2, 3, 2]`);
  }
});

Deno.test("parseIdx() refuses every change of a byte of the header", () => {
  for (let at = 0; at < 16; at++) {
    for (let flip = 1; flip < 256; flip++) {
      const changed = SMALL.slice();
      changed[at] ^= flip;
      // Signed bytes are as many as unsigned ones.
      if (at === 2 && changed[at] === 9) {
        assertEquals(parseIdx(changed).data, Int8Array.from(SMALL.subarray(16)));
      } else refused(changed);
    }
  }
});

Deno.test("parseIdx() never throws anything but a DataError", () => {
  const starts = fc.oneof(fc.constant([]), fc.constant([0, 0, 8]), fc.constant([0, 0]));
  fc.assert(fc.property(starts, fc.uint8Array({ maxLength: 64 }), (start, rest) => {
    try {
      const { shape, data } = parseIdx(Uint8Array.of(...start, ...rest));
      assertEquals(data.length, shape.reduce((a, b) => a * b, 1));
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
    }
  }));
});

Deno.test("parseIdx() says what is wrong", () => {
  refused(new Uint8Array(), "it has 0 bytes, want an IDX header");
  refused(Uint8Array.of(0x1f, 0x8b, 8, 0), "it starts with the bytes 1f 8b, want 00 00");
  refused(
    Uint8Array.of(0, 0, 77, 1),
    "its element type is 0x4d, want 0x08 (uint8), 0x09 (int8), 0x0b (int16), 0x0c (int32), 0x0d (float32) or 0x0e (float64)",
  );
  refused(idx([2], [1, 2, 3, 4], 0x0c), "it has 12 bytes, want 16 for the shape [2]");
  refused(Uint8Array.of(0, 0, 8, 0), "it has 0 dimensions, want at least 1");
  refused(Uint8Array.of(0, 0, 8, 2, 0, 0), "it has 6 bytes, want a header of 12 for 2 dimensions");
  refused(idx([3, 0], []), "its shape is [3, 0], want sizes of at least 1");
  refused(
    idx([2 ** 31, 2 ** 31, 2 ** 31], []),
    "its shape is [2147483648, 2147483648, 2147483648], want sizes",
  );
  refused(idx(Array(255).fill(2 ** 32 - 1), []), "its shape is [4294967295, ");
  refused(idx([2 ** 32 - 1], []), "it has 8 bytes, want 4294967303 for the shape [4294967295]");
  assertThrows(() => parseIdx(new Uint8Array()), DataError, "Cannot read IDX data: ");
});
