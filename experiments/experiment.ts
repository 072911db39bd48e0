/** What the command does once its options are read.
 * @module
 */
import { startThreads } from "@chainrule/core";
import { useBlas } from "@chainrule/core/blas";
import { openDataset } from "./dataset.ts";
import { wrap } from "./format.ts";
import type { Io } from "./io.ts";
import type { Invocation } from "./options.ts";
import { outcome } from "./outcome.ts";
import { Progress } from "./progress.ts";
import { runStudy } from "./run_study.ts";

/** More share too little work in the networks of the studies. */
const MOST_THREADS = 8;

/**
 * Runs studies and shows them, with as many threads and the BLAS library that were asked for.
 *
 * @param args The command line, to be noted with the results.
 * @returns The exit code.
 */
export async function experiment(invocation: Invocation, args: readonly string[], io: Io): Promise<number> {
  const blas = invocation.blas === undefined ? undefined : useBlas(invocation.blas);
  const threads = await startThreads(
    invocation.threads ?? Math.min(navigator.hardwareConcurrency, MOST_THREADS),
  );
  try {
    return await runAll(invocation, args, io);
  } finally {
    threads.stop();
    blas?.stop();
  }
}

async function runAll(invocation: Invocation, args: readonly string[], io: Io): Promise<number> {
  const { asked, dataDir, out, logEvery, quiet } = invocation;
  const columns = quiet ? undefined : io.columns();
  const clear = columns === undefined ? "" : "\r\x1b[K";
  const opening = openDataset(asked[0].runs[0].configuration.dataset, {
    dir: dataDir,
    warn: (message) => io.error(clear + warning(message, io.color, columns)),
    progress: (message) => columns !== undefined && io.error(clear + message.slice(0, columns - 1)),
  });
  const data = await orInterrupt(opening, io.interrupt);
  io.error(clear);
  if (!data) return interruptedCode(io.interrupt);
  for (const [i, { study, ...choices }] of asked.entries()) {
    if (i > 0) io.out("\n");
    const result = await runStudy(study, {
      ...{ ...choices, data, logEvery, signal: io.interrupt },
      folder: `${out.replace(/\/+$/, "") || "/"}/${study.name}`,
      command: ["deno task experiment", ...args.map(shellQuote)].join(" "),
      reporter: quiet ? undefined : new Progress(io),
    });
    if (!quiet) io.error("\n");
    if (asked.length > 1) io.out(`${study.name}: ${study.title}\n\n`);
    io.out(outcome(result, io.outColumns()));
    if (!result.interrupted) continue;
    io.error(
      result.files.length > 0
        ? "\nInterrupted: the complete epochs were kept.\n"
        : "\nInterrupted before an epoch was complete: nothing was written.\n",
    );
    return interruptedCode(io.interrupt);
  }
  return 0;
}

/** 128 and the number of the signal, as shells have it. */
function interruptedCode({ reason }: AbortSignal): number {
  return reason === "SIGTERM" ? 143 : 130;
}

/** What a promise brings, or undefined if the interrupt comes first. */
function orInterrupt<T>(promise: Promise<T>, interrupt: AbortSignal): Promise<T | undefined> {
  if (interrupt.aborted) return Promise.resolve(undefined);
  return new Promise((resolve, reject) => {
    const stop = () => resolve(undefined);
    interrupt.addEventListener("abort", stop);
    promise.then(resolve, reject).finally(() => interrupt.removeEventListener("abort", stop));
  });
}

/** A warning that can't be overlooked. */
function warning(message: string, color: boolean, columns = 110): string {
  const lines = message.split("\n").flatMap((line) => wrap(line, columns - 10));
  const text = lines.map((line, i) => (i === 0 ? "WARNING: " : "         ") + line).join("\n");
  return (color ? `\x1b[1;33m${text}\x1b[0m` : text) + "\n\n";
}

/** A word of a command line as a shell would take it. */
function shellQuote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
