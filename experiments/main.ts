/** `deno task experiment`.
 * @module
 */
import type { Invocation } from "./cli/experiment/invocation.ts";
import { onSignals } from "./cli/experiment/signals.ts";
import { type Io, processIo } from "./cli/io.ts";
import { goOffline } from "./cli/offline.ts";
import { runCommand } from "./cli/run_command.ts";

// What has npm modules in it is imported once the network is given up.

/** The command: of the words after `deno task experiment` it makes the exit code, as the help has it. */
export async function main(words: readonly string[], io: Io): Promise<number> {
  const { parseInvocation: parse } = await import("./cli/experiment/invocation.ts");
  const { EXPERIMENT_GUIDE: guide } = await import("./cli/experiment/guides.ts");
  const act = async (invocation: Invocation) => {
    // Only now is it worth waiting for everything else.
    const { experiment } = await import("./cli/experiment/experiment.ts");
    return await experiment(invocation, io);
  };
  return await runCommand({ guide, parse, act }, words, io);
}

if (import.meta.main) {
  const downloads = goOffline(), controller = new AbortController();
  // Libraries lie in a folder that may be written to.
  if (!Deno.args.some((word) => word.startsWith("--native"))) Deno.permissions.revokeSync({ name: "ffi" });
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
  const io = processIo({ interrupt: controller.signal, downloads }), code = await main(Deno.args, io);
  for (const remove of listeners) remove();
  // A download that was interrupted would keep the process going.
  await io.exit(code);
}
