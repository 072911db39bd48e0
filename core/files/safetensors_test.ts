import { assert, assertEquals, assertInstanceOf, assertThrows } from "@std/assert";
import fc from "fast-check";
import { DataError, ShapeError } from "../errors.ts";
import { reservedBytes } from "../memory.ts";
import { checkTensors } from "../named_tensors.ts";
import { type DType, Tensor } from "../tensor.ts";
import { bytesOf, decodeSafetensors, encodeSafetensors, openSafetensors } from "./safetensors.ts";

/** A file by the letter of the format: a length, a header, and data in hexadecimal digits. */
function file(header: string, data = "", length?: number | bigint): Uint8Array<ArrayBuffer> {
  const text = new TextEncoder().encode(header), numbers = Uint8Array.fromHex(data.replaceAll(" ", ""));
  const bytes = new Uint8Array(8 + text.length + numbers.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(length ?? text.length), true);
  bytes.set(text, 8);
  bytes.set(numbers, 8 + text.length);
  return bytes;
}

// 0, 1, 2, 3, 4, 5 in float32.
const SIX = "00000000 0000803f 00000040 00004040 00008040 0000a040";

/** Tensors, texts and their file, which follows from the description of the format alone. */
const FILES: [Record<string, Tensor>, Record<string, string>, Uint8Array][] = [
  // The first three are what the library of Hugging Face writes for the same tensors.
  [{}, {}, Uint8Array.of(8, 0, 0, 0, 0, 0, 0, 0, 123, 125, 32, 32, 32, 32, 32, 32)],
  [
    { "attn.0": Tensor.from([0, 1, 2, 3, 4, 5], [1, 2, 3]) },
    {},
    file(`{"attn.0":{"dtype":"F32","shape":[1,2,3],"data_offsets":[0,24]}}`, SIX, 64),
  ],
  [
    { "attn0": Tensor.from([0, 1, 2, 3, 4, 5], [1, 1, 2, 3]) },
    {},
    file(`{"attn0":{"dtype":"F32","shape":[1,1,2,3],"data_offsets":[0,24]}}       `, SIX, 72),
  ],
  [
    {
      scalar: Tensor.from([-2], [], "float64"),
      nothing: Tensor.zeros([3, 0], "float32"),
      'ü\n"': Tensor.from([-0, NaN, Infinity], [3]),
      rest: Tensor.from([1e300], [1], "float64"),
    },
    { "": "é", text: "{}" },
    file(
      `{"__metadata__":{"":"é","text":"{}"},` +
        `"scalar":{"dtype":"F64","shape":[],"data_offsets":[0,8]},` +
        `"nothing":{"dtype":"F32","shape":[3,0],"data_offsets":[8,8]},` +
        `"ü\\n\\"":{"dtype":"F32","shape":[3],"data_offsets":[8,20]},` +
        `"rest":{"dtype":"F64","shape":[1],"data_offsets":[20,28]}}       `,
      "00000000000000c0 00000080 0000c07f 0000807f 9c7500883ce4377e",
      280,
    ),
  ],
];

Deno.test("safetensors: files are what the format says, byte by byte", () => {
  for (const [tensors, metadata, bytes] of FILES) {
    assertEquals(encodeSafetensors(tensors, metadata), bytes);
    assertEquals(encodeSafetensors(tensors, metadata), bytes);
    assertEquals(new DataView(bytes.buffer).getUint32(0, true) % 8, 0);
    const decoded = decodeSafetensors(bytes);
    assertEquals(decoded.metadata, metadata);
    assertEquals(Object.keys(decoded.tensors), Object.keys(tensors));
    for (const [name, { shape, dtype, data }] of Object.entries(tensors)) {
      const found = decoded.tensors[name];
      assertEquals([found.shape, found.dtype, found.data], [shape, dtype, data]);
    }
  }
});

Deno.test("safetensors: files of others are read: in any order, with spaces, of any alignment", () => {
  const header = ` { "b" : {"data_offsets":[0,8] , "shape":[ 2 ],"dtype":"F32"},\n\t"a":{"dtype":"F64",` +
    `"shape":[1],"data_offsets":[8,16],"more":{"a":1}} } `;
  const bytes = file(header.trimStart(), "0000803f 00000040 000000000000f03f");
  for (const offset of [0, 1, 4]) {
    for (const buffer of [new ArrayBuffer(bytes.length + 9), new SharedArrayBuffer(bytes.length + 9)]) {
      const moved = new Uint8Array(buffer, offset, bytes.length);
      moved.set(bytes);
      const { tensors: { a, b }, metadata } = decodeSafetensors(moved);
      assertEquals([a.toArray(), a.dtype, b.toArray(), b.dtype], [[1], "float64", [1, 2], "float32"]);
      assertEquals(metadata, {});
      moved.fill(0);
      assertEquals([a.toArray(), b.toArray()], [[1], [1, 2]]);
    }
  }
});

