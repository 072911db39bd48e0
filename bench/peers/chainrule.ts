/** Chainrule, as its README has it. */
import { Random, startThreads } from "@chainrule/core";
import { useNative } from "@chainrule/core/native";
import { type Batch, batches, type Dataset } from "@chainrule/data";
import { Linear, Sequential, Tanh } from "@chainrule/layers";
import { SoftmaxCrossEntropyLoss } from "@chainrule/losses";
import { Sgd } from "@chainrule/optim";
import core from "../../core/deno.json" with { type: "json" };
import { race, readBytes, readJob, readWeights, type Step } from "./harness.ts";

const job = readJob();
const labels = readBytes(job, "labels.u8");
const dataset: Dataset = {
  name: "digits",
  images: readBytes(job, "images.u8"),
  labels,
  count: labels.length,
  rows: 1,
  columns: job.sizes[0],
  classes: job.sizes[job.sizes.length - 1],
};

function* epochs(): Generator<Batch> {
  const epoch = batches(dataset, { batchSize: job.batch, random: new Random(job.seed) });
  for (;;) yield* epoch;
}

function make(): Step {
  const layers = job.sizes.slice(1).flatMap((size, i) => [new Linear(job.sizes[i], size), new Tanh()]);
  const model = new Sequential(...layers.slice(0, -1)), loss = new SoftmaxCrossEntropyLoss();
  readWeights(job).forEach(({ values }, i) => model.parameters()[i].value.data.set(values));
  const optimizer = new Sgd(model.parameters(), job), batch = epochs();
  return () => {
    const { inputs, targets } = batch.next().value;
    const value = loss.forward(model.forward(inputs), targets);
    model.backward(loss.backward());
    optimizer.step();
    return value;
  };
}

if (job.native) useNative();
const threads = await startThreads(job.threads);
try {
  await race(job, core.version, make);
} finally {
  threads.stop();
}
