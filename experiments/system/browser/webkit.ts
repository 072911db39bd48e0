/** WebKitGTK, the nearest to Safari that Linux has, by WebDriver.
 * @module
 */
import { type Driver, end, freePort, patiently, pointer, spawn } from "./driver.ts";

/** What it has of its own; undefined if its driver is not there, or nothing to show a window on. It does not tell what pages complain of. */
export async function startWebKit([width, height]: readonly [number, number]): Promise<Driver | undefined> {
  if (!Deno.env.has("DISPLAY") && !Deno.env.has("WAYLAND_DISPLAY")) return undefined;
  const port = freePort(), process = spawn("WebKitWebDriver", [`--port=${port}`]);
  if (!process) return undefined;
  const send = async (method: string, path: string, body?: unknown) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const { value } = await response.json();
    if (!response.ok) throw new Error(`${value.error}: ${value.message}`);
    return value;
  };
  await patiently(() => send("GET", "/status"));
  const { sessionId, capabilities } = await send("POST", "/session", { capabilities: {} });
  const at = (command: string) => `/session/${sessionId}/${command}`;
  await send("POST", at("window/rect"), { width, height });
  return {
    name: `WebKitGTK ${capabilities.browserVersion}`,
    errors: [],
    goto: (url) => send("POST", at("url"), { url }),
    async evaluate(expression) {
      const script = `return Promise.resolve(${expression}).then((value) => JSON.stringify(value ?? null))`;
      return JSON.parse(await send("POST", at("execute/sync"), { script, args: [] }));
    },
    drag: (points) => send("POST", at("actions"), { actions: pointer(points) }),
    async [Symbol.asyncDispose]() {
      await send("DELETE", `/session/${sessionId}`).catch(() => {});
      await end(process);
    },
  };
}
