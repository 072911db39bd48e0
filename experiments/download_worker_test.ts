/** The thread that downloads, with a folder in place of the network. */
import { loadMnist, type MnistName } from "@chainrule/data";
import { assert, assertEquals } from "@std/assert";
import { variable } from "./study/variable.ts";
import type { Told } from "./training/downloads.ts";

/** What the thread says last to a name. */
async function ask(name: string): Promise<Told> {
  const worker = new Worker(new URL("./download_worker.ts", import.meta.url), { type: "module" });
  try {
    return await new Promise((resolve, reject) => {
      worker.onmessage = ({ data: told }: MessageEvent<Told>) => "progress" in told || resolve(told);
      worker.onerror = ({ message }) => reject(new Error(message));
      worker.postMessage(name);
    });
  } finally {
    worker.terminate();
  }
}

Deno.test({
  name: "what another thread has loaded is what would have been loaded here (with MNIST_DIR set)",
  ignore: variable("MNIST_DIR") === undefined,
  async fn() {
    const told = await ask("mnist" satisfies MnistName);
    assert("loaded" in told, "it has failed");
    assertEquals(told.loaded, await loadMnist());
  },
});

Deno.test("no addresses are asked for, only names", async () => {
  for (const name of ["https://example.com/", "../mnist", "__proto__"]) {
    const told = await ask(name);
    assert("failed" in told, JSON.stringify(told));
    assertEquals(told.failed.name, "RangeError");
  }
});
