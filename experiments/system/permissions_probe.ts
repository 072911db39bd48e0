/** Tries what a command has no business with, and tells how each attempt ended. Run by `permissions_check.ts` with the flags of a task.
 * @module
 */

const [port] = Deno.args;

const attempts: Record<string, () => unknown> = {
  "fetch from this machine": () => fetch(`http://127.0.0.1:${port}/`),
  "fetch from elsewhere": () => fetch("https://example.com/"),
  "connect": () => Deno.connect({ hostname: "127.0.0.1", port: Number(port) }),
  "listen": () => Deno.listen({ hostname: "127.0.0.1", port: 0 }),
  "resolve a name": () => Deno.resolveDns("example.com", "A"),
  "import from elsewhere": () => import(`https://example.com/${port}.ts`),
  "run a program": () => new Deno.Command("sh", { args: ["-c", "true"] }).output(),
  "run Deno": () => new Deno.Command("deno").output(),
  "send a signal": () => Deno.kill(Deno.ppid, "SIGCONT"),
  "load a library": () => Deno.dlopen("libc.so.6", {}),
  "load a library of the checkout": () => Deno.dlopen("core/kernels/native/library.so", {}),
  "read a variable": () => Deno.env.get("PATH"),
  "set a variable": () => Deno.env.set("PATH", ""),
  "read all variables": () => Deno.env.toObject(),
  "ask about the system": () => Deno.systemMemoryInfo(),
};

const outcomes: Record<string, string> = {};
for (const [what, attempt] of Object.entries(attempts)) {
  try {
    await attempt();
    outcomes[what] = "done";
  } catch (error) {
    // What could not be imported is a TypeError that says so.
    const { name, message } = error as Error;
    outcomes[what] = /^Requires import access/.test(message) ? "NotCapable" : name;
  }
}
console.log(JSON.stringify(outcomes));
