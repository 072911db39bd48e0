/** Layers with parameters or a mode, forward and backward together, beside Linear. */
import type { DType, Layer } from "@chainrule/core";
import { BatchNorm, Dropout, LayerNorm, Linear, PRelu, Residual, Tanh } from "@chainrule/layers";
import { ABOUT_DTYPES, DTYPES, inTurn, normals } from "./samples.ts";

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
  for (const dtype of DTYPES) {
    const layer = make(dtype),
      dy = normals(SHAPE, dtype),
      input = inTurn(dy.size, () => normals(SHAPE, dtype));
    Deno.bench({
      name: `${name} ${SHAPE.join("×")} ${dtype}`,
      group: `${name}, forward and backward (${ABOUT_DTYPES})`,
      baseline: dtype === "float64",
      fn() {
        layer.forward(input());
        layer.backward(dy);
      },
    });
  }
}
