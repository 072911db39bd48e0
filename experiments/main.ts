/** `deno task experiment`.
 * @module
 */
import { help } from "./cli/help.ts";
import { type Io, processIo } from "./cli/io.ts";
import { parseOptions } from "./cli/options.ts";
import { UsageError } from "./study/usage_error.ts";

/** The errors that say themselves what is wrong. Of any other the stack is of interest. */
const PLAIN = [
  ...["BlasError", "DataError", "DataUnavailableError", "GapError", "MemoryError", "OutputError", "RunError"],
];

/** A signal that comes so many milliseconds after the first is the same one. */
const SAME_SIGNAL = 500;

/**
 * The command.
 *
 * @param args The words after `deno task experiment`.
 * @returns The exit code: 0 done, 1 data, disk or a run failed, 2 wrong command line, 75 not done, run it again, 130 interrupted.
 */
export async function main(args: readonly string[], io: Io): Promise<number> {
  try {
    const invocation = parseOptions(args);
    if (invocation === "help") {
      io.out(help());
      return 0;
    }
    // Only now is it worth waiting for everything else.
    const { experiment } = await import("./cli/experiment/experiment.ts");
    return await experiment(invocation, args, io);
  } catch (error) {
    if (error instanceof UsageError) {
      io.error(error.message + "\n");
      return 2;
    }
    const plain = error instanceof Error &&
      (PLAIN.includes(error.name) || error instanceof Deno.errors.NotCapable);
    io.error(
      (plain ? error.message : error instanceof Error ? error.stack ?? error.message : String(error)) + "\n",
    );
    return 1;
  }
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
