/**
 * What every runtime does: trains with one thread and with two, and says what came out of it. A folder with the four files of a small
 * dataset is its argument; a page has them beside it.
 */
import { Random, startThreads, useKernels } from "@chainrule/core";
import {
  Dropout,
  Elu,
  Gelu,
  HardSwish,
  Linear,
  Relu,
  Selu,
  Sequential,
  Sigmoid,
  Silu,
  Softplus,
  Tanh,
} from "@chainrule/layers";
import { FocalLoss, HingeLoss, KLDivLoss, SoftmaxCrossEntropyLoss } from "@chainrule/losses";
import { Adam, Sgd } from "@chainrule/optim";
import { batches, loadMnist, syntheticDigits, type TrainTest } from "@chainrule/data";

/** What came out. */
export interface Result {
  /** SHA-256 of the images, and of the weights after training, by what computed them. */
  readonly hashes: Readonly<Record<string, string>>;
  /** How many threads there were when two were asked for. */
  readonly threads: number;
  /** What `loadMnist` found. */
  readonly loaded: readonly string[];
}

/** The names of the four files. */
const FILES = ["train-images-idx3", "train-labels-idx1", "t10k-images-idx3", "t10k-labels-idx1"]
  .map((stem) => `${stem}-ubyte.gz`);

/** The network of the README, then one of all activations, with each loss in turn. Returns the bytes of all weights. */
function train({ train }: TrainTest): Float32Array {
  const random = new Random(1);
  const model = new Sequential(new Linear(784, 128, { random }), new Tanh(), new Linear(128, 10, { random }));
  const loss = new SoftmaxCrossEntropyLoss();
  const optimizer = new Sgd(model.parameters(), { learningRate: 0.01, momentum: 0.9 });
  for (const { inputs, targets } of batches(train, { batchSize: 100, random })) {
    loss.forward(model.forward(inputs), targets);
    model.backward(loss.backward());
    optimizer.step();
  }

  const linear = () => new Linear(40, 40, { random });
  const activations = [Selu, HardSwish, Relu, Sigmoid, Gelu, Silu, Elu, Softplus];
  const mixed = new Sequential(
    new Linear(784, 40, { random }),
    new Dropout(0.1, { random }),
    ...activations.flatMap((Activation) => [new Activation(), linear()]),
    new Linear(40, 10, { random }),
  );
  const losses = [new KLDivLoss(), new HingeLoss(), new FocalLoss()];
  const adam = new Adam(mixed.parameters(), { learningRate: 0.01 });
  let step = 0;
  for (const { inputs, targets } of batches(train, { batchSize: 70, random, scale: "centered" })) {
    const loss = losses[step++ % losses.length];
    loss.forward(mixed.forward(inputs), targets);
    mixed.backward(loss.backward());
    adam.step();
  }
  const values = [model, mixed].flatMap((part) => part.parameters().map(({ value }) => value.data));
  const all = new Float32Array(values.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const value of values) {
    all.set(value, at);
    at += value.length;
  }
  return all;
}

async function sha256(array: Uint8Array | Float32Array): Promise<string> {
  const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength).slice();
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Loads the small dataset in each way that there is here. */
async function load(folder: string | undefined): Promise<string[]> {
  const found: string[] = [];
  if (folder === undefined) {
    const files = await Promise.all(FILES.map(async (name) => (await fetch(`small/${name}`)).bytes()));
    found.push(describe(await loadMnist({ files })));
    // It is not the published one, as mirrors must have. The browser decompresses what comes from there.
    await loadMnist({ mirrors: ["encoded/"] }).catch((error) => found.push(error.message));
    await loadMnist({ dir: "small" }).catch((error) => found.push(error.message));
  } else {
    found.push(describe(await loadMnist({ dir: folder })));
    await loadMnist({ dir: `${folder}/none` }).catch((error) => found.push(error.message));
  }
  return found;
}

function describe({ train, test }: TrainTest): string {
  return `${train.count} + ${test.count} images, ${train.labels.join("")}`;
}

async function run(folder: string | undefined): Promise<Result> {
  const data = syntheticDigits({ train: 1000, test: 1 }), hashes: Record<string, string> = {};
  hashes.images = await sha256(data.train.images);
  let threads = 1;
  for (const rounding of ["strict", "fast"] as const) {
    useKernels(rounding);
    hashes[`${rounding}, 1 thread`] = await sha256(train(data));
    const started = await startThreads(2);
    threads = started.count;
    hashes[`${rounding}, 2 threads`] = await sha256(train(data));
    started.stop();
  }
  return { hashes, threads, loaded: await load(folder) };
}

interface Surroundings {
  readonly document?: unknown;
  readonly Deno?: { readonly args: readonly string[] };
  readonly process?: { readonly argv: readonly string[] };
}
const { document, Deno: deno, process } = globalThis as Surroundings;
if (document === undefined) {
  console.log(JSON.stringify(await run(deno ? deno.args[0] : process?.argv[2])));
} else {
  const result = await run(undefined).catch((error) => ({ error: String(error) }));
  await fetch("result", { method: "POST", body: JSON.stringify(result) });
}
