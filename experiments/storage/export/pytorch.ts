import { encodeSafetensors, Tensor } from "@chainrule/core";
import type { TrainedNetwork } from "../model_file.ts";

/**
 * The parameters of a network as the `state_dict` of a `torch.nn.Sequential` of the same layers: weight matrices have a row for each
 * output. What the network is goes with them, in the metadata.
 */
export function encodePytorch(
  { model, network }: Pick<TrainedNetwork, "model" | "network">,
): Uint8Array<ArrayBuffer> {
  const running = model.layers.flatMap((layer, i) =>
    (layer.buffers?.() ?? []).map(({ name, value }) => ({ name: `${i}.${name}`, value }))
  );
  const tensors = [...model.parameters(), ...running].map(({ name, value }) => {
    const { shape: [inputs, outputs], data } = value;
    if (outputs === undefined) return [name, value];
    const rows = Tensor.zeros([outputs, inputs]);
    for (let i = 0; i < inputs; i++) {
      for (let j = 0; j < outputs; j++) rows.data[j * inputs + i] = data[i * outputs + j];
    }
    return [name, rows];
  });
  const metadata = { format: "pt", layout: "out,in", network: JSON.stringify(network) };
  return encodeSafetensors(Object.fromEntries(tensors), metadata);
}
