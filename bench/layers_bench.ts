/** Layers with parameters or a mode, forward and backward together, beside Linear. */
import type { DType, Layer } from "@chainrule/core";
import { BatchNorm, Dropout, LayerNorm, Linear, PRelu, Residual, Tanh } from "@chainrule/layers";
import { KINDS } from "./kinds.ts";
import { inTurn, normals } from "./samples.ts";

const SHAPE = [100, 128];

const LAYERS: Readonly<Record<string, (dtype: DType) => Layer>> = {
  Linear: (dtype) => new Linear(128, 128, { dtype }),
  LayerNorm: (dtype) => new LayerNorm(128, { dtype }),
  BatchNorm: (dtype) => new BatchNorm(128, { dtype }),
  PRelu: (dtype) => new PRelu({ dtype }),
  Dropout: () => new Dropout(0.5),
  Residual: (dtype) => new Residual(new Linear(128, 128, { dtype }), new Tanh()),
};

for (const [name, make] of Object.entries(LAYERS)) {
  for (const { name: kind, dtype, select } of KINDS) {
    const layer = make(dtype),
      dy = normals(SHAPE, dtype),
      input = inTurn(dy.size, () => normals(SHAPE, dtype));
    Deno.bench({
      name: `${name} ${SHAPE.join("×")} ${kind}`,
      group: `${name}, forward and backward`,
      baseline: kind === "plain",
      fn() {
        select();
        layer.forward(input());
        layer.backward(dy);
      },
    });
  }
}
