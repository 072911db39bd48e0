import { assert, assertEquals } from "@std/assert";
import { warning } from "./warning.ts";

Deno.test("a warning fits the screen and stands out there, and elsewhere is a line that can be searched for", () => {
  const message = "one two three ".repeat(20).trim(), text = warning(message, false, 80);
  const lines = text.split("\n");
  assert(lines.length > 4 && lines.every((line) => line.length <= 80), text);
  assert(lines[0].startsWith("WARNING: one") && lines[1].startsWith("         "));
  assertEquals(warning(message, false), `WARNING: ${message}\n\n`);
  assertEquals(warning("a", true), "\x1b[1;33mWARNING: a\x1b[0m\n\n");
});
