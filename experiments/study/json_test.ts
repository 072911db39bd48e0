import { assertEquals } from "@std/assert";
import { fromJson, fromPlain, toJson, toPlain } from "./json.ts";

Deno.test("json: numbers that are not finite come back, and no other text becomes anything", () => {
  const value = {
    numbers: [NaN, Infinity, -Infinity, 0, 1.5],
    texts: ["toString", "constructor", "__proto__", ""],
  };
  assertEquals(fromJson(toJson(value)), value);
  assertEquals(fromPlain(toPlain(value)), value);
});
