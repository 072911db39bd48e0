/** TensorFlow.js with the backend that the job names, `cpu` or `wasm`. */
import { batchReader, race, readJob, readWeights } from "./harness.ts";

const VERSION = "4.22.0";
/** Not a literal import, so that only who runs this downloads it. */
const load = (name) => import(`npm:@tensorflow/${name}@${VERSION}`);

const job = readJob();
const tf = await load("tfjs");
if (job.backend !== "cpu") await load(`tfjs-backend-${job.backend}`);
if (!(await tf.setBackend(job.backend))) throw new Error(`TensorFlow.js has no backend ${job.backend} here`);

const nextBatch = batchReader(job), classes = job.sizes[job.sizes.length - 1];

function make() {
  const parameters = readWeights(job).map(({ shape, values }) => tf.variable(tf.tensor(values, shape)));
  const optimizer = tf.train.momentum(job.learningRate, job.momentum);
  return (i) => {
    const batch = nextBatch(i);
    const value = tf.tidy(() => {
      const x = tf.tensor2d(batch.inputs, [job.batch, job.sizes[0]]);
      const targets = tf.tensor2d(batch.targets, [job.batch, classes]);
      const { value, grads } = tf.variableGrads(() => {
        let h = x;
        for (let p = 0; p < parameters.length; p += 2) {
          h = tf.add(tf.matMul(h, parameters[p]), parameters[p + 1]);
          if (p + 2 < parameters.length) h = tf.tanh(h);
        }
        return tf.losses.softmaxCrossEntropy(targets, h);
      }, parameters);
      // Its optimizer has no weight decay.
      for (const p of parameters) grads[p.name] = tf.add(grads[p.name], tf.mul(p, job.weightDecay));
      optimizer.applyGradients(grads);
      return value;
    });
    const loss = value.dataSync()[0];
    value.dispose();
    return loss;
  };
}

await race(job, VERSION, make);
