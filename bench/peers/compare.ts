/** The comparison: who takes part, the rounds, the table.
 * @module
 */
import { cpus } from "node:os";
import { type Absence, chainrule, type Contestant, others } from "./contestants.ts";
import type { Job } from "./job.ts";
import { type Options, UsageError } from "./options.ts";
import { openDataset, prepare, wholeBatches } from "./prepare.ts";
import { type Circumstances, csv, standingsTable } from "./report.ts";
import { epochTime, type Run, sameLosses } from "./results.ts";
import { PeerError, runJob } from "./run_job.ts";
import { bestThreads, threadCounts } from "./threads.ts";

const print = (text: string) => void Deno.stdout.writeSync(new TextEncoder().encode(text));

/** Compares, prints, and writes the CSV. `folder` is empty, and for the files of the jobs. */
export async function compare(options: Options, folder: string, signal: AbortSignal): Promise<void> {
  if (options.out !== undefined) await checkWritable(options.out);
  const cores = navigator.hardwareConcurrency, processor = cpus()[0]?.model.trim() || "unknown";
  const dataset = wholeBatches(await openDataset(options.dataset), options.batchSize);
  const job = await prepare(folder, dataset, options);
  const circumstances: Circumstances = { processor, cores, deno: Deno.version.deno, dataset: dataset.name };
  print(introduction(job, options, circumstances));

  const threads = options.threads.length > 0 ? options.threads : threadCounts(cores);
  const ours = chainrule(folder, [...new Set([threads[0], threads[threads.length - 1]])]);
  const contestants = [...ours, ...await findOthers(options, cores, job, signal)];
  const runs = await runRounds(contestants, job, options.rounds, signal);
  print(`\n${standingsTable(runs, contestants, job)}`);
  for (const { contestant, result, round } of runs) {
    if (sameLosses(result, runs[0].result)) continue;
    print(`${titleOf(contestants[contestant])}: other losses than Chainrule in round ${round}\n`);
  }
  if (options.out === undefined) return;
  await Deno.writeTextFile(options.out, csv(runs, contestants, job, circumstances));
  print(`\nWrote ${options.out}\n`);
}

/** Better now than after minutes. */
async function checkWritable(file: string): Promise<void> {
  try {
    await Deno.writeTextFile(file, "", { append: true });
  } catch (error) {
    throw new UsageError(`Cannot write ${file}: ${error instanceof Error ? error.message : error}`);
  }
}

function introduction(
  job: Job,
  options: Options,
  { processor, cores, deno, dataset }: Circumstances,
): string {
  const { sizes, batch, steps, learningRate, momentum, weightDecay } = job;
  return `${sizes.join("-")}, Tanh, softmax cross-entropy; SGD, learning rate ${learningRate}, ` +
    `momentum ${momentum}, weight decay ${weightDecay.toExponential()}\n` +
    `${dataset}: ${steps} batches of ${batch} images an epoch, shuffled; ` +
    `each process trains for ${options.epochs} epoch${
      options.epochs === 1 ? "" : "s"
    }, ${options.seconds} s at most\n` +
    `${processor}, ${cores} cores; Deno ${deno}\n\n`;
}

/** Looks for the other libraries and says what was found. */
async function findOthers(
  options: Options,
  cores: number,
  job: Job,
  signal: AbortSignal,
): Promise<Contestant[]> {
  const chosen = options.threads.length > 0;
  const found = await others(options, job.folder, chosen ? options.threads : threadCounts(cores), cores);
  const lines = found.map((peer) => {
    if (isThere(peer)) return peer.about && `${peer.name}: ${peer.about}\n`;
    return `${peer.name}: skipped, ${peer.reason}\n`;
  });
  for (const line of new Set(lines)) print(line);
  const there = found.filter(isThere);
  return chosen ? there : await bestThreads(there, job, signal);
}

function isThere(peer: Contestant | Absence): peer is Contestant {
  return "command" in peer;
}

/** A library with its number of threads. */
function titleOf({ name, threads }: Contestant): string {
  return `${name}, ${threads} thread${threads === 1 ? "" : "s"}`;
}

/** All runs of those that got through every round. */
async function runRounds(
  contestants: readonly Contestant[],
  job: Job,
  rounds: number,
  signal: AbortSignal,
): Promise<Run[]> {
  const runs: Run[] = [], out = new Set<number>();
  for (let round = 1; round <= rounds; round++) {
    print(`\nround ${round} of ${rounds}\n`);
    const order = [...contestants.keys()].filter((i) => !out.has(i));
    // There and back again, so that a machine that slows down slows nobody down in particular.
    if (round % 2 === 0) order.reverse();
    for (const contestant of order) {
      const title = titleOf(contestants[contestant]);
      try {
        const result = await runJob(contestants[contestant], job, signal);
        const { seconds, extrapolatedFrom } = epochTime(result, job.steps);
        print(`  ${title}: ${extrapolatedFrom ? "≈ " : ""}${seconds.toPrecision(3)} s (${result.version})\n`);
        runs.push({ round, contestant, result });
      } catch (error) {
        if (!(error instanceof PeerError)) throw error;
        if (contestants[contestant].name === "Chainrule") {
          throw new PeerError(`Cannot run Chainrule: ${error.message}`);
        }
        print(`  ${title}: skipped, ${error.message}\n`);
        out.add(contestant);
      }
    }
  }
  return runs.filter(({ contestant }) => !out.has(contestant));
}
