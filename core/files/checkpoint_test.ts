import { assert, assertEquals, assertRejects, assertStrictEquals } from "@std/assert";
import fc from "fast-check";
import { DataError, ShapeError } from "../errors.ts";
import type { Parameter } from "../layer.ts";
import { reservedBytes } from "../memory.ts";
import { Random } from "../random.ts";
import { type DType, Tensor } from "../tensor.ts";
import {
  type CheckpointParts,
  loadCheckpoint,
  readCheckpoint,
  type Resumable,
  saveCheckpoint,
} from "./checkpoint.ts";
import { bytesOf, decodeSafetensors, encodeSafetensors } from "./safetensors.ts";

function parameter(name: string, shape: number[], fill: number, dtype: DType = "float32"): Parameter {
  const value = Tensor.zeros(shape, dtype);
  value.data.forEach((_, i) => value.data[i] = fill + i);
  return { name, value, grad: Tensor.zeros(shape, dtype) };
}

/** Where the digits of a checksum begin. */
const CHECKSUM_START = 8 + '{"__metadata__":{"checksum":"'.length;

/** An optimizer that remembers one tensor and refuses what does not fit. */
function memory(kind: string, shape: number[], fill: number, steps: number, copies = false) {
  const { value: mean } = parameter("mean", shape, fill);
  const state = { kind, steps };
  const optimizer: Resumable = {
    state: () => ({ ...state, tensors: { mean: copies ? mean.clone() : mean } }),
    restore(from) {
      state.steps = from.steps;
      mean.data.set(from.tensors.mean.data);
    },
  };
  return optimizer;
}

function parts(
  seed: number,
  {
    kind = "Some",
    shape = [2, 3],
    copies = false,
    parameters = [parameter("w", shape, seed), parameter("b", [2], -seed, "float64")],
  } = {},
): Required<CheckpointParts> {
  const random = new Random(seed);
  random.normal();
  const model = { parameters: () => parameters };
  return { model, optimizer: memory(kind, [3], 10 * seed, seed, copies), random };
}

/** All that a checkpoint may change. */
function contents({ model, optimizer, random }: CheckpointParts) {
  const { kind, steps, tensors } = optimizer!.state();
  const values = [...model.parameters().map(({ value }) => value), ...Object.values(tensors)];
  return [kind, steps, random!.state, ...values.map(({ data }) => bytesOf(data).slice())];
}

Deno.test("checkpoint: all parts are restored where they were, with what was given besides", async () => {
  for (const copies of [false, true]) {
    const saved = parts(1), bytes = await saveCheckpoint(saved, { epoch: 3, notes: ["é", null, 0.1] });
    const other = parts(2, { copies }), data = other.model.parameters().map(({ value }) => value.data);
    const before = reservedBytes();
    assertEquals(await loadCheckpoint(bytes, other), { epoch: 3, notes: ["é", null, 0.1] });
    if (!copies) assert(reservedBytes() <= before, "tensors were made");
    assertEquals(contents(other), contents(saved));
    other.model.parameters().forEach(({ value }, i) => assertStrictEquals(value.data, data[i]));
    assertEquals(other.random.normal(), saved.random.normal());
  }
});

Deno.test("checkpoint: any numbers and anything that JSON holds are kept", async () => {
  const bits = fc.uint8Array({ minLength: 8, maxLength: 8 });
  // No objects: V8 mistakes some names with escapes for others, see `json_members.ts`.
  const extra = fc.array(
    fc.oneof(fc.string({ unit: "binary" }), fc.double({ noNaN: true }), fc.boolean(), fc.constant(null)),
  );
  await fc.assert(fc.asyncProperty(bits, extra, fc.nat(), async (bits, extra, seed) => {
    const saved = parts(seed), other = parts(7);
    bytesOf(saved.model.parameters()[0].value.data).set(bits);
    bytesOf(saved.model.parameters()[1].value.data).set(bits);
    assertEquals(await loadCheckpoint(await saveCheckpoint(saved, extra), other), extra);
    assertEquals(contents(other), contents(saved));
  }));
});

Deno.test("checkpoint: the same state gives the same bytes, which are a safetensors file with its checksum", async () => {
  const bytes = await saveCheckpoint(parts(1), "x");
  assertEquals(await saveCheckpoint(parts(1), "x"), bytes);
  const { tensors, metadata } = decodeSafetensors(bytes);
  assertEquals(Object.keys(tensors), ["model.w", "model.b", "optimizer.mean"]);
  assertEquals(tensors["model.w"].toArray(), [[1, 2, 3], [4, 5, 6]]);
  assertEquals(tensors["model.b"].dtype, "float64");
  assertEquals(Object.keys(metadata), ["checksum", "format", "optimizer", "random", "extra"]);
  assertEquals(metadata.format, "chainrule-checkpoint-1");
  assertEquals(metadata.optimizer, '{"kind":"Some","steps":1}');
  assertEquals(metadata.extra, '"x"');

  // As the documentation says: the digits replaced by zeros, wherever they are.
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  assertEquals(text.split(metadata.checksum).length, 2);
  const zeroed = Uint8Array.from(
    text.replace(metadata.checksum, "0".repeat(64)),
    (letter) => letter.charCodeAt(0),
  );
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", zeroed));
  assertEquals(metadata.checksum, digest.toHex());
});