const name = fc.oneof(
  fc.string({ unit: "binary", maxLength: 8 }),
  fc.constantFrom("__proto__", "constructor", "0", "1.weight", '"', "\\"),
);

/** Tensors of any bits. */
const tensors = fc.array(
  fc.record({
    name,
    shape: fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 3 }),
    dtype: fc.constantFrom<DType>("float32", "float64"),
    seed: fc.uint8Array({ minLength: 1, maxLength: 40 }),
  }),
  { maxLength: 5 },
).map((all) =>
  Object.fromEntries(all.map(({ name, shape, dtype, seed }) => {
    const tensor = Tensor.zeros(shape, dtype), bytes = bytesOf(tensor.data);
    bytes.forEach((_, i) => bytes[i] = seed[i % seed.length]);
    // A signalling NaN with a payload, and −0.
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    if (dtype === "float32" && tensor.size > 1) {
      view.setUint32(0, 0x7fa12345, true), view.setUint32(4, 1 << 31, true);
    }
    if (dtype === "float64" && tensor.size > 0) view.setBigUint64(0, 0xfff0000000000001n, true);
    return [name, tensor];
  }))
);

Deno.test("safetensors: what is written is read again, to the last bit", () => {
  const texts = fc.array(fc.tuple(name, fc.string({ unit: "binary" })), { maxLength: 4 }).map(
    Object.fromEntries,
  );
  fc.assert(fc.property(tensors, texts, (tensors, metadata) => {
    const bytes = encodeSafetensors(tensors, metadata), decoded = decodeSafetensors(bytes);
    assertEquals(Object.entries(decoded.metadata), Object.entries(metadata));
    assertEquals(Object.keys(decoded.tensors), Object.keys(tensors));
    for (const [name, { shape, dtype, data }] of Object.entries(tensors)) {
      const found = Object.getOwnPropertyDescriptor(decoded.tensors, name)!.value as Tensor;
      assertEquals([found.shape, found.dtype], [shape, dtype]);
      assertEquals(bytesOf(found.data), bytesOf(data));
    }
    assertEquals(encodeSafetensors(decoded.tensors, decoded.metadata), bytes);
  }));
});

/** Decodes something that may be damaged: either it is read, or it is a DataError that says of what. */
function tryToDecode(bytes: Uint8Array): boolean {
  try {
    decodeSafetensors(bytes);
    return true;
  } catch (error) {
    assertInstanceOf(error, DataError);
    assert(error.message.startsWith("Cannot read safetensors: "), error.message);
    return false;
  }
}

Deno.test("safetensors: a file that is cut anywhere is refused, one with changed bytes at most misread", () => {
  for (const [, , bytes] of FILES) {
    for (let length = 0; length < bytes.length; length++) {
      assert(!tryToDecode(bytes.subarray(0, length)), `${length} of ${bytes.length} bytes`);
    }
    assert(!tryToDecode(Uint8Array.of(...bytes, 0)));
    const start = 8 + new DataView(bytes.buffer).getUint32(0, true);
    for (let at = 0; at < bytes.length; at++) {
      for (const mask of [1, 2, 4, 8, 16, 32, 64, 128, 255]) {
        const damaged = bytes.slice();
        damaged[at] ^= mask;
        const read = tryToDecode(damaged);
        if (at < 8) assert(!read, `the length, ${at} ^ ${mask}`);
        if (at >= start) assert(read, `the numbers, ${at} ^ ${mask}`);
      }
    }
  }
});

Deno.test("safetensors: a name with an escape is not taken for one that was there before", () => {
  // `JSON.parse` of V8 15.0 does, in this order.
  const nameOf = (name: string) => {
    const { tensors, metadata } = decodeSafetensors(
      encodeSafetensors({ a: Tensor.zeros([]), [name]: Tensor.zeros([]) }, { [name]: "" }),
    );
    return [Object.keys(tensors)[1], Object.keys(metadata)[0]];
  };
  for (const name of ["\\", "\n", '"', "\\b", "\r", '""']) assertEquals(nameOf(name), [name, name]);
});

