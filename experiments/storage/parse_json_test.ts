import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { jsonIn, parseJson } from "./parse_json.ts";

Deno.test("what a JSON says is what JSON.parse makes of it, brackets and quotation marks in texts too", () => {
  const text = fc.string({ unit: fc.constantFrom('"', "\\", "[", "]", "{", "}", "a") });
  // No names with escapes: of `[{},{"a{":1,"\""` and so on V8 15.0 makes an object with the name of a backslash.
  const name = fc.string({ unit: fc.constantFrom("[", "]", "{", "}", "a") });
  fc.assert(fc.property(fc.array(fc.dictionary(name, text)), (value) => {
    for (const json of [JSON.stringify(value), JSON.stringify(value, null, 2)]) {
      assertEquals(parseJson(json), value);
    }
  }));
});

Deno.test("no text makes it fail in another way", () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('"', "\\", "[", "{", "}", ":", ",", "1") }), (text) => {
      let wanted: unknown;
      try {
        wanted = JSON.parse(text);
      } catch {
        assertThrows(() => parseJson(text), SyntaxError);
        return;
      }
      assertEquals(parseJson(text), wanted);
    }),
  );
});

Deno.test("what is made to take memory is refused before it takes any", () => {
  const nested = (depth: number) => "[".repeat(depth) + "]".repeat(depth);
  parseJson(nested(32));
  assertThrows(() => parseJson(nested(33)), SyntaxError, "nested more than 32 deep");
  assertThrows(() => parseJson(`["\\\\",${nested(32)}]`), SyntaxError, "nested more than 32 deep");
  assertThrows(() => parseJson(nested(1e6)), SyntaxError, "nested more than 32 deep");
  assertThrows(() => parseJson(`[${"{},".repeat(300_000)}1]`), SyntaxError, "nothing but brackets");
  parseJson(`[${"[1],".repeat(100_000)}1]`);
  parseJson(`["${"[".repeat(1e6)}"]`);
  parseJson(`[${'{"epoch":1,"loss":0.5},'.repeat(300_000)}1]`);
  assertEquals(jsonIn(new TextEncoder().encode("[")), undefined);
});
