import { assertEquals } from "@std/assert";
import { embed } from "./embed.ts";
import { decodeByHand, instantiate, loadModule, relaxed } from "./wasm.ts";
import { base64 as strictBytes } from "./wasm_strict.ts";

/** Whether a function returns. */
function returns(action: () => unknown): boolean {
  try {
    action();
    return true;
  } catch {
    return false;
  }
}

Deno.test("wasm: the engine runs the relaxed build exactly if it says so", () => {
  assertEquals(relaxed, returns(() => instantiate(loadModule(true))));
});

Deno.test("wasm: both builds export the same functions", () => {
  const strict = Object.keys(instantiate(loadModule(false)));
  if (relaxed) assertEquals(Object.keys(instantiate(loadModule(true))), strict);
});

Deno.test("wasm: bytes survive their way through the source of a module", async () => {
  const bytes = Uint8Array.from({ length: 1000 }, (_, i) => i * 7 % 256);
  for (const length of [0, 1, 2, 3, 4, 1000]) {
    const some = bytes.subarray(0, length);
    const module = `data:text/typescript,${encodeURIComponent(embed("Some bytes", some))}`;
    const { base64 } = await import(module);
    assertEquals(decodeByHand(base64), some);
  }
});

Deno.test("wasm: where the engine can't decode base64, it is done by hand", () => {
  const native = Uint8Array.fromBase64(strictBytes);
  assertEquals(decodeByHand(strictBytes), native);
  assertEquals(Array.from(native.subarray(0, 4)), [0, 97, 115, 109]);
});
