/** Text on its way to a stream that may be full, slow or gone.
 * @module
 */

/** The exit code of a command that has done everything, but could not say so: `EX_IOERR` of sysexits.h. */
export const OUTPUT_LOST = 74;

/** So many bytes wait for a reader that is slow. */
const MOST_WAITING = 65_536;

/** The milliseconds from try to try, and those after which it is the end. */
const TRY_EVERY = 20, PATIENCE = 2000;

/** Writes to a stream, and never fails: whatever happens to a stream, files are written all the same. */
export class Output {
  readonly #stream: { writeSync(bytes: Uint8Array): number };
  readonly #waiting: Uint8Array[] = [];
  #bytes = 0;
  #lost = false;

  constructor(stream: { writeSync(bytes: Uint8Array): number }) {
    this.#stream = stream;
  }

  write(text: string): void {
    const bytes = new TextEncoder().encode(text);
    this.#flush();
    if (this.#bytes > 0 && this.#bytes + bytes.length > MOST_WAITING) return void (this.#lost = true);
    this.#waiting.push(bytes);
    this.#bytes += bytes.length;
    this.#flush();
  }

  /** Waits a moment for a reader that is slow, and tells whether all that was written has arrived, or nobody wants it. */
  async end(): Promise<boolean> {
    for (let waited = 0; waited < PATIENCE; waited += TRY_EVERY) {
      this.#flush();
      if (this.#bytes === 0) return !this.#lost;
      await new Promise((resolve) => setTimeout(resolve, TRY_EVERY));
    }
    return false;
  }

  #flush(): void {
    try {
      for (let [bytes] = this.#waiting; bytes; [bytes] = this.#waiting) {
        const count = this.#stream.writeSync(bytes);
        this.#bytes -= count;
        if (count === bytes.length) this.#waiting.shift();
        else this.#waiting[0] = bytes.subarray(count);
      }
    } catch (error) {
      if (error instanceof Deno.errors.WouldBlock) return;
      // Nobody reads on: that is a way to say that it is enough.
      if (!(error instanceof Deno.errors.BrokenPipe)) this.#lost = true;
      this.#waiting.length = this.#bytes = 0;
    }
  }
}
