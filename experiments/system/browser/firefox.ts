/** Firefox, by WebDriver BiDi, which it speaks itself.
 * @module
 */
import { type Driver, end, freePort, patiently, pointer, spawn } from "./driver.ts";

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
