import { decodeSafetensors, Random } from "@chainrule/core";
import { loadMnist } from "@chainrule/data";
import { load } from "@chainrule/layers";
import { assertEquals } from "@std/assert";
import { evaluate } from "../../training/evaluate.ts";
import { makeLoss, makeModel } from "../../training/model.ts";
import { INCLUDED } from "./configuration.ts";
import { encodeHalf } from "./encode_half.ts";

const network = await Deno.readFile(new URL("network.safetensors", import.meta.url));

Deno.test("included: numbers of 16 bits are read as they were written", () => {
  const model = makeModel({ ...INCLUDED, hidden: [3] }, 5, 10, new Random(1));
  const { tensors, metadata } = decodeSafetensors(encodeHalf(model.parameters(), { said: "é" }));
  assertEquals(metadata, { said: "é" });
  for (const { name, value } of model.parameters()) {
    assertEquals(tensors[name].shape, value.shape);
    assertEquals(Float32Array.from(tensors[name].data), Float32Array.from(new Float16Array(value.data)));
  }
});

const dir = Deno.permissions.querySync({ name: "env", variable: "MNIST_DIR" }).state === "granted"
  ? Deno.env.get("MNIST_DIR")
  : undefined;

Deno.test({
  name: "included: the network is as good as it says (with MNIST_DIR set)",
  ignore: !dir,
  fn: async () => {
    const model = makeModel(INCLUDED, 784, 10, new Random(1)), { test } = await loadMnist({ dir });
    load(model, network);
    const { accuracy } = evaluate(model, makeLoss(INCLUDED, 10), test, INCLUDED);
    assertEquals(String(accuracy), decodeSafetensors(network).metadata.accuracy);
  },
});
