/** `deno task experiment`.
 * @module
 */
import { parseInvocation } from "./cli/experiment/invocation.ts";
import { EXPERIMENT_GUIDE } from "./cli/experiment/options.ts";
import { helpOf } from "./cli/help.ts";
import { type Io, processIo } from "./cli/io.ts";
import { runCommand } from "./cli/run_command.ts";

/** A signal that comes so many milliseconds after the first is the same one. */
const SAME_SIGNAL = 500;

/**
 * The command.
 *
 * @param words Those after `deno task experiment`.
 * @returns The exit code: 0 done, 1 data, disk or a run failed, 2 wrong command line, 75 not done, run it again, 130 interrupted.
 */
export function main(words: readonly string[], io: Io): Promise<number> {
  return runCommand(
    {
      parse: parseInvocation,
      help: () => helpOf(EXPERIMENT_GUIDE),
      act: async (invocation) => {
        // Only now is it worth waiting for everything else.
        const { experiment } = await import("./cli/experiment/experiment.ts");
        return await experiment(invocation, io);
      },
    },
    words,
    io,
  );
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
  const code = await main(Deno.args, processIo(controller.signal));
  for (const remove of listeners) remove();
  // A download that was interrupted would keep the process going.
  Deno.exit(code);
}
