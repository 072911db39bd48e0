/** Steps and learning rates of PyTorch. */
import { type DType, Tensor } from "@chainrule/core";
import { assertClose } from "@chainrule/core/testing";
import { oneCycle, RmsProp } from "./mod.ts";
import golden from "./testdata/pytorch.json" with { type: "json" };

interface PyTorchOptions {
  lr?: number;
  alpha?: number;
  eps?: number;
  momentum?: number;
  weight_decay?: number;
  centered?: boolean;
}

for (const dtype of ["float32", "float64"] as DType[]) {
  Deno.test(`RmsProp: the steps of PyTorch, in ${dtype}`, () => {
    for (const { options, values } of golden.rmsprop) {
      const { lr, eps, weight_decay, ...same } = options as PyTorchOptions;
      const value = Tensor.from(golden.start, undefined, dtype), grad = Tensor.zeros(value.shape, dtype);
      const settings = { learningRate: lr, epsilon: eps, weightDecay: weight_decay, ...same };
      const optimizer = new RmsProp([{ name: "w", value, grad }], settings);
      const tolerance = dtype === "float64" ? 1e-12 : 1e-5;
      golden.gradients.forEach((gradient, step) => {
        grad.data.set(gradient);
        optimizer.step();
        assertClose(`step ${step}`, value.data, values[step], { relative: tolerance, absolute: tolerance });
      });
    }
  });
}

Deno.test("oneCycle: the learning rates of PyTorch", () => {
  for (const { steps, options, rates } of golden.one_cycle) {
    const { pct_start, div_factor, final_div_factor } = options as Record<string, number | undefined>;
    const schedule = oneCycle({
      learningRate: 0.5,
      steps,
      rise: pct_start,
      startFactor: div_factor,
      endFactor: final_div_factor,
    });
    assertClose("rates", rates.map((_, step) => schedule(step)), rates, { relative: 1e-12 });
    assertClose("afterwards", [schedule(steps + 7)], rates.slice(-1), { relative: 1e-12 });
  }
});
