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
  /** Aborted when the command should end early; the reason is the name of the signal. */
  readonly interrupt: AbortSignal;
}

/** The streams of this process. */
export function processIo(interrupt: AbortSignal): Io {
  const encoder = new TextEncoder();
  const write = (stream: typeof Deno.stdout, text: string) => {
    const bytes = encoder.encode(text);
    try {
      for (let start = 0; start < bytes.length;) start += stream.writeSync(bytes.subarray(start));
    } catch (error) {
      if (!(error instanceof Deno.errors.BrokenPipe)) throw error; // nobody reads on: files are still written
    }
  };
  return {
    out: (text) => write(Deno.stdout, text),
    error: (text) => write(Deno.stderr, text),
    columns: () => width(Deno.stderr),
    outColumns: () => width(Deno.stdout),
    color: Deno.stderr.isTerminal() && !Deno.noColor,
    now: () => performance.now(),
    interrupt,
  };
}

function width(stream: typeof Deno.stderr): number | undefined {
  if (!stream.isTerminal()) return undefined;
  try {
    return Deno.consoleSize().columns || 80; // a terminal that does not know its width says 0
  } catch {
    return 80;
  }
}
