import { interruptedCode } from "./interrupt.ts";

/** A signal that comes so many milliseconds after the first is the same one, from the terminal or the cluster and passed on by `deno task`. */
const SAME = 500;

/** What to do when a signal comes: at the first `interrupt`, which keeps everything, at any later one `exit`, which does not wait. */
export function onSignals(
  { interrupt, exit, now }: {
    interrupt: (signal: Deno.Signal) => void;
    exit: (code: number) => void;
    now: () => number;
  },
): (signal: Deno.Signal) => void {
  let first = Infinity;
  return (signal) => {
    if (now() - first > SAME) exit(interruptedCode({ reason: signal }));
    first = Math.min(first, now());
    interrupt(signal);
  };
}
