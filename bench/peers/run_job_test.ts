import { assertEquals } from "@std/assert";
import { readResult, reason } from "./run_job.ts";

Deno.test("readResult: the last line, whatever a library printed before it", () => {
  const result = { version: "1", laps: [{ steps: 1, seconds: 2 }], losses: [0.5] };
  assertEquals(readResult(`====\nWelcome!\n${JSON.stringify(result)}\n`), result);
  assertEquals(readResult("====\nWelcome!\n"), undefined);
  assertEquals(readResult(""), undefined);
});

Deno.test("reason: the line that says what went wrong", () => {
  const deno =
    "error: Uncaught (in promise) TypeError: Failed caching npm package\n    0: refused\n    at a.mjs:1:1";
  assertEquals(reason(deno), "Failed caching npm package");
  const python = "Traceback (most recent call last):\n  File a.py\nMemoryError: too large\n";
  assertEquals(reason(python), "MemoryError: too large");
  assertEquals(reason(""), "it failed");
});
