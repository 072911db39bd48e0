/** Networks as ONNX, in a runtime of another make: `deno task export:check`. */
import { Random, type Tensor } from "@chainrule/core";
import { batches, makeDataset } from "@chainrule/data";
import { softmax } from "@chainrule/losses";
import { assertAlmostEquals, assertEquals } from "@std/assert";
import { ACTIVATIONS, SCALES } from "../../study/choices.ts";
import { DEFAULTS, type RunConfiguration } from "../../study/configuration.ts";
import { max } from "../../study/extent.ts";
import { networkOf } from "../../study/network_description.ts";
import { makeModel } from "../../training/model.ts";
import { encodeOnnx } from "./onnx.ts";

/** What is used of onnxruntime, whose types and files only this check needs: it is no dependency. */
interface Runtime {
  readonly InferenceSession: {
    create(
      bytes: Uint8Array,
    ): Promise<{ run(feeds: Record<string, unknown>): Promise<Record<string, Output>> }>;
  };
  readonly Tensor: new (type: string, data: Float32Array, shape: readonly number[]) => unknown;
}

interface Output {
  readonly dims: readonly number[];
  readonly data: Float32Array;
}

const { default: ort }: { default: Runtime } = await import(["npm:onnxruntime-node", "1.27.0"].join("@"));

const facts = { name: "synthetic", rows: 5, columns: 4, classes: 3 };

async function compare(settings: Partial<RunConfiguration>): Promise<void> {
  const configuration = { ...DEFAULTS, init: "lecun" as const, ...settings }, random = new Random(1);
  const model = makeModel(configuration, 20, 3, random);
  model.training = false;
  const network = networkOf(configuration, facts);
  const session = await ort.InferenceSession.create(encodeOnnx({ model, network, configuration }));
  const pixels = Uint8Array.from({ length: 7 * 20 }, () => random.integer(256));
  const images = makeDataset({ images: pixels, labels: new Uint8Array(7), rows: 5, columns: 4, classes: 3 });
  const [{ inputs }] = batches(images, { batchSize: 7, scale: configuration.scale });
  const wanted = model.forward(inputs), input = new ort.Tensor("float32", Float32Array.from(pixels), [7, 20]);
  const { logits, probabilities } = await session.run({ pixels: input });
  assertEquals([...logits.dims, ...probabilities.dims], [7, 3, 7, 3]);
  const largest = max(Array.from(wanted.data), Math.abs)!;
  for (
    const [found, expected] of [[logits, wanted], [probabilities, softmax(wanted)]] as [
      typeof logits,
      Tensor,
    ][]
  ) {
    assertEquals(found.data.length, 21);
    for (const [i, value] of found.data.entries()) {
      assertAlmostEquals(value, expected.data[i], 1e-5 * largest);
    }
  }
}

for (const activation of ACTIVATIONS) {
  Deno.test(`ONNX: ${activation} gives the same logits`, () =>
    compare({ hidden: [9, 6], activation: [activation] }));
}
for (
  const settings of [
    { activation: ["elu"], eluAlpha: 2 },
    { activation: ["leaky-relu"], negativeSlope: 0.3 },
    { activation: ["p-relu"], slopes: "unit", initSlope: 0.4 },
    { norm: "layer", normEpsilon: 0.5 },
    { norm: "batch", normEpsilon: 0.5 },
  ] as const
) {
  Deno.test(`ONNX: ${JSON.stringify(settings)}`, () => compare({ hidden: [9, 6], ...settings }));
}
for (const scale of SCALES) {
  Deno.test(`ONNX: ${scale} pixels are scaled within`, () => compare({ hidden: [8], scale, initStd: 0.01 }));
}
Deno.test("ONNX: a linear model", () => compare({ hidden: [] }));
