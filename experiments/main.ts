/** `deno task experiment`.
 * @module
 */
import { type Invocation, parseInvocation } from "./cli/experiment/invocation.ts";
import { EXPERIMENT_GUIDE } from "./cli/experiment/options.ts";
import { type Io, processIo } from "./cli/io.ts";
import { runCommand } from "./cli/run_command.ts";

/** A signal that comes so many milliseconds after the first is the same one. */
const SAME_SIGNAL = 500;

/** The command: of the words after `deno task experiment` it makes the exit code, as the help has it. */
export function main(words: readonly string[], io: Io): Promise<number> {
  const act = async (invocation: Invocation) => {
    // Only now is it worth waiting for everything else.
    const { experiment } = await import("./cli/experiment/experiment.ts");
    return await experiment(invocation, io);
  };
  return runCommand({ guide: EXPERIMENT_GUIDE, parse: parseInvocation, act }, words, io);
}

if (import.meta.main) {
  const controller = new AbortController();
  const signals = Deno.build.os === "windows" ? ["SIGINT"] as const : ["SIGINT", "SIGTERM"] as const;
  let first = Infinity;
  const listeners = signals.map((signal) => {
    const listener = () => {
      // One signal may come twice, from the terminal or the cluster and passed on by `deno task`.
      const again = performance.now() - first > SAME_SIGNAL;
      if (signal === "SIGINT" && again) Deno.exit(130);
      first = Math.min(first, performance.now());
      controller.abort(signal);
    };
    Deno.addSignalListener(signal, listener);
    return () => Deno.removeSignalListener(signal, listener);
  });
  const io = processIo(controller.signal), code = await main(Deno.args, io);
  for (const remove of listeners) remove();
  // A download that was interrupted would keep the process going.
  await io.exit(code);
}
