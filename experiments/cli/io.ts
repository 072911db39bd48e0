import { Output, OUTPUT_LOST } from "./output.ts";
import type { Downloads } from "./offline.ts";
import { variable } from "../study/variable.ts";

/** Where a command writes, and what interrupts it. A test brings its own. */
export interface Io {
  /** Writes results. */
  out(text: string): void;
  /** Writes progress and errors. */
  error(text: string): void;
  /** The width of the terminal that `error` goes to; undefined if it is none. */
  columns(): number | undefined;
  /** The width of the terminal that `out` goes to; undefined if it is none. */
  outColumns(): number | undefined;
  /** Whether colours are wanted. */
  readonly color: boolean;
  /** Milliseconds of a clock that only goes forward. */
  now(): number;
  /** What downloads for this command, which has no network itself. Unless it is given, whoever has one may use it. */
  readonly downloads?: Downloads;
  /** Aborted when the command should end early; the reason is the name of the signal. */
  readonly interrupt: AbortSignal;
}

/** The streams of this process. */
export interface ProcessIo extends Io {
  /** Ends the process: with this code, or the one for output that was lost where it would be 0. */
  exit(code: number): Promise<never>;
}

export function processIo(
  { interrupt = new AbortController().signal, downloads }: Partial<Pick<Io, "interrupt" | "downloads">> = {},
): ProcessIo {
  const [out, error] = [Deno.stdout, Deno.stderr].map((stream) => new Output(stream));
  return {
    exit: async (code) => {
      const arrived = await Promise.all([out.end(), error.end()]);
      Deno.exit(code || (arrived.every(Boolean) ? 0 : OUTPUT_LOST));
    },
    out: (text) => out.write(text),
    error: (text) => error.write(text),
    columns: () => isDumb() ? undefined : width(Deno.stderr),
    outColumns: () => width(Deno.stdout) ?? 80, // in a pipe somebody will read it, too
    color: Deno.stderr.isTerminal() && !Deno.noColor && !isDumb(),
    now: () => performance.now(),
    interrupt,
    downloads,
  };
}

/** Whether the terminal says of itself that it knows no escape codes: then it is written to like a file. */
function isDumb(): boolean {
  return variable("TERM") === "dumb";
}

function width(stream: typeof Deno.stderr): number | undefined {
  if (!stream.isTerminal()) return undefined;
  try {
    return Deno.consoleSize().columns || 80; // a terminal that does not know its width says 0
  } catch {
    return 80;
  }
}
