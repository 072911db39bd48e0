import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { ACTIVATIONS } from "../study/choices.ts";
import { nearest } from "./suggest.ts";
import { quote } from "../study/format.ts";

Deno.test("a name with one slip of the pen is recognised", () => {
  // gelu, relu, silu, selu and elu are too much alike, and without its p a p-relu is another.
  const long = ACTIVATIONS.filter((name) => name.length > 4 && name !== "p-relu");
  fc.assert(
    fc.property(fc.constantFrom(...long), fc.nat(), fc.constantFrom("", "x", "é"), (name, at, letter) => {
      const i = at % name.length;
      assertEquals(nearest(name.slice(0, i) + letter + name.slice(i + 1), ACTIVATIONS), name);
    }),
  );
  assertEquals(nearest("HARD_SWISH", ACTIVATIONS), "hard-swish");
});

Deno.test("an endless text takes no time, and nothing is near it", () => {
  assertEquals(nearest("x".repeat(1e6), ACTIVATIONS), undefined);
});

Deno.test("what is not near is not named", () => {
  const names = [
    "loss",
    "merge",
    "out",
    "hinge",
    "alexnet",
    "all",
    "jobs",
    "threads",
    "batch-size",
    "allow-gaps",
  ];
  for (const text of ["lr", "device", "v", "ce", "predict", "help", "bs", "", "x"]) {
    assertEquals([text, nearest(text, names)], [text, undefined]);
  }
  assertEquals([
    nearest("batch", names),
    nearest("los", names),
    nearest("tread", names),
    nearest("jbos", names),
  ], [
    "batch-size",
    "loss",
    "threads",
    "jobs",
  ]);
});

Deno.test("quotes are short and on one line", () => {
  assertEquals(quote("a\nb"), '"a\\nb"');
  assertEquals(quote("x".repeat(1000)).length, 43);
});
