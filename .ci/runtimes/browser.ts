/** Chromium, which opens one page and is gone.
 * @module
 */

/** The headers that isolate a page from other origins, so that its threads may share memory. */
const ISOLATION = {
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
};

/**
 * Opens a page that runs a script, and returns what it posts to `result`.
 *
 * @param script The path of the script.
 * @param folder Compressed files, which the page finds under `small/`, and as if they were compressed for the way under `encoded/`.
 * @param isolated Whether it is isolated.
 */
export async function openPage(
  chromium: string,
  script: string,
  folder: string,
  isolated: boolean,
): Promise<string> {
  await Deno.stat(script); // else the page would have nothing to say, ever
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const served: Record<string, { path: string; headers: Record<string, string> }> = {
    "/script.js": { path: script, headers: { "content-type": "text/javascript" } },
  };
  for await (const { name } of Deno.readDir(folder)) {
    const path = `${folder}/${name}`, type = { "content-type": "application/octet-stream" };
    served[`/small/${name}`] = { path, headers: type };
    served[`/encoded/${name}`] = { path, headers: { ...type, "content-encoding": "gzip" } };
  }
  const page =
    `<!doctype html><link rel="icon" href="data:,"><script type="module" src="script.js"></script>`;
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, async (request) => {
    const { pathname } = new URL(request.url), headers = isolated ? ISOLATION : {};
    if (pathname === "/result") {
      resolve(await request.text());
      return new Response(null, { status: 204 });
    }
    if (pathname === "/") return new Response(page, { headers: { ...headers, "content-type": "text/html" } });
    if (!Object.hasOwn(served, pathname)) return new Response(null, { status: 404 });
    const file = served[pathname];
    return new Response(await Deno.readFile(file.path), { headers: { ...headers, ...file.headers } });
  });
  const profile = await Deno.makeTempDir({ prefix: "chainrule_chromium_" });
  const quiet = ["gpu", "background-networking", "component-update", "sync", "dev-shm-usage"];
  const browser = new Deno.Command(chromium, {
    args: [
      "--headless",
      "--no-sandbox",
      "--no-first-run",
      `--user-data-dir=${profile}`,
      ...quiet.map((name) => `--disable-${name}`),
      `http://127.0.0.1:${server.addr.port}/`,
    ],
    stdout: "null",
    stderr: "null",
  }).spawn();
  const timer = setTimeout(
    () => reject(new Error("Cannot train in Chromium: no answer in a minute")),
    60_000,
  );
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    browser.kill("SIGKILL");
    await browser.status;
    await server.shutdown();
    // What the browser started may still write to it for a moment.
    await Deno.remove(profile, { recursive: true }).catch(() => {});
  }
}
