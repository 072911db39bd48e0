/** Browsers other than Chromium, driven by what the W3C has for it.
 * @module
 */

/** A browser with one page. */
export interface Driver extends AsyncDisposable {
  /** Its name and version. */
  readonly name: string;
  goto(address: string): Promise<void>;
  /** The value of an expression, awaited. */
  evaluate<T>(expression: string): Promise<T>;
  /** Draws a line with the pointer, from point to point. */
  drag(points: readonly (readonly [x: number, y: number])[]): Promise<void>;
  /** What the page has complained of, as far as the browser tells. */
  readonly errors: readonly string[];
}

/** The pointer's actions, as WebDriver has them. */
export function pointer(points: readonly (readonly [number, number])[]) {
  const moves = points.map(([x, y], i) => ({
    type: "pointerMove",
    x: Math.round(x),
    y: Math.round(y),
    duration: i === 0 ? 0 : 20,
  }));
  const [first, ...others] = moves, down = { type: "pointerDown", button: 0 };
  const actions = [first, down, ...others, { type: "pointerUp", button: 0 }];
  return [{ type: "pointer", id: "mouse", parameters: { pointerType: "mouse" }, actions }];
}

/** A port that nobody has. */
export function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}

/** Does something again until it works. */
export async function patiently<T>(work: () => Promise<T>, seconds = 60): Promise<T> {
  for (let i = 0;; i++) {
    try {
      return await work();
    } catch (error) {
      if (i === 10 * seconds) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

/** Starts a program; undefined if it is not there. */
export function spawn(
  program: string,
  args: readonly string[],
  env: Record<string, string> = {},
): Deno.ChildProcess | undefined {
  try {
    return new Deno.Command(program, { args: [...args], env, stdout: "null", stderr: "null" }).spawn();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

export async function end(process: Deno.ChildProcess): Promise<void> {
  try {
    process.kill();
  } catch { /* it has ended by itself */ }
  await process.status;
}
