import { OutputError } from "../../storage/output_error.ts";
import { LiveReport } from "./live_report.ts";
import { respond } from "./respond.ts";

/**
 * Serves the report of folders of results to this machine, and keeps it up to date until it is told to stop.
 *
 * @throws {OutputError} If the port is taken.
 */
export async function serveReport(folders: readonly string[], { port, command, signal, onListen, warn }: {
  /** 0 for any that is free. */
  port: number;
  command: string;
  signal: AbortSignal;
  /** Told where it is served. */
  onListen: (address: string) => void;
  /** Told of what keeps it from being up to date. */
  warn: (message: string) => void;
}): Promise<void> {
  const report = new LiveReport(folders, { command, warn });
  await report.look();
  let server: Deno.HttpServer<Deno.NetAddr>;
  try {
    server = Deno.serve({
      hostname: "127.0.0.1",
      port,
      onListen: ({ port }) => onListen(`http://127.0.0.1:${port}/`),
    }, (request) => respond(request, report, server.addr.port));
  } catch (error) {
    if (!(error instanceof Deno.errors.AddrInUse)) throw error;
    throw new OutputError(
      `Cannot serve at port ${port}: something else does; want another --port, or 0 for any`,
    );
  }
  await report.watch(signal);
  // Pages that are open would keep it going.
  await Promise.race([server.shutdown(), new Promise((resolve) => setTimeout(resolve, 200))]);
}
