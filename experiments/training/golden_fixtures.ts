/** What the trainings against PyTorch have in common: ways to train, networks by their names, and the epoch of MNIST.
 * @module
 */
import type { DType, Layer, Loss } from "@chainrule/core";
import { useNative } from "@chainrule/core/native";
import { assertClose } from "@chainrule/core/testing";
import { batches, type Dataset, loadMnist } from "@chainrule/data";
import { HardSwish, Linear, Selu, Sequential, Tanh } from "@chainrule/layers";
import { FocalLoss, HingeLoss, KLDivLoss, SoftmaxCrossEntropyLoss } from "@chainrule/losses";
import { Sgd } from "@chainrule/optim";
import { assert, assertEquals } from "@std/assert";
import epoch from "./testdata/mnist_epoch.json" with { type: "json" };

/** How to train. */
export interface Way {
  title: string;
  dtype: DType;
  native?: boolean;
  /** Whether it can't be gone here. */
  ignore?: boolean;
}

/** Trains in one of the ways. */
export async function inWay({ native }: Way, run: () => void | Promise<void>): Promise<void> {
  using _native = native ? useNative() : undefined;
  await run();
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

export const losses: Record<string, (options: LossOptions) => Loss> = {
  kl_div: () => new KLDivLoss(),
  softmax_cross_entropy: () => new SoftmaxCrossEntropyLoss(),
  hinge: ({ margin }) => new HingeLoss({ margin }),
  // One α, which runs as a SIMD kernel, stands for the fixture's list of the same one.
  focal: ({ alpha, gamma }) => new FocalLoss({ alpha: alpha?.[0], gamma }),
};

/** A network whose weights and biases are given, activations between its linear layers. */
export function network(
  weights: number[][][],
  biases: number[][],
  names: string[],
  dtype: DType,
): Sequential {
  return new Sequential(...weights.flatMap((weight, i) => {
    const linear = new Linear(weight.length, weight[0].length, { dtype });
    linear.weight.value.data.set(weight.flat());
    linear.bias.value.data.set(biases[i]);
    return i < names.length ? [linear, activations[names[i]]()] : [linear];
  }));
}

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

/** The epoch of MNIST for each loss and activation of the fixture, in one of the ways. */
export function testEpoch(way: Way): void {
  const { dtype } = way;
  for (const run of epoch.runs) {
    Deno.test({
      name: `golden: an epoch of MNIST ${way.title} (with MNIST_DIR set)`,
      ignore: !dir || way.ignore,
      fn: () =>
        inWay(way, async () => {
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