Deno.test("safetensors: bytes and headers that make no sense are refused", () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => void tryToDecode(bytes)));
  fc.assert(fc.property(fc.json(), (header) => void tryToDecode(file(header))));
  const strange = fc.oneof(fc.jsonValue(), fc.constantFrom([0, 4], [0, 8], [1], [], "F32", "F64", 1e999, -0));
  const entry = fc.record({ dtype: strange, shape: strange, data_offsets: strange }, { requiredKeys: [] });
  fc.assert(fc.property(fc.dictionary(name, fc.oneof(entry, strange)), (header) => {
    tryToDecode(file(JSON.stringify(header), "0000803f 00000040"));
  }));
});

Deno.test("safetensors: errors say what is wrong", () => {
  const entry = (change: Record<string, unknown>) =>
    JSON.stringify({ x: { dtype: "F32", shape: [2], data_offsets: [0, 8], ...change } });
  const two = (a: number[], b: number[], size = 4) =>
    JSON.stringify({
      x: { dtype: "F32", shape: [(a[1] - a[0]) / size], data_offsets: a },
      y: { dtype: "F32", shape: [(b[1] - b[0]) / size], data_offsets: b },
    });
  const eight = "0000803f 00000040";
  const cases: [Uint8Array, string][] = [
    [new Uint8Array(0), "the file has 0 bytes, want at least 8, the length of the header"],
    [new Uint8Array(7), "the file has 7 bytes, want at least 8"],
    [file("{}", "", 3), "the header has 3 bytes, but only 2 follow"],
    [file("{}", "", 100_000_000), "the header has 100000000 bytes, but only 2 follow"],
    [file("{}", "", 100_000_001), "the header has 100000001 bytes, want at most 100000000"],
    [file("{}", "", 2n ** 64n - 1n), "the header has 18446744073709551615 bytes, want at most 100000000"],
    [new Uint8Array(8), "the header is not JSON"],
    [file("{]"), "the header is not JSON"],
    [file("[1]"), "the header is not a JSON object"],
    [file("null"), "the header is not a JSON object"],
    [file(" {}"), "the header begins with a space, want {"],
    [file("{}\uFEFF"), "the header is not JSON"],
    [Uint8Array.of(4, 0, 0, 0, 0, 0, 0, 0, 123, 34, 255, 125), "the header is not UTF-8"],
    [file("{}", "00"), "the tensors have 0 bytes, but 1 follow the header"],
    [file(`{"x":[]}`), `the tensor "x" is [], want an object`],
    [file(`{"x":null}`), `the tensor "x" is null, want an object`],
    [file(entry({ dtype: "BF16" }), eight), `the tensor "x", BF16 of shape [2], has 8 bytes, want 4`],
    [file(entry({ dtype: "I64" }), eight), `the tensor "x", I64 of shape [2], has 8 bytes, want 16`],
    [
      file(entry({ dtype: "C64" }), eight),
      `the tensor "x" has the dtype "C64", want one of F64, F32, F16, BF16, I32`,
    ],
    [
      file(entry({ dtype: undefined }), eight),
      `the tensor "x" has the dtype null, want one of F64, F32`,
    ],
    [file(entry({ dtype: "toString" }), eight), `the tensor "x" has the dtype "toString", want one of`],
    [
      file(entry({ shape: [2.5] }), eight),
      `the tensor "x" has the shape [2.5], want whole numbers of at least 0`,
    ],
    [file(entry({ shape: [-2] }), eight), `the tensor "x" has the shape [-2]`],
    [file(entry({ shape: ["2"] }), eight), `the tensor "x" has the shape ["2"]`],
    [file(entry({ shape: 2 }), eight), `the tensor "x" has the shape 2`],
    [file(entry({ shape: undefined }), eight), `the tensor "x" has the shape null`],
    [
      file(entry({ data_offsets: [0] }), eight),
      `the tensor "x" has the offsets [0], want where it begins and`,
    ],
    [file(entry({ data_offsets: [8, 0] }), eight), `the tensor "x" has the offsets [8,0]`],
    [file(entry({ data_offsets: [-8, 0] }), eight), `the tensor "x" has the offsets [-8,0]`],
    [file(entry({ data_offsets: "08" }), eight), `the tensor "x" has the offsets "08"`],
    [file(entry({ shape: [3] }), eight), `the tensor "x", F32 of shape [3], has 8 bytes, want 12`],
    [file(entry({ dtype: "F64" }), eight), `the tensor "x", F64 of shape [2], has 8 bytes, want 16`],
    [file(entry({}), "0000803f"), "the tensors have 8 bytes, but 4 follow the header"],
    [file(entry({}), eight + "00"), "the tensors have 8 bytes, but 9 follow the header"],
    [
      file(entry({ data_offsets: [4, 12] }), eight + eight),
      `the tensor "x" begins at 4, want 0: where the one`,
    ],
    [file(two([0, 4], [0, 4]), eight), `the tensor "y" begins at 0, want 4: where the one before it ends`],
    [file(two([0, 8], [4, 8]), eight), `the tensor "y" begins at 4, want 8`],
    [file(two([0, 4], [8, 12]), eight + eight), `the tensor "y" begins at 8, want 4`],
    [file(`{"__metadata__":"a"}`), `__metadata__ is "a", want an object of strings`],
    [file(`{"__metadata__":{"a":1}}`), `__metadata__ has 1 under "a", want a string`],
    [file(`{"__metadata__":{"a":"1","b":"{\\"a","a":"1"}}`), `the header has the key "a" twice`],
    [
      file(`{"x":{"dtype":"F32","shape":[0],"data_offsets":[0,0]},"\\u0078":{"dtype":"F32"}}`),
      `the header has the key "x" twice`,
    ],
    [
      file(`{"x":{"dtype":"F32","shape":[2],"shape" : [2],"data_offsets":[0,8]}}`, eight),
      `the header has the key "shape" twice`,
    ],
  ];
  for (const [bytes, message] of cases) {
    assertThrows(() => decodeSafetensors(bytes), DataError, `Cannot read safetensors: ${message}`);
  }
});

