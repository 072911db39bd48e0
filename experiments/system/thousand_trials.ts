/** A grid of a thousand trials, and a look at the process after each of them. Run by `thousand_check.ts`, with `--expose-gc`, a folder for
 * the results and the number of jobs.
 * @module
 */
import { reservedBytes } from "@chainrule/core";
import { fewDigits } from "../fixtures.ts";
import { runStudy } from "../runner/run_study.ts";
import { studies } from "../studies/mod.ts";
import { runsOf } from "../study/study.ts";

/** What the process holds. */
export interface Sample {
  /** Bytes of memory, without the room that the collector of garbage keeps for later. */
  readonly memory: number;
  /** Bytes of tensors in this thread. */
  readonly tensors: number;
  /** How many files are open. */
  readonly files: number;
}

function sample(): Sample {
  (globalThis as unknown as { gc(): void }).gc();
  const { rss, heapTotal, heapUsed } = Deno.memoryUsage();
  const files = Array.from(Deno.readDirSync("/proc/self/fd")).length;
  return { memory: rss - (heapTotal - heapUsed), tensors: reservedBytes(), files };
}

/** How many workers the process has. */
function workers(): number {
  const names = Array.from(Deno.readDirSync("/proc/self/task"), ({ name }) => {
    try {
      return Deno.readTextFileSync(`/proc/self/task/${name}/comm`);
    } catch {
      return ""; // it has just ended
    }
  });
  return names.filter((name) => name.startsWith("worker-")).length;
}

/** A worker that collects its garbage. */
class CollectingWorker extends Worker {
  constructor(_: string | URL, options?: WorkerOptions) {
    super(new URL("./collecting_worker.ts", import.meta.url), options);
  }
}

if (import.meta.main) {
  const [folder, jobs] = Deno.args;
  globalThis.Worker = CollectingWorker;
  // Waiting for the disk takes no memory, and most of the time.
  Deno.FsFile.prototype.sync = () => Promise.resolve();

  const ten = Array.from({ length: 10 }, (_, i) => (i + 1) / 20);
  const varied = { learningRate: ten, momentum: ten, weightDecay: ten };
  const fixed = { batchSize: [20], hidden: [[4]], activation: [["tanh"]], loss: ["hinge"] } as const;
  const runs = runsOf(studies.grid, { settings: { epochs: 1 }, varied: { ...varied, ...fixed } });
  const first: Sample[] = [], last: Sample[] = [];
  let count = 0, most = 0;
  const runEnds = () => {
    count++;
    if (count === 1) most = workers();
    // While the first fifty are trained, functions are compiled that turn out to be used often.
    if (count > 50 && count <= 150) first.push(sample());
    if (count > runs.length - 100 && count <= runs.length) last.push(sample());
  };
  const data = fewDigits(60, 20);
  await runStudy(studies.grid, { runs, data, folder, jobs: Number(jobs), reporter: { runEnds } });
  // The threads of workers take a moment to end.
  while (workers() > 0) await new Promise((resolve) => setTimeout(resolve, 10));
  console.log(JSON.stringify({ count, workers: most, first, last, after: sample() }));
}
