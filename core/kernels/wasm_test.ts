import { assertEquals } from "@std/assert";
import { instantiate, loadModule, relaxed } from "./wasm.ts";

Deno.test("wasm: the engine runs the relaxed build exactly if it says so", async () => {
  const loads = await loadModule(true).then(instantiate).then(() => true, () => false);
  assertEquals(relaxed, loads);
});

Deno.test("wasm: both builds export the same functions", async () => {
  const strict = Object.keys(instantiate(await loadModule(false)));
  if (relaxed) assertEquals(Object.keys(instantiate(await loadModule(true))), strict);
});
