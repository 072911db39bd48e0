import {
  DataError,
  decodeSafetensors,
  encodeSafetensors,
  type Parameter,
  Random,
  Tensor,
} from "@chainrule/core";
import { batches } from "@chainrule/data";
import { save } from "@chainrule/layers";
import { assert, assertEquals, assertThrows } from "@std/assert";
import { fewDigits } from "../fixtures.ts";
import { DEFAULTS, type RunConfiguration } from "../study/configuration.ts";
import { prepare, train } from "../training/train.ts";
import { encodeOnnx } from "./export/onnx.ts";
import { encodePytorch } from "./export/pytorch.ts";
import { decodeModel, encodeModel } from "./model_file.ts";
import { identify } from "./run_identity.ts";

const data = fewDigits();

async function trained(settings: Partial<RunConfiguration> = {}) {
  const configuration = { ...DEFAULTS, epochs: 1, batchSize: 30, hidden: [9, 7], ...settings };
  const training = prepare(configuration, data);
  for (const _ of train(training));
  const run = await identify({ name: "a@2", configuration }, data, { logEvery: 0, watch: false, code: "1" });
  return { ...training, bytes: encodeModel(training.model, run, data), run };
}

Deno.test("a file has all that a network needs: the same logits come out", async () => {
  for (
    const settings of [
      {},
      { hidden: [], scale: "raw" as const },
      { activation: ["p-relu" as const], slopes: "unit" as const, norm: "layer" as const, normEpsilon: 0.1 },
      { activation: ["leaky-relu" as const, "elu" as const], negativeSlope: 0.3, eluAlpha: 2 },
      { activation: ["mish" as const], loss: "binary-cross-entropy" as const },
      { activation: ["selu" as const, "hard-swish" as const], exponential: "polynomial" as const },
    ]
  ) {
    const { model, bytes, configuration } = await trained(settings);
    const found = decodeModel(bytes, "a file");
    assertEquals(found.run, "a@2");
    assertEquals(found.configuration, configuration);
    assertEquals([found.network.rows, found.network.columns, found.network.classes.length], [10, 10, 10]);
    assertEquals(found.network.scale, configuration.scale);
    const batch = batches(data.test, { batchSize: 30, scale: found.network.scale });
    for (const { inputs } of batch) {
      assertEquals(found.model.forward(inputs).toArray(), model.forward(inputs).toArray());
    }
  }
});

Deno.test("the network of a run that is watched inside is the same to read", async () => {
  const { run, configuration, model } = await trained(),
    watched = prepare(configuration, data, { watch: true });
  for (const _ of train(watched));
  const found = decodeModel(encodeModel(watched.model, run, data), "a file");
  const values = ({ value }: Parameter) => value.toArray();
  assertEquals(found.model.parameters().map(values), model.parameters().map(values));
});

Deno.test("normalisation and dropout are among the layers, and running means go with the parameters", async () => {
  for (const norm of ["layer", "batch"] as const) {
    const { model, bytes } = await trained({ norm, dropout: 0.4, hidden: [9] });
    const found = decodeModel(bytes, "a file");
    assertEquals(found.network.layers.map(({ kind }) => kind), [
      "linear",
      `${norm}-norm`,
      "tanh",
      "dropout",
      "linear",
    ]);
    model.training = false;
    for (const { inputs } of batches(data.test, { batchSize: 30, scale: found.network.scale })) {
      assertEquals(found.model.forward(inputs).toArray(), model.forward(inputs).toArray());
    }
    assert(encodeOnnx(found).length > 1000);
    const { tensors } = decodeSafetensors(encodePytorch(found));
    assertEquals("1.running_mean" in tensors, norm === "batch");
  }
});

Deno.test("the layers are named one by one, for other programs", async () => {
  const { bytes } = await trained({ activation: ["tanh", "selu"] });
  assertEquals(decodeModel(bytes, "a file").network.layers, [
    { kind: "linear", inputs: 100, outputs: 9 },
    { kind: "tanh" },
    { kind: "linear", inputs: 9, outputs: 7 },
    { kind: "selu" },
    { kind: "linear", inputs: 7, outputs: 10 },
  ]);
});

Deno.test("what is damaged or foreign is refused, with what is wrong", async () => {
  const { model, bytes, configuration } = await trained();
  const { network } = decodeModel(bytes, "a file");
  const refuses = (bytes: Uint8Array, message: string) => {
    assertThrows(
      () => decodeModel(bytes, "x.safetensors"),
      DataError,
      `Cannot use x.safetensors: ${message}`,
    );
  };
  const texts = (own: Record<string, unknown>) =>
    Object.fromEntries(
      Object.entries({ network, configuration, ...own }).map(([key, value]) => [key, JSON.stringify(value)]),
    );
  const saved = (own: Record<string, unknown>) => save(model, texts(own));
  decodeModel(saved({}), "a file");
  refuses(bytes.subarray(0, 100), "it is damaged, or no file of a network: Cannot read safetensors");
  refuses(new TextEncoder().encode("label,pixel0\n"), "it is damaged, or no file of a network");
  refuses(save(model), "it does not say what network it holds (no network in its metadata)");
  refuses(save(model, { network: "{" }), "its network is no JSON");
  refuses(
    save(model, { network: "[".repeat(99) + "]".repeat(99) }),
    "its network is no JSON: it is nested more than 32 deep",
  );
  refuses(saved({ network: { ...network, version: 2 } }), "network.version is 2, want the version 1");
  refuses(saved({ network: { ...network, scale: "double" } }), 'network.scale is "double", want');
  const wide = network.layers.with(0, { kind: "linear", inputs: 100, outputs: 8 });
  refuses(saved({ network: { ...network, layers: wide } }), "its network is not that of its configuration");
  const huge = { ...configuration, hidden: [1e9, 1e9] };
  const layers = [[100, 1e9], [1e9, 1e9], [1e9, 10]].flatMap(([inputs, outputs], i) => [
    { kind: "linear", inputs, outputs },
    ...(i < 2 ? [{ kind: "tanh" }] : []),
  ]);
  refuses(saved({ configuration: huge, network: { ...network, layers } }), "it has 1059 parameters, want");
  const other = encodeSafetensors({ x: Tensor.zeros([1059]) }, { layout: "in,out", ...texts({}) });
  refuses(other, "its parameters do not fit its network");
  const random = new Random(1);
  for (let i = 0; i < 300; i++) {
    const damaged = bytes.slice();
    damaged[random.integer(1200)] ^= 1 + random.integer(255);
    try {
      assert(decodeModel(damaged, "a file").network.rows > 0);
    } catch (error) {
      assert(error instanceof DataError, String(error));
    }
  }
});
