import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { cellOf, textOf } from "./cell_text.ts";

Deno.test("no text of a cell is a formula, numbers and usual names stay as they are, and all are read back", () => {
  const formulas = ["=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(1)", "'=1", "-"];
  for (const text of formulas) {
    assertEquals(cellOf(text), "'" + text);
    assertEquals(textOf(cellOf(text)), text);
  }
  for (
    const text of ["hinge", "-1", "+0.5", "-1e-5", "256-128", "gamma=2", "'a", "", "-Infinity", "NaN", "t001"]
  ) {
    assertEquals([cellOf(text), textOf(text)], [text, text]);
  }
  fc.assert(fc.property(fc.string({ unit: fc.constantFrom("'", "=", "-", "1", "a") }), (text) => {
    assertEquals(textOf(cellOf(text)), text);
    assert(!/^[=+@]/.test(cellOf(text)));
  }));
});
