/**
 * Does something with each item, in order, up to `count` at a time. After a failure or when `signal` is aborted no more are begun;
 * those that were begun come to their end first.
 *
 * @param work Gets a signal that is aborted if `signal` is, or if another item fails.
 * @throws What the first failure threw.
 */
export async function sideBySide<T>(
  items: readonly T[],
  count: number,
  signal: AbortSignal | undefined,
  work: (item: T, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const failed = new AbortController();
  const either = signal ? AbortSignal.any([signal, failed.signal]) : failed.signal;
  let next = 0, failure: { readonly error: unknown } | undefined;
  const worker = async () => {
    while (next < items.length && !either.aborted) {
      try {
        await work(items[next++], either);
      } catch (error) {
        failure ??= { error };
        failed.abort();
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(count, items.length) }, worker));
  if (failure) throw failure.error;
}
