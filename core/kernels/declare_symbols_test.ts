import { assertEquals, assertThrows } from "@std/assert";
import { declareSymbols } from "./declare_symbols.ts";

const declaration = (name: string, lines: string[]) =>
  `  /**\n   * sgd/${name}\n${
    lines.map((line) => `   * ${line}\n`).join("")
  }   */\n  export function ${name}(): void;\n`;

Deno.test("symbols: the types of parameters and results, in order, but not the life of a worker", () => {
  const source = declareSymbols(
    declaration("sgd", [
      "@param count `usize`",
      "@param rate `f32`",
      "@param nesterov `bool`",
      "@returns `bool`",
    ]) +
      declaration("mean", ["@param sums `usize`", "@returns `f64`"]) + declaration("stop", []) +
      declaration("serve", []),
  );
  assertEquals(source.split("\n").filter((line) => line.startsWith("  ")), [
    '  mean: { name: "chainrule_mean", parameters: ["u32"], result: "f64" },',
    '  sgd: { name: "chainrule_sgd", parameters: ["u32", "f32", "i32"], result: "i32" },',
    '  stop: { name: "chainrule_stop", parameters: [], result: "void" },',
  ]);
});

Deno.test("symbols: a type that is not known is refused", () => {
  const message = "Cannot declare sgd for the native library: found the type v128";
  assertThrows(() => declareSymbols(declaration("sgd", ["@param v `v128`"])), Error, message);
});
