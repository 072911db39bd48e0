import { assertEquals, assertMatch } from "@std/assert";
import { codeVersion, MODULES } from "./code_version.ts";

Deno.test("the version has a number and digits of what the code says", async () => {
  assertMatch(await codeVersion(), /^\d+\.\d+\.\d+\+[0-9a-f]{12}$/);
  assertEquals(await codeVersion(), await codeVersion());
});

Deno.test("it covers every module of this package that a training runs", async () => {
  const seen = new Set<string>();
  const visit = async (module: URL) => {
    if (seen.has(module.href)) return;
    seen.add(module.href);
    const text = await Deno.readTextFile(module);
    for (const [, from] of text.matchAll(/^import (?!type\b)[^;]*? from "(\.[^"]+)";/gm)) {
      await visit(new URL(from, module));
    }
  };
  await visit(new URL("../training/train.ts", import.meta.url));
  const names = [...seen].map((href) => href.split("/").at(-1)).sort();
  assertEquals(names, [...MODULES].sort());
});
