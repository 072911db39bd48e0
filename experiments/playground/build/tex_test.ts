import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { withMath } from "./tex.ts";

Deno.test("tex: formulas become MathML, in a line or on their own", () => {
  const html = withMath("<p>$a &lt; b$ and $$c_k$$</p>");
  assertEquals(html.match(/<math/g)?.length, 2);
  assertStringIncludes(html, "<mo>&lt;</mo>");
  assertStringIncludes(html, `<span class="display"`);
  assertEquals(html.includes("$"), false);
  assertThrows(() => withMath("$\\frac{1$"));
});
