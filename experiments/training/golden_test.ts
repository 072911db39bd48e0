/**
 * Whole trainings against PyTorch: 25 steps of six optimizers, and one epoch of MNIST. In float32 once more with the dense products done
 * by a BLAS library, where there is one that may be loaded: `deno test --allow-ffi=PATH`.
 */
import { type DType, type Layer, type Loss, type Parameter, Tensor } from "@chainrule/core";
import { BlasError, useBlas } from "@chainrule/core/blas";
import { assertClose } from "@chainrule/core/testing";
import { batches, type Dataset, loadMnist } from "@chainrule/data";
import { HardSwish, Linear, Selu, Sequential, Tanh } from "@chainrule/layers";
import { FocalLoss, HingeLoss, KLDivLoss, SoftmaxCrossEntropyLoss } from "@chainrule/losses";
import { Adam, AdamW, type Optimizer, Sgd } from "@chainrule/optim";
import { assert, assertEquals } from "@std/assert";
import epoch from "./testdata/mnist_epoch.json" with { type: "json" };
import golden from "./testdata/pytorch_training.json" with { type: "json" };

/** Whether there is a BLAS library that may be loaded. */
const hasBlas = (() => {
  try {
    useBlas().stop();
    return true;
  } catch (error) {
    if (error instanceof BlasError) return false;
    throw error;
  }
})();

/** How to train: in which precision, and whether the dense products are done by BLAS. */
interface Way {
  title: string;
  dtype: DType;
  blas: boolean;
}

const WAYS: readonly Way[] = [
  { title: "in float64", dtype: "float64", blas: false },
  { title: "in float32", dtype: "float32", blas: false },
  { title: "in float32 with BLAS", dtype: "float32", blas: true },
];

/** Trains in one of the ways; asserts that BLAS has done so many products, if it should do any. */
async function inWay({ blas }: Way, products: number, run: () => void | Promise<void>): Promise<void> {
  if (!blas) return await run();
  // All dense products, however small.
  const library = useBlas("auto", { least: 0 });
  try {
    await run();
    assertEquals(library.products, products);
  } finally {
    library.stop();
  }
}

const activations: Record<string, () => Layer> = {
  tanh: () => new Tanh(),
  selu: () => new Selu(),
  hardswish: () => new HardSwish(),
};

interface LossOptions {
  margin?: number;
  alpha?: number[];
  gamma?: number;
}

const losses: Record<string, (options: LossOptions) => Loss> = {
  kl_div: () => new KLDivLoss(),
  softmax_cross_entropy: () => new SoftmaxCrossEntropyLoss(),
  hinge: ({ margin }) => new HingeLoss({ margin }),
  // One α, which runs as a SIMD kernel, stands for the fixture's list of the same one.
  focal: ({ alpha, gamma }) => new FocalLoss({ alpha: alpha?.[0], gamma }),
};

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

/** A network whose weights and biases are given, activations between its linear layers. */
function network(weights: number[][][], biases: number[][], names: string[], dtype: DType): Sequential {
  return new Sequential(...weights.flatMap((weight, i) => {
    const linear = new Linear(weight.length, weight[0].length, { dtype });
    linear.weight.value.data.set(weight.flat());
    linear.bias.value.data.set(biases[i]);
    return i < names.length ? [linear, activations[names[i]]()] : [linear];
  }));
}

// ---- 25 steps of six optimizers -------------------------------------------------------------------------------------

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
      ignore: way.blas && !hasBlas,
      // For each linear layer three products, less one: the gradient of the data is not wanted.
      fn: () =>
        inWay(way, 25 * (3 * initial.weights.length - 1), () => {
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

// ---- One epoch of MNIST -----------------------------------------------------------------------------------------------

/** The mean loss and the number of images whose largest logit is their label's. */
function evaluate(
  model: Sequential,
  loss: Loss,
  dataset: Dataset,
  dtype: DType,
): { loss: number; correct: number } {
  let sum = 0, correct = 0;
  for (const { inputs, targets, labels } of batches(dataset, { dtype })) {
    const logits = model.forward(inputs), classes = logits.shape[1];
    sum += loss.forward(logits, targets) * labels.length;
    labels.forEach((label, i) => {
      const row = logits.data.subarray(i * classes, (i + 1) * classes);
      correct += Number(row.indexOf(Math.max(...row)) === label);
    });
  }
  return { loss: sum / dataset.count, correct };
}

/** W[l][i][j] = 0.05 sin(1 + 37i + 101j + 7l), as the fixture says. */
function sineWeights(sizes: number[]): number[][][] {
  return sizes.slice(1).map((outputs, l) =>
    Array.from(
      { length: sizes[l] },
      (_, i) => Array.from({ length: outputs }, (_, j) => 0.05 * Math.sin(1 + 37 * i + 101 * j + 7 * l)),
    )
  );
}

const dir = Deno.permissions.querySync({ name: "env", variable: "MNIST_DIR" }).state === "granted"
  ? Deno.env.get("MNIST_DIR")
  : undefined;

/** What may differ: losses relatively, and how many images of the test set come out otherwise. */
const EPOCH = { float64: { relative: 1e-10, images: 0 }, float32: { relative: 1e-4, images: 5 } };

for (const run of epoch.runs) {
  for (const way of WAYS) {
    const { dtype } = way;
    Deno.test({
      name: `golden: an epoch of MNIST ${way.title} (with MNIST_DIR set)`,
      ignore: !dir || way.blas && !hasBlas,
      // 600 batches to learn from and 100 to be tested on; the first layer multiplies lists of strokes, which BLAS does not.
      fn: () =>
        inWay(way, 600 * (3 * epoch.hidden.length) + 100 * epoch.hidden.length, async () => {
          const { train, test } = await loadMnist({ dir, download: false });
          const sizes = [784, ...epoch.hidden, 10];
          const biases = sizes.slice(1).map((size) => new Array(size).fill(0));
          const model = network(sineWeights(sizes), biases, [run.activation], dtype);
          const loss = losses[run.loss]({});
          const optimizer = new Sgd(model.parameters(), epoch.optimizer);
          const wanted: Record<string, number> = run.batch_loss_at_step, tolerance = EPOCH[dtype];
          let step = 0;
          for (const { inputs, targets } of batches(train, { batchSize: 100, scale: "unit", dtype })) {
            const value = loss.forward(model.forward(inputs), targets);
            model.backward(loss.backward());
            optimizer.step();
            step++;
            if (step in wanted) assertClose(`loss at step ${step}`, [value], [wanted[step]], tolerance);
          }
          assertEquals(step, 600);
          const found = evaluate(model, loss, test, dtype);
          assertClose("test loss", [found.loss], [run.test_loss], tolerance);
          assert(
            Math.abs(found.correct - run.test_correct) <= tolerance.images,
            `${found.correct} of the test images are right, want ${run.test_correct} ± ${tolerance.images}`,
          );
        }),
    });
  }
}
