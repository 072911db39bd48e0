import { assertEquals } from "@std/assert";
import { threadCounts } from "./threads.ts";

Deno.test("threadCounts: powers of two, and all cores", () => {
  assertEquals(threadCounts(1), [1]);
  assertEquals(threadCounts(2), [1, 2]);
  assertEquals(threadCounts(6), [1, 2, 4, 6]);
});