Deno.test("checkpoint: what was saved is the state at the call, though the promise comes later", async () => {
  const saved = parts(1), before = contents(saved);
  const promise = saveCheckpoint(saved);
  saved.model.parameters()[0].value.data.fill(9);
  saved.optimizer.state().tensors.mean.data.fill(9);
  saved.random.uniform();
  const other = parts(2);
  await loadCheckpoint(await promise, other);
  assertEquals(contents(other), before);
});

Deno.test("checkpoint: what is loaded are the bytes at the call", async () => {
  const bytes = await saveCheckpoint(parts(1)), other = parts(2);
  const promise = loadCheckpoint(bytes, other);
  bytes.fill(0);
  await promise;
  assertEquals(contents(other), contents(parts(1)));
});

Deno.test("checkpoint: any changed byte, and any end that is missing, is noticed, and nothing changed", async () => {
  const bytes = await saveCheckpoint(parts(1), { epoch: 3 }), other = parts(2), before = contents(other);
  const assertRefused = async (damaged: Uint8Array, what: string) => {
    for (const read of [() => loadCheckpoint(damaged, other), () => readCheckpoint(damaged)]) {
      const error = await assertRejects(read, DataError, "Cannot load the checkpoint: ", what);
      assert(/ damaged$/.test(error.message), error.message);
    }
    assertEquals(contents(other), before);
  };
  for (let at = 0; at < bytes.length; at++) {
    for (const mask of [1, 0x80]) {
      const damaged = bytes.slice();
      damaged[at] ^= mask;
      await assertRefused(damaged, `byte ${at} ^ ${mask}`);
    }
    await assertRefused(bytes.subarray(0, at), `${at} bytes`);
  }
  await assertRefused(Uint8Array.of(...bytes, 0), "a byte more");
  await assertRefused(Uint8Array.of(0, ...bytes), "a byte before");
  // Capital digits have the same value.
  const upper = bytes.slice(), digits = upper.subarray(CHECKSUM_START, CHECKSUM_START + 64);
  digits.forEach((digit, i) => digits[i] = digit >= 97 ? digit - 32 : digit);
  await assertRefused(upper, "capital digits");
  await loadCheckpoint(bytes, other);
});

Deno.test("checkpoint: parts may be left out, but not be missing", async () => {
  const whole = parts(1), { model } = whole;
  const bytes = await saveCheckpoint(whole, 1), weights = await saveCheckpoint({ model });
  assertEquals(await readCheckpoint(weights), undefined);
  assertEquals(await readCheckpoint(bytes), 1);

  const other = parts(2), before = contents(other);
  await assertRejects(
    () => loadCheckpoint(weights, { model: other.model, optimizer: other.optimizer }),
    DataError,
    "Cannot load the checkpoint: it has no optimizer, want the state of one",
  );
  await assertRejects(
    () => loadCheckpoint(weights, { model: other.model, random: other.random }),
    DataError,
    "Cannot load the checkpoint: it has no random numbers, want their state",
  );
  assertEquals(contents(other), before);

  for (const file of [bytes, weights]) {
    const another = parts(3), untouched = contents(parts(3));
    await loadCheckpoint(file, { model: another.model });
    assertEquals(contents(another).slice(0, 3), untouched.slice(0, 3));
    assertEquals(contents(another).slice(3, 5), contents(whole).slice(3, 5));
    assertEquals(contents(another)[5], untouched[5]);
  }
});

