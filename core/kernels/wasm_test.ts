import { assertEquals } from "@std/assert";
import { instantiate, relaxed } from "./wasm.ts";

Deno.test("wasm: the engine runs the relaxed build exactly if it says so", async () => {
  const loads = await instantiate(true).then(() => true, () => false);
  assertEquals(relaxed, loads);
});

Deno.test("wasm: both builds export the same functions", async () => {
  const strict = Object.keys(await instantiate(false));
  if (relaxed) assertEquals(Object.keys(await instantiate(true)), strict);
});
