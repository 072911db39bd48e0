/**
 * What a constant of `assembly/threads.ts` gains: trains `784-128-10` in batches of 100 with two threads, the kernels built with each
 * of the given values, while nothing else runs and while another program keeps one processor busy.
 *
 * ```sh
 * deno task kernels:measure PATIENCE 0 1000 100_000    # on a machine that does nothing else
 * deno task kernels:measure PERIOD 15_000 60_000 --epochs=20 --rounds=5
 * ```
 *
 * A row for each value: seconds for 60,000 images, the median of the rounds, in which the values take turns; in parentheses the
 * fastest and the slowest round. The last row has one thread. A median or a round is of all epochs but the first, trials included.
 */
import { reserveBytes, reserveUint32 } from "../memory.ts";
import { Random } from "../random.ts";
import { Tensor } from "../tensor.ts";
import { compile } from "./compile.ts";
import { ImageTensor } from "./image_tensor.ts";
import { simdKernels } from "./simd.ts";
import { startHelpers } from "./start_helpers.ts";
import type { Kernels } from "./types.ts";
import { instantiate, relaxed } from "./wasm.ts";

const BATCH = 100, PIXELS = 784, HIDDEN = 128, CLASSES = 10, STEPS = 600;

/** Training without layers: a step of the network with the kernels alone. */
function network(kernels: Kernels): () => void {
  const random = new Random(1), count = 10_000;
  const images = reserveBytes(count * PIXELS), order = reserveUint32(BATCH);
  // As much background as MNIST has, and strokes of three pixels.
  for (let i = 0; i < images.length; i++) {
    if (random.uniform() < 0.065) images.fill(1 + random.integer(255), i, i + 3);
  }
  const normal = (...shape: number[]) => {
    const tensor = Tensor.zeros(shape);
    for (let i = 0; i < tensor.size; i++) tensor.data[i] = random.normal(0, 0.01);
    return tensor;
  };
  const zeros = (...shape: number[]) => Tensor.zeros(shape);
  const x = new ImageTensor(zeros(BATCH, PIXELS)),
    u = zeros(BATCH, HIDDEN),
    y = zeros(BATCH, HIDDEN),
    logits = zeros(BATCH, CLASSES);
  const dLogits = zeros(BATCH, CLASSES), dy = zeros(BATCH, HIDDEN), du = zeros(BATCH, HIDDEN);
  const targets = zeros(BATCH, CLASSES);
  for (let row = 0; row < BATCH; row++) targets.data[row * CLASSES + random.integer(CLASSES)] = 1;
  const parameters = [[PIXELS, HIDDEN], [HIDDEN], [HIDDEN, CLASSES], [CLASSES]].map((shape) => (
    { value: normal(...shape), grad: zeros(...shape), velocity: zeros(...shape) }
  ));
  const [w1, b1, w2, b2] = parameters, scale = { background: 0, divisor: 255 };
  const tanh = { forward: Math.tanh, derivative: () => NaN, simd: "tanh" } as const;
  const loss = { row: () => NaN, simd: { kernel: "softmax_cross_entropy_loss" } } as const;
  const settings = { learningRate: 1e-3, momentum: 0.9, weightDecay: 1e-5, nesterov: false };
  return () => {
    for (let i = 0; i < BATCH; i++) order[i] = random.integer(count);
    kernels.gather(images, order, scale, x);
    kernels.multiply(x, w1.value, u, { bias: b1.value });
    kernels.activate(tanh, u, y);
    kernels.multiply(y, w2.value, logits, { bias: b2.value });
    kernels.loss(loss, logits, targets, dLogits);
    kernels.multiply(y, dLogits, w2.grad, { transposeA: true });
    kernels.columnSums(dLogits, b2.grad);
    kernels.multiply(dLogits, w2.value, dy, { transposeB: true });
    kernels.activateBackward(tanh, u, y, dy, du);
    kernels.multiply(x, du, w1.grad, { transposeA: true });
    kernels.columnSums(du, b1.grad);
    for (const { value, grad, velocity } of parameters) kernels.sgd(value, grad, velocity, settings);
  };
}

/** Seconds of an epoch, the mean of so many after a first one. */
async function train(module: WebAssembly.Module, threads: number, epochs: number): Promise<number> {
  const wasm = instantiate(module),
    step = network(simdKernels(wasm)),
    helpers = startHelpers(module, wasm, threads - 1);
  await helpers.ready;
  try {
    for (let i = 0; i < STEPS; i++) step();
    const start = performance.now();
    for (let i = 0; i < epochs * STEPS; i++) step();
    return (performance.now() - start) / 1000 / epochs;
  } finally {
    helpers.stop();
  }
}

/** The module with another value of a constant. */
async function build(name: string, value: string): Promise<WebAssembly.Module> {
  let found = 0;
  const pattern = new RegExp(`^const ${name}: (\\w+) = .*;$`, "m");
  const { wasm } = await compile(
    relaxed,
    (source, file) =>
      file !== "threads.ts" ? source : source.replace(pattern, (_, type) => {
        found++;
        return `const ${name}: ${type} = ${value};`;
      }),
  );
  if (found !== 1) throw new Error(`Cannot measure ${name}: assembly/threads.ts has no such constant`);
  return await WebAssembly.compile(wasm);
}

/** Another program, which keeps a processor busy. */
function startProgram(): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), { args: ["eval", "while (true);"] }).spawn();
}

function summary(seconds: number[]): string {
  const sorted = seconds.toSorted((a, b) => a - b), digits = (value: number) => value.toFixed(3);
  return `${digits(sorted[sorted.length >> 1])} (${digits(sorted[0])} – ${
    digits(sorted[sorted.length - 1])
  })`;
}

const [name, ...values] = Deno.args.filter((argument) => !argument.startsWith("--"));
if (values.length === 0) {
  console.error("Want the name of a constant of assembly/threads.ts, and values for it");
  Deno.exit(2);
}
/** The number of an option such as `--rounds=5`. */
function option(name: string, value: number): number {
  const given = Deno.args.find((argument) => argument.startsWith(`--${name}=`));
  return given === undefined ? value : Number(given.slice(name.length + 3));
}
const epochs = option("epochs", 30), rounds = option("rounds", 5);

interface Row {
  title: string;
  module: WebAssembly.Module;
  threads: number;
  alone: number[];
  beside: number[];
}
const rows: Row[] = [];
for (const value of values) {
  rows.push({
    title: `${name} = ${value}`,
    module: await build(name, value),
    threads: 2,
    alone: [],
    beside: [],
  });
}
rows.push({ title: "one thread", module: rows[0].module, threads: 1, alone: [], beside: [] });
for (let round = 0; round < rounds; round++) {
  for (const row of rows) row.alone.push(await train(row.module, row.threads, epochs));
  const program = startProgram();
  try {
    for (const row of rows) row.beside.push(await train(row.module, row.threads, epochs));
  } finally {
    program.kill("SIGKILL");
    await program.status;
  }
}
console.table(Object.fromEntries(rows.map(({ title, alone, beside }) => [
  title,
  { "nothing else runs": summary(alone), "beside another program": summary(beside) },
])));
