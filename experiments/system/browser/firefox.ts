/** Firefox, by WebDriver BiDi, which it speaks itself.
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
function pointer(points: readonly (readonly [number, number])[]) {
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
function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}

/** Does something again until it works. */
async function patiently<T>(work: () => Promise<T>, seconds = 60): Promise<T> {
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
function spawn(
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

async function end(process: Deno.ChildProcess): Promise<void> {
  try {
    process.kill();
  } catch { /* it has ended by itself */ }
  await process.status;
}

/** Where Firefox is called for. */
const NAMES = ["firefox", "firefox-esr", "/Applications/Firefox.app/Contents/MacOS/firefox"];

/** Firefox; undefined if there is none. */
export async function startFirefox(
  [width, height]: readonly [number, number],
): Promise<Driver | undefined> {
  const port = freePort(), profile = await Deno.makeTempDir();
  const words = [
    "--headless",
    "--no-remote",
    "--profile",
    profile,
    `--remote-debugging-port=${port}`,
    "about:blank",
  ];
  const named = Deno.env.get("FIREFOX_PATH");
  let process: Deno.ChildProcess | undefined;
  for (const program of named ? [named] : NAMES) process ??= spawn(program, words, { HOME: profile });
  if (!process) {
    await Deno.remove(profile, { recursive: true });
    return undefined;
  }
  const started = process;
  const socket = await patiently(() =>
    new Promise<WebSocket>((resolve, reject) => {
      const socket = new WebSocket(`ws://127.0.0.1:${port}/session`);
      socket.onopen = () => resolve(socket);
      socket.onerror = () => reject(new Error("Cannot reach Firefox"));
    })
  );
  const waiting = new Map<number, PromiseWithResolvers<Record<string, unknown>>>(), errors: string[] = [];
  socket.onmessage = ({ data }) => {
    const { id, result, error, message, method, params } = JSON.parse(data);
    if (method === "log.entryAdded" && ["error", "warn"].includes(params.level)) errors.push(params.text);
    const asked = waiting.get(id);
    if (error) asked?.reject(new Error(`${error}: ${message}`));
    else asked?.resolve(result);
  };
  let last = 0;
  // deno-lint-ignore no-explicit-any
  const send = (method: string, params: Record<string, unknown>): Promise<any> => {
    const answer = Promise.withResolvers<Record<string, unknown>>();
    waiting.set(++last, answer);
    socket.send(JSON.stringify({ id: last, method, params }));
    return answer.promise;
  };
  const { capabilities } = await send("session.new", { capabilities: {} });
  await send("session.subscribe", { events: ["log.entryAdded"] });
  const { contexts: [{ context }] } = await send("browsingContext.getTree", {});
  await send("browsingContext.setViewport", { context, viewport: { width, height } });
  return {
    name: `Firefox ${capabilities.browserVersion}`,
    errors,
    goto: (url) => send("browsingContext.navigate", { context, url, wait: "complete" }),
    async evaluate(expression) {
      const { result, exceptionDetails } = await send("script.evaluate", {
        expression: `Promise.resolve(${expression}).then((value) => JSON.stringify(value ?? null))`,
        target: { context },
        awaitPromise: true,
      });
      if (exceptionDetails) throw new Error(exceptionDetails.text);
      return JSON.parse(result.value);
    },
    drag: (points) => send("input.performActions", { context, actions: pointer(points) }),
    async [Symbol.asyncDispose]() {
      socket.close();
      await end(started);
      await Deno.remove(profile, { recursive: true });
    },
  };
}
