/** Commands that end before their time.
 * @module
 */

/** The exit code for "not done, run it again": `EX_TEMPFAIL` of sysexits.h. */
export const AGAIN = 75;

/** 128 and the number of the signal, as shells have it; of SIGTERM, which clusters send, what says "again". */
export function interruptedCode({ reason }: Pick<AbortSignal, "reason">): number {
  return reason === "SIGTERM" ? AGAIN : 130;
}

/** What a promise brings, or undefined if the interrupt comes first. */
export function orInterrupt<T>(promise: Promise<T>, interrupt: AbortSignal): Promise<T | undefined> {
  const { promise: interrupted, resolve } = Promise.withResolvers<undefined>();
  if (interrupt.aborted) resolve(undefined);
  interrupt.addEventListener("abort", () => resolve(undefined), { once: true });
  return Promise.race([interrupted, promise]);
}
