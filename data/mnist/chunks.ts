/** The chunks of a stream.
 * @module
 */

/** The chunks of a stream, one after the other. Not all browsers can loop over the stream itself. */
export async function* chunksOf<T>(stream: ReadableStream<T>): AsyncGenerator<T> {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    // Whoever has seen enough wants no more; a stream that has ended, or failed, does not care.
    await reader.cancel().catch(() => {});
  }
}
