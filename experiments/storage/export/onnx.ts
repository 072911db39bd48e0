import { DataError, type Tensor } from "@chainrule/core";
import protobuf from "protobufjs/light.js";
import type { ActivationName, ScaleName } from "../../study/choices.ts";
import type { LayerDescription } from "../../study/network_description.ts";
import type { TrainedNetwork } from "../model_file.ts";
import { ONNX_SCHEMA } from "./onnx_schema.ts";

/** The version of the operators, the first with Gelu, and that of the format which belongs to it. */
const OPERATORS = 20, FORMAT = 9;

/** float32 in the format, and kinds of attributes. */
const FLOAT32 = 1, FLOAT = 1, INT = 2;

/** A node: its operator, what goes in besides the last output, and settings. */
interface Step {
  readonly operator: string;
  readonly inputs?: readonly string[];
  readonly settings?: readonly {
    readonly name: string;
    readonly type: number;
    readonly f?: number;
    readonly i?: number;
  }[];
}

const number = (name: string, f: number) => ({ name, type: FLOAT, f });

const ACTIVATIONS: Readonly<Record<ActivationName, readonly Step[]>> = {
  "tanh": [{ operator: "Tanh" }],
  "selu": [{
    operator: "Selu",
    settings: [number("alpha", 1.6732632423543772), number("gamma", 1.0507009873554805)],
  }],
  "hard-swish": [{ operator: "HardSwish" }],
  "relu": [{ operator: "Relu" }],
  "sigmoid": [{ operator: "Sigmoid" }],
  "gelu": [{ operator: "Gelu" }],
  "silu": [{ operator: "Sigmoid" }],
  "elu": [{ operator: "Elu" }],
  "softplus": [{ operator: "Softplus" }],
  "leaky-relu": [{ operator: "LeakyRelu" }],
  "p-relu": [{ operator: "PRelu" }],
  "mish": [{ operator: "Mish" }],
};

/** What a layer has besides its parameters. */
function settingsOf(layer: LayerDescription): Pick<Step, "settings"> {
  if (layer.kind === "elu") return { settings: [number("alpha", layer.alpha ?? 1)] };
  if (layer.kind === "leaky-relu") return { settings: [number("alpha", layer.negativeSlope!)] };
  if ("epsilon" in layer) return { settings: [number("epsilon", layer.epsilon!)] };
  return {};
}

/** What is subtracted from a pixel, and what the rest is divided by. */
const SCALES: Readonly<Record<ScaleName, readonly [number, number]>> = {
  unit: [0, 255],
  centered: [128, 255],
  raw: [0, 1],
};

/**
 * A network as an ONNX file. Its input is `pixels`, `[n, rows · columns]` of float32 from 0, background, to 255, full ink; they are scaled
 * within. Its outputs are `logits` and their softmax, `probabilities`, both `[n, classes]`.
 *
 * @throws {DataError} If its exponentials are a Taylor series, which ONNX has not.
 */
export function encodeOnnx(
  { model, network, configuration }: Omit<TrainedNetwork, "run">,
): Uint8Array<ArrayBuffer> {
  if (configuration.exponential === "taylor") {
    throw new DataError("Cannot write ONNX: the network computes exponentials by a Taylor series");
  }
  const node: unknown[] = [], initializer: unknown[] = [];
  let last = "pixels";
  const add = ({ operator, inputs = [], settings = [] }: Step, output = `x${node.length + 1}`) => {
    node.push({
      input: [last, ...inputs],
      output: [output],
      name: `n${node.length}`,
      opType: operator,
      attribute: settings,
    });
    last = output;
  };
  const keep = (name: string, dims: readonly number[], data: Float32Array) => {
    const rawData = new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice();
    initializer.push({ dims, dataType: FLOAT32, name, rawData });
    return name;
  };
  const [shift, range] = SCALES[network.scale];
  add({ operator: "Sub", inputs: [keep("shift", [], Float32Array.of(shift))] });
  add({ operator: "Div", inputs: [keep("range", [], Float32Array.of(range))] });
  const values = new Map(model.parameters().map(({ name, value }) => [name, value]));
  for (const [i, layer] of model.layers.entries()) {
    for (const { name, value } of layer.buffers?.() ?? []) values.set(`${i}.${name}`, value);
  }
  const parameter = (name: string) => {
    const { shape, data } = values.get(name) as Tensor;
    return keep(name, shape, Float32Array.from(data));
  };
  for (const [i, layer] of network.layers.entries()) {
    const before = last, output = i === network.layers.length - 1 ? "logits" : undefined;
    if (layer.kind === "linear") {
      add({ operator: "Gemm", inputs: [parameter(`${i}.weight`), parameter(`${i}.bias`)] }, output);
      continue;
    }
    if (layer.kind === "dropout") continue; // nothing is dropped outside of training
    if (layer.kind === "layer-norm") {
      add({
        operator: "LayerNormalization",
        inputs: [parameter(`${i}.weight`), parameter(`${i}.bias`)],
        ...settingsOf(layer),
      });
      continue;
    }
    if (layer.kind === "batch-norm") {
      const running = ["mean", "var"].map((of) => parameter(`${i}.running_${of}`));
      add({
        operator: "BatchNormalization",
        inputs: [parameter(`${i}.weight`), parameter(`${i}.bias`), ...running],
        ...settingsOf(layer),
      });
      continue;
    }
    const inputs = layer.kind === "p-relu" ? [parameter(`${i}.weight`)] : [];
    for (const step of ACTIVATIONS[layer.kind]) add({ inputs, ...step, ...settingsOf(layer) });
    if (layer.kind === "silu") add({ operator: "Mul", inputs: [before] });
  }
  add({ operator: "Softmax", settings: [{ name: "axis", type: INT, i: 1 }] }, "probabilities");
  const valueOf = (name: string, size: number) => ({
    name,
    type: { tensorType: { elemType: FLOAT32, shape: { dim: [{ dimParam: "n" }, { dimValue: size }] } } },
  });
  const { rows, columns, classes } = network;
  const graph = {
    node,
    name: "network",
    initializer,
    input: [valueOf("pixels", rows * columns)],
    output: [valueOf("logits", classes.length), valueOf("probabilities", classes.length)],
  };
  const file = {
    irVersion: FORMAT,
    producerName: "Chainrule",
    graph,
    opsetImport: [{ domain: "", version: OPERATORS }],
    metadataProps: [{ key: "network", value: JSON.stringify(network) }],
  };
  const type = protobuf.Root.fromJSON(ONNX_SCHEMA).lookupType("ModelProto"), wrong = type.verify(file);
  if (wrong !== null) throw new TypeError(`Cannot write ONNX: ${wrong}`);
  return new Uint8Array(type.encode(file).finish());
}
