/** What the peers in JavaScript have in common. It imports nothing: some run without the workspace.
 * @module
 */
import type { Job, Lap } from "./job.ts";

/** Takes a step on the batch of a number, and returns its loss. */
export type Step = (batch: number) => number | Promise<number>;

/** The job that the command line names. */
export function readJob(): Job {
  return JSON.parse(Deno.readTextFileSync(Deno.args[0]));
}

/** A file of the job. */
export function readBytes(job: Job, name: string): Uint8Array<ArrayBuffer> {
  return Deno.readFileSync(`${job.folder}/${name}`);
}

/** Weights `[in, out]` and biases of each layer, in turn. */
export function readWeights(job: Job): { shape: number[]; values: Float32Array<ArrayBuffer> }[] {
  const all = new Float32Array(readBytes(job, "weights.f32").buffer);
  let start = 0;
  return job.sizes.slice(1).flatMap((size, i) => [[job.sizes[i], size], [size]]).map((shape) => {
    const end = start + shape.reduce((product, n) => product * n);
    const values = all.slice(start, end);
    start = end;
    return { shape, values };
  });
}

/** A function that writes the inputs and one-hot targets of a batch to the same two arrays each time. */
export function batchReader(job: Job): (batch: number) => { inputs: Float32Array; targets: Float32Array } {
  const pixels = job.sizes[0], classes = job.sizes[job.sizes.length - 1];
  const images = Float32Array.from(readBytes(job, "images.u8"), (byte) => byte / 255);
  const labels = readBytes(job, "labels.u8");
  const order = new Uint32Array(readBytes(job, "order.u32").buffer);
  const inputs = new Float32Array(job.batch * pixels), targets = new Float32Array(job.batch * classes);
  return (batch) => {
    targets.fill(0);
    for (let row = 0; row < job.batch; row++) {
      const image = order[batch * job.batch + row];
      inputs.set(images.subarray(image * pixels, (image + 1) * pixels), row * pixels);
      targets[row * classes + labels[image]] = 1;
    }
    return { inputs, targets };
  };
}

/**
 * Trains for the epochs of the job, or until its seconds are over, and prints what came of it. `make` gives a new
 * model.
 */
export async function race(job: Job, version: string, make: () => Step | Promise<Step>): Promise<void> {
  // What the first steps alone do: allocate, compile, fill caches.
  let step = await make(), start = performance.now();
  for (let i = 0; i < Math.min(100, job.steps) && performance.now() - start < 1000; i++) await step(i);

  step = await make();
  const losses: number[] = [], laps: Lap[] = [];
  start = performance.now();
  let done = 0, lap = start, late = false;
  while (laps.length < job.epochs && !late) {
    const loss = await step(done++);
    const now = performance.now();
    if (done <= job.steps) losses.push(loss);
    late = now - start > job.seconds * 1000;
    if (late || done % job.steps === 0) {
      laps.push({ steps: (done - 1) % job.steps + 1, seconds: (now - lap) / 1000 });
      lap = now;
    }
  }
  console.log(JSON.stringify({ version, laps, losses }));
}
