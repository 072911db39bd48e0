/**
 * Whole trainings against PyTorch: 25 steps of six optimizers, and one epoch of MNIST, which in float64 takes long: see
 * `system/golden_epoch_check.ts`. In float32 once more with native kernels, where `deno task native` has compiled them.
 */
import { type Parameter, Tensor } from "@chainrule/core";
import { assertClose } from "@chainrule/core/testing";
import { Adam, AdamW, type Optimizer, Sgd } from "@chainrule/optim";
import { assertEquals } from "@std/assert";
import { inWay, losses, network, testEpoch, type Way } from "./golden_fixtures.ts";
import { hasNative } from "../fixtures.ts";
import golden from "./testdata/pytorch_training.json" with { type: "json" };

const WAYS: readonly Way[] = [
  { title: "in float64", dtype: "float64" },
  { title: "in float32", dtype: "float32" },
  { title: "in float32 with native kernels", dtype: "float32", native: true, ignore: !hasNative() },
];

interface OptimizerOptions {
  learningRate: number;
  momentum?: number;
  weightDecay?: number;
  nesterov?: boolean;
}

const optimizers: Record<string, (parameters: Parameter[], options: OptimizerOptions) => Optimizer> = {
  sgd: (parameters, options) => new Sgd(parameters, options),
  sgd_momentum: (parameters, options) => new Sgd(parameters, options),
  sgd_momentum_weight_decay: (parameters, options) => new Sgd(parameters, options),
  sgd_nesterov: (parameters, options) => new Sgd(parameters, options),
  adam: (parameters, options) => new Adam(parameters, options),
  adamw: (parameters, options) => new AdamW(parameters, options),
};

/**
 * Losses number by number. Weights number by number, too, besides a few units in the last place of the largest of their
 * tensor: rounding of one step grows in the 24 that follow.
 */
const TRAINING = {
  float64: { relative: 1e-10, ofLargest: 1e-14 },
  float32: { relative: 1e-4, ofLargest: 2e-6 },
};

/**
 * Under the hinge loss the gradient of the last bias is a whole multiple of 1/N. Where it is 0, its sum leaves 1e-16 of
 * rounding in float64 and 1e-8 in float32, and Adam, which divides by √v + 1e-8, makes a step of it: in float32 a whole one, in
 * float64 one of 1e-8 of the learning rate, PyTorch's own as well as ours. So in float32 the rounding is taken away, and in
 * float64 this bias alone is compared with {@linkcode NOISY_BIAS}.
 */
function isNoisy(training: { optimizer: string; loss: string }): boolean {
  return training.loss === "hinge" && training.optimizer.startsWith("adam");
}

const NOISY_BIAS = { relative: 1e-8 };

function roundToCounts(gradient: Tensor, batchSize: number): void {
  gradient.data.forEach((d, i) => gradient.data[i] = Math.round(d * batchSize) / batchSize);
}

Deno.test("golden: all optimizers are in the fixture", () => {
  assertEquals(golden.training.map(({ optimizer }) => optimizer), Object.keys(optimizers));
});

for (const training of golden.training) {
  const { initial, final, options, optimizer: name, loss: lossName } = training;
  for (const way of WAYS) {
    const { dtype } = way;
    Deno.test({
      name: `golden: 25 steps of ${name} on ${lossName}, ${training.activations.join(", ")}, ${way.title}`,
      ignore: way.ignore,
      fn: () =>
        inWay(way, () => {
          const model = network(initial.weights, initial.biases, training.activations, dtype);
          const loss = losses[lossName](training.lossOptions);
          const optimizer = optimizers[name](model.parameters(), options);
          const lastBias = model.parameters().at(-1)!;
          const x = Tensor.from(training.x, undefined, dtype);
          const targets = Tensor.from(training.targets, undefined, dtype);
          const found = training.losses.map(() => {
            const value = loss.forward(model.forward(x), targets);
            model.backward(loss.backward());
            if (isNoisy(training) && dtype === "float32") roundToCounts(lastBias.grad, x.shape[0]);
            optimizer.step();
            return value;
          });
          assertEquals(found.length, 25);
          assertClose("losses", found, training.losses, { relative: TRAINING[dtype].relative });
          const wanted = final.weights.flatMap((weight, i) => [weight.flat(), final.biases[i]]);
          model.parameters().forEach((parameter, i) => {
            const noisy = isNoisy(training) && dtype === "float64" && parameter === lastBias;
            assertClose(
              parameter.name,
              parameter.value.data,
              wanted[i],
              noisy ? NOISY_BIAS : TRAINING[dtype],
            );
          });
        }),
    });
  }
}

for (const way of WAYS) if (way.dtype === "float32") testEpoch(way);
