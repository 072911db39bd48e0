/**
 * Trains the network that the page has from the start, on real MNIST, and writes `network.safetensors` beside this file:
 *
 *     MNIST_DIR=… deno run --allow-read --allow-write --allow-env experiments/playground/included/train.ts
 *
 * `784-64-10` with tanh. Each epoch moves every image by up to two pixels, since people don't draw where MNIST's writers did. The weights are
 * stored as float16, in half the bytes.
 *
 * @module
 */
import { Random } from "@chainrule/core";
import { batches, type Dataset, loadMnist } from "@chainrule/data";
import { SoftmaxCrossEntropyLoss } from "@chainrule/losses";
import { AdamW, cosine } from "@chainrule/optim";
import { makeModel } from "../../training/model.ts";
import { evaluate } from "../../training/evaluate.ts";
import { INCLUDED } from "./configuration.ts";
import { encodeHalf } from "./encode_half.ts";

const EPOCHS = 40, SHIFT = 2;

/** The same images, each moved by a few pixels. */
function moved(dataset: Dataset, random: Random): Dataset {
  const { images: from, count, rows, columns } = dataset, images = new Uint8Array(from.length);
  for (let image = 0; image < count; image++) {
    const down = random.integer(2 * SHIFT + 1) - SHIFT, right = random.integer(2 * SHIFT + 1) - SHIFT;
    const start = image * rows * columns;
    for (let y = Math.max(0, down); y < Math.min(rows, rows + down); y++) {
      for (let x = Math.max(0, right); x < Math.min(columns, columns + right); x++) {
        images[start + y * columns + x] = from[start + (y - down) * columns + x - right];
      }
    }
  }
  return { ...dataset, images };
}

const { train, test } = await loadMnist();
const random = new Random(INCLUDED.seed), { batchSize, scale } = INCLUDED;
const model = makeModel(INCLUDED, train.rows * train.columns, train.classes, random.fork());
const loss = new SoftmaxCrossEntropyLoss();
const steps = EPOCHS * Math.ceil(train.count / batchSize);
const optimizer = new AdamW(model.parameters(), {
  learningRate: cosine({ learningRate: INCLUDED.learningRate, steps }),
  weightDecay: INCLUDED.weightDecay,
});
let images = train;
for (let epoch = 1; epoch <= EPOCHS; epoch++) {
  images = moved(train, random);
  for (const { inputs, targets } of batches(images, { batchSize, scale, random })) {
    loss.forward(model.forward(inputs), targets);
    model.backward(loss.backward());
    optimizer.step();
  }
  if (epoch % 10 === 0) console.log(`epoch ${epoch}: ${evaluate(model, loss, test, INCLUDED).accuracy}`);
}
// What is stored is what is tested.
for (const { value } of model.parameters()) value.data.set(new Float16Array(value.data));
const { accuracy } = evaluate(model, loss, test, INCLUDED);
const bytes = encodeHalf(model.parameters(), {
  layout: "in,out",
  network: "784-64-10, tanh",
  data: `MNIST, 60,000 training images, each epoch moved by up to ${SHIFT} pixels; ${EPOCHS} epochs`,
  accuracy: String(accuracy),
});
await Deno.writeFile(new URL("network.safetensors", import.meta.url), bytes);
console.log(`stored: ${bytes.length} bytes, test accuracy ${accuracy}`);
