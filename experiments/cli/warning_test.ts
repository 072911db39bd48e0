import { assert, assertEquals } from "@std/assert";
import { warning } from "./warning.ts";

Deno.test("a warning fits 80 columns wherever it goes, and stands out on a terminal", () => {
  const text = warning("one two three ".repeat(20), false);
  const lines = text.split("\n");
  assert(lines.length > 4 && lines.every((line) => line.length <= 80), text);
  assert(lines[0].startsWith("WARNING: one") && lines[1].startsWith("         "));
  assertEquals(warning("a", true), "\x1b[1;33mWARNING: a\x1b[0m\n\n");
});