Deno.test("checkpoint: tensors that do not fit are named, and nothing changed", async () => {
  const bytes = await saveCheckpoint(parts(1));
  const w = parameter("w", [2, 3], 5), b = parameter("b", [2], 5, "float64");
  const cases: [Parameter[], string][] = [
    [[w, parameter("b", [3], 5, "float64")], "model.b is float64 [2], want float64 [3]"],
    [[parameter("w", [3, 2], 5), b], "model.w is float32 [2, 3], want float32 [3, 2]"],
    [[parameter("w", [6], 5), b], "model.w is float32 [2, 3], want float32 [6]"],
    [[w, parameter("b", [2], 5)], "model.b is float64 [2], want float32 [2]"],
    [[w, b, parameter("c", [1], 5)], "there is no model.c, want float32 [1]"],
    [[w], "found model.b, float64 [2], want no such tensor"],
    [[w, parameter("B", [2], 5, "float64")], "there is no model.B, want float64 [2]"],
  ];
  for (const [parameters, message] of cases) {
    const other = parts(2, { parameters }), before = contents(other);
    await assertRejects(
      () => loadCheckpoint(bytes, other),
      ShapeError,
      `Cannot load the checkpoint: ${message}`,
    );
    assertEquals(contents(other), before);
  }

  const other = parts(2), before = contents(other);
  const refuse = async (
    optimizer: Resumable,
    type: typeof DataError | typeof ShapeError,
    message: string,
  ) => {
    const remembered = optimizer.state().tensors.mean.clone().data;
    const load = () => loadCheckpoint(bytes, { ...other, optimizer });
    await assertRejects(load, type, `Cannot load the checkpoint: ${message}`);
    assertEquals(contents(other), before);
    assertEquals(optimizer.state().tensors.mean.data, remembered);
  };
  await refuse(memory("Another", [3], 0, 0), DataError, "its optimizer is Some, want Another");
  await refuse(memory("Some", [4], 0, 0), ShapeError, "optimizer.mean is float32 [3], want float32 [4]");
});

Deno.test("checkpoint: two parameters of one name are refused", async () => {
  const model = { parameters: () => [parameter("w", [1], 0), parameter("w", [1], 0)] };
  const message = "two parameters are called w, want a name for each";
  await assertRejects(() => saveCheckpoint({ model }), RangeError, `Cannot save a checkpoint: ${message}`);
  const bytes = await saveCheckpoint(parts(1));
  await assertRejects(
    () => loadCheckpoint(bytes, { model }),
    RangeError,
    `Cannot load the checkpoint: ${message}`,
  );
});

/** A file whose checksum is right, whatever it holds. */
async function sealed(
  tensors: Record<string, Tensor>,
  metadata: Record<string, string>,
): Promise<Uint8Array> {
  const bytes = encodeSafetensors(tensors, { checksum: "0".repeat(64), ...metadata });
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  bytes.set(new TextEncoder().encode(digest.toHex()), CHECKSUM_START);
  return bytes;
}

Deno.test("checkpoint: files that are whole, but none of ours, are refused", async () => {
  const format = "chainrule-checkpoint-1", other = parts(2), before = contents(other);
  const random = JSON.stringify(new Random(1).state), optimizer = '{"kind":"Some","steps":1}';
  const tensors = {
    "model.w": Tensor.zeros([2, 3]),
    "model.b": Tensor.zeros([2], "float64"),
    "optimizer.mean": Tensor.zeros([3]),
  };
  const refuse = async (metadata: Record<string, string>, message: string) => {
    const load = async () => loadCheckpoint(await sealed(tensors, { random, optimizer, ...metadata }), other);
    await assertRejects(load, DataError, `Cannot load the checkpoint: ${message}`);
    assertEquals(contents(other), before);
  };
  await refuse({}, "its format is undefined, want chainrule-checkpoint-1");
  await refuse(
    { format: "chainrule-checkpoint-2" },
    "its format is chainrule-checkpoint-2, want chainrule-checkpoint-1",
  );
  await refuse({ format, extra: "{" }, "extra is {, want JSON");
  for (
    const wrong of ["[]", "null", '{"kind":"Some"}', '{"kind":"Some","steps":-1}', '{"kind":1,"steps":1}']
  ) {
    await refuse({ format, optimizer: wrong }, `optimizer is ${wrong}, which can't be restored`);
  }
  for (
    const words of ["[0,0,0,0]", "[1,2,3]", "[1,2,3,-1]", "[1,2,3,4294967296]", '[1,2,3,"4"]', "[1,2,3,0.5]"]
  ) {
    const wrong = `{"words":${words},"spare":null}`;
    await refuse({ format, random: wrong }, `random is ${wrong}, which can't be restored`);
  }
  const wrong = '{"words":[1,2,3,4],"spare":"1"}';
  await refuse({ format, random: wrong }, `random is ${wrong}, which can't be restored`);
  await assertRejects(
    async () => readCheckpoint(await sealed({}, { format: "" }).then((bytes) => bytes.subarray(0, 100))),
    DataError,
    "Cannot load the checkpoint: the file is none, or its beginning is damaged",
  );
  await assertRejects(() => readCheckpoint(encodeSafetensors(tensors)), DataError, "the file is none");
  await loadCheckpoint(await sealed(tensors, { random, optimizer, format }), other);
  assertEquals(other.model.parameters()[0].value.toArray(), [[0, 0, 0], [0, 0, 0]]);
});

Deno.test("checkpoint: extra that JSON can't hold is refused when it is saved", async () => {
  const loop: { self?: unknown } = {};
  loop.self = loop;
  for (const extra of [loop, 1n]) await assertRejects(() => saveCheckpoint(parts(1), extra), RangeError);
});