Deno.test("safetensors: a key may be used again in another object", () => {
  const header =
    `{"__metadata__":{"x":"\\"x\\":","y":"}"},"x":{"dtype":"F32","shape":[0],"data_offsets":[0,0]},` +
    `"y":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}`;
  const { tensors, metadata } = decodeSafetensors(file(header));
  assertEquals(Object.keys(tensors), ["x", "y"]);
  assertEquals(metadata, { x: '"x":', y: "}" });
});

Deno.test("safetensors: a header that lies reserves nothing", () => {
  const before = reservedBytes();
  for (
    const shape of [[1e9], [2 ** 40, 2 ** 40], [1e9, 0, 1e9], Array(500).fill(2 ** 52), [
      ...Array(500).fill(2 ** 52),
      0,
    ]]
  ) {
    for (const data_offsets of [[0, 4], [0, 4e9], [0, Number.MAX_SAFE_INTEGER]]) {
      const header = JSON.stringify({
        a: { dtype: "F32", shape: [1], data_offsets: [0, 4] },
        x: { dtype: "F32", shape, data_offsets },
      });
      assertThrows(() => decodeSafetensors(file(header, "00000000")), DataError);
    }
  }
  assertEquals(reservedBytes(), before);
});

Deno.test("safetensors: names and texts that the format does not have are refused", () => {
  const x = Tensor.zeros([1]);
  assertThrows(
    () => encodeSafetensors({ "__metadata__": x }),
    RangeError,
    "Cannot write safetensors: a tensor is called __metadata__, want another name",
  );
  assertThrows(
    () => encodeSafetensors({ x }, { a: 1 as unknown as string }),
    RangeError,
    "Cannot write safetensors: the metadata a is 1, want a string",
  );
  assertThrows(
    () => encodeSafetensors({ x }, { a: "a".repeat(100_000_000) }),
    RangeError,
    "Cannot write safetensors: the header has 100000",
  );
});

Deno.test("safetensors: numbers of other types are widened exactly, or named as skipped", () => {
  const parts: [string, string, number[], string][] = [
    // 1.5, -2, the largest and the smallest, infinities and NaN, -0
    ["F16", "003e 00c0 ff7b 0100 007c 00fc 017c 0080", [
      1.5,
      -2,
      65504,
      2 ** -24,
      Infinity,
      -Infinity,
      NaN,
      -0,
    ], "float32"],
    [
      "BF16",
      "c03f 00c0 7f7f 0100 807f c07f",
      [1.5, -2, 3.3895313892515355e38, 2 ** -133, Infinity, NaN],
      "float32",
    ],
    ["I8", "807f", [-128, 127], "float32"],
    ["U8", "80ff", [128, 255], "float32"],
    ["I16", "0080 ff7f", [-32768, 32767], "float32"],
    ["U16", "0080 ffff", [32768, 65535], "float32"],
    ["I32", "00000080 ffffff7f", [-(2 ** 31), 2 ** 31 - 1], "float64"],
    ["U32", "00000080 ffffffff", [2 ** 31, 2 ** 32 - 1], "float64"],
    ["BOOL", "000102", [0, 1, 1], "float32"],
  ];
  for (const [type, hex, wanted, dtype] of parts) {
    const size = hex.replaceAll(" ", "").length / 2;
    const header = JSON.stringify({ x: { dtype: type, shape: [wanted.length], data_offsets: [0, size] } });
    const { tensors: { x }, skipped } = decodeSafetensors(file(header, hex));
    assertEquals([x.dtype, [...x.data], skipped], [dtype, wanted, {}], type);
  }
  for (const [type, size] of Object.entries({ I64: 8, U64: 8, F8_E4M3: 1, F8_E5M2: 1 })) {
    const header = JSON.stringify({
      x: { dtype: type, shape: [1], data_offsets: [0, size] },
      y: { dtype: "F32", shape: [1], data_offsets: [size, size + 4] },
    });
    const { tensors, skipped } = decodeSafetensors(file(header, "00".repeat(size) + "0000803f"));
    assertEquals([Object.keys(tensors), tensors.y.toArray(), skipped], [["y"], [1], { x: type }]);
  }
});

