import type { Io } from "./io.ts";

/** An {@linkcode Io} that remembers what was written. */
export function recordingIo(options: Partial<Io> = {}): Io & { outText: string; errorText: string } {
  const io = {
    outText: "",
    errorText: "",
    out: (text: string) => void (io.outText += text),
    error: (text: string) => void (io.errorText += text),
    columns: () => undefined,
    outColumns: () => undefined,
    color: false,
    now: () => performance.now(),
    interrupt: new AbortController().signal,
    ...options,
  };
  return io;
}
