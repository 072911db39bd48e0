/** jax-js on WebAssembly, the whole step compiled by its `jit`. It uses a worker for each core. */
import { batchReader, race, readJob, readWeights } from "./harness.ts";

const VERSION = "0.1.25";
// Not a literal import, so that only who runs this downloads it.
const { defaultDevice, init, jit, nn, numpy: np, tree, valueAndGrad } = await import(
  `npm:@jax-js/jax@${VERSION}`
);
const job = readJob();
await init(job.backend);
defaultDevice(job.backend);

const nextBatch = batchReader(job), classes = job.sizes[job.sizes.length - 1];

/** Softmax cross-entropy. Every use of an array but the last needs a `ref`. */
function lossOf(parameters, x, targets) {
  let h = x;
  for (let p = 0; p < parameters.length; p += 2) {
    h = np.matmul(h, parameters[p]).add(parameters[p + 1]);
    if (p + 2 < parameters.length) h = np.tanh(h);
  }
  return nn.logSoftmax(h, -1).mul(targets).sum().mul(-1 / job.batch);
}

const train = jit((parameters, velocities, x, targets) => {
  const [loss, gradients] = valueAndGrad(lossOf)(tree.ref(parameters), x, targets);
  const moved = velocities.map((v, i) =>
    v.mul(job.momentum).add(gradients[i]).add(parameters[i].ref.mul(job.weightDecay))
  );
  const stepped = parameters.map((p, i) => p.sub(moved[i].ref.mul(job.learningRate)));
  return [loss, stepped, moved];
});

function make() {
  let parameters = readWeights(job).map(({ shape, values }) => np.array(values).reshape(shape));
  let velocities = parameters.map(({ shape }) => np.zeros(shape));
  return async (i) => {
    const { inputs, targets } = nextBatch(i);
    const x = np.array(inputs).reshape([job.batch, job.sizes[0]]);
    const t = np.array(targets).reshape([job.batch, classes]);
    let loss;
    [loss, parameters, velocities] = train(parameters, velocities, x, t);
    return (await loss.data())[0];
  };
}

await race(job, VERSION, make);
Deno.exit(); // its workers would keep the process going
