/** `deno task experiment`.
 * @module
 */
import { type Invocation, parseInvocation } from "./cli/experiment/invocation.ts";
import { EXPERIMENT_GUIDE } from "./cli/experiment/guides.ts";
import { onSignals } from "./cli/experiment/signals.ts";
import { type Io, processIo } from "./cli/io.ts";
import { runCommand } from "./cli/run_command.ts";

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
  const come = onSignals({
    interrupt: (signal) => controller.abort(signal),
    exit: (code) => Deno.exit(code),
    now: () => performance.now(),
  });
  const listeners = signals.map((signal) => {
    const listener = () => come(signal);
    Deno.addSignalListener(signal, listener);
    return () => Deno.removeSignalListener(signal, listener);
  });
  const io = processIo(controller.signal), code = await main(Deno.args, io);
  for (const remove of listeners) remove();
  // A download that was interrupted would keep the process going.
  await io.exit(code);
}
