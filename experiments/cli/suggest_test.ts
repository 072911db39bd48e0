import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { ACTIVATIONS } from "../study/configuration.ts";
import { nearest } from "./suggest.ts";
import { quote } from "../study/format.ts";

Deno.test("a name with one slip of the pen is recognised", () => {
  const long = ACTIVATIONS.filter((name) => name.length > 4); // gelu, relu, silu, selu and elu are too much alike
  fc.assert(
    fc.property(fc.constantFrom(...long), fc.nat(), fc.constantFrom("", "x", "é"), (name, at, letter) => {
      const i = at % name.length;
      assertEquals(nearest(name.slice(0, i) + letter + name.slice(i + 1), ACTIVATIONS), name);
    }),
  );
  assertEquals(nearest("HARD_SWISH", ACTIVATIONS), "hard-swish");
});

Deno.test("an endless text takes no time", () => {
  assertEquals(ACTIVATIONS.includes(nearest("x".repeat(1e6), ACTIVATIONS) as "tanh"), true);
});

Deno.test("quotes are short and on one line", () => {
  assertEquals(quote("a\nb"), '"a\\nb"');
  assertEquals(quote("x".repeat(1000)).length, 43);
});