Deno.test("safetensors: headers with brackets in brackets, or more than tensors have, are refused before they are read", () => {
  const size = 5_000_000, many = "{},".repeat(size / 3);
  const headers = [
    "[".repeat(size),
    "[".repeat(size / 2) + "]".repeat(size / 2),
    `{"x":${"[".repeat(size / 2)}${"]".repeat(size / 2)}}`,
    `{"x":[${many}{}]}`,
    `{"x":{"shape":[[]]}}`,
    `{"x":{"y":{"z":{}}}}`,
  ];
  for (const header of headers) {
    const before = performance.now();
    assertThrows(
      () => decodeSafetensors(file(header)),
      DataError,
      "Cannot read safetensors: the header has more lists and objects than tensors can have, or deeper ones than 3",
    );
    assert(performance.now() - before < 2000);
  }
  // As many as there can be, and brackets in names and texts.
  const tensors = Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`[{${i}`, Tensor.zeros([])]));
  assertEquals(
    Object.keys(decodeSafetensors(encodeSafetensors(tensors, { "{": '["[{\\' })).tensors).length,
    1000,
  );
});

Deno.test("safetensors: whatever a file has, an error about it is short and on one line", () => {
  const long = "\u001b[31m\u2028" + "x".repeat(1_000_000),
    entry = { dtype: "F32", shape: [2], data_offsets: [0, 8] };
  const headers: unknown[] = [
    { x: { ...entry, dtype: long } },
    { x: { ...entry, shape: [long] } },
    { x: { ...entry, shape: Array(500_000).fill(1) } },
    { x: { ...entry, data_offsets: long } },
    { x: long },
    { [long]: { ...entry, shape: -1 } },
    { [long]: { ...entry, data_offsets: [4, 12] } },
    { __metadata__: long },
    { __metadata__: { x: Array(500_000).fill(1) } },
    { __metadata__: { [long]: 1 } },
  ];
  const cases = [
    ...headers.map((header) => file(JSON.stringify(header), "0000803f 00000040")),
    file(`{${JSON.stringify(long)}:{},${JSON.stringify(long)}:{}}`),
  ];
  for (const [i, bytes] of cases.entries()) {
    const { message } = assertThrows(() => decodeSafetensors(bytes), DataError);
    assert(
      // deno-lint-ignore no-control-regex
      message.length < 1000 && !/[\u0000-\u001f\u2028]/.test(message),
      `${i}: ${message.slice(0, 1000)}`,
    );
  }
  const { message } = assertThrows(() => checkTensors("load", { [long]: Tensor.zeros([]) }, {}), ShapeError);
  assert(message.length < 400, message.slice(0, 1000));
});

Deno.test("openSafetensors: a tensor is copied as it is or transposed, where it fits", () => {
  const x = Tensor.from([[1, 2, 3], [4, 5, 6]]), cube = Tensor.zeros([1, 1, 1], "float64");
  const { tensors } = openSafetensors(encodeSafetensors({ x, cube }));
  const same = Tensor.zeros([2, 3]), turned = Tensor.zeros([3, 2]);
  tensors.x.copyTo(same);
  tensors.x.copyTo(turned, { transposed: true });
  assertEquals([same.toArray(), turned.toArray()], [[[1, 2, 3], [4, 5, 6]], [[1, 4], [2, 5], [3, 6]]]);
  assertThrows(
    () => tensors.x.copyTo(turned),
    ShapeError,
    "Cannot copy from a file: x is [3, 2], want [2, 3]",
  );
  assertThrows(() => tensors.x.copyTo(same, { transposed: true }), ShapeError, "x is [2, 3], want [3, 2]");
  assertThrows(() => tensors.x.copyTo(same.clone("float64")), ShapeError, "x is float64, want float32");
  assertThrows(
    () => tensors.cube.copyTo(cube, { transposed: true }),
    ShapeError,
    "want a matrix to transpose",
  );
});
