/** Charts: softmax and exponentials. */
import { assert, assertEquals } from "@std/assert";
import { exponentials, overflow } from "./sample_records.ts";
import { chart, layer, layers, pairs, type Spec, values } from "./spec_parts.ts";

Deno.test("softmax: each outcome has its colour and shape, and what is not finite is on top", () => {
  const { plots: [plain, shifted], paper } = chart(overflow, "softmax");
  assertEquals([plain.name, shifted.name], ["as it stands", "maximum subtracted first"]);
  const by = Object.fromEntries(values(plain).map(({ status, error, shift }) => [status, [shift, error]]));
  assertEquals(by, { underflow: [-200, 10], inaccurate: [-104, 0.25], ok: [0, 2e-8], overflow: [90, 10] });
  assertEquals(values(shifted).map(({ status, error }) => [status, error]), [["ok", 3e-8]]);
  const { color, shape } = layer(plain, "point").encoding;
  const wanted = {
    ok: "var(--run-2)",
    inaccurate: "var(--run-5)",
    overflow: "var(--run-1)",
    underflow: "var(--run-0)",
  };
  assertEquals(pairs(color), wanted);
  for (const mark of paper!.marks!) {
    assertEquals([mark.color, mark.shape], [pairs(color)[mark.name], pairs(shape)[mark.name]]);
  }
  const { y } = plain.spec.encoding as Spec;
  assert(
    y.scale.domain[0] < y.scale.domain[1] && y.axis.labelExpr.startsWith("datum.value > 1 ? 'not finite'"),
  );
});

Deno.test("exponentials: no error is at the bottom, an endless one on top", () => {
  const { plots } = chart(exponentials, "functions");
  assertEquals(plots.map(({ name }) => name), ["tanh", "softmax"]);
  const [exact] = values(plots[0]).filter(({ way }) => way === "exact");
  const [taylor] = values(plots[1]).filter(({ way }) => way === "taylor");
  assertEquals([exact.time, exact.error, exact.erred], [20, 1e-8, "0"]);
  assertEquals([taylor.time, taylor.error, taylor.erred], [4, 2e-6, "Infinity"]);
  const { x, y } = plots[0].spec.encoding as Spec;
  assertEquals([x.field, x.scale.type, y.field, y.scale.type], ["time", "log", "error", "log"]);
  assert(y.scale.domain[0] < 1e-8 && y.scale.domain[1] > 2e-6);
  const wanted = { simd: "var(--run-0)", exact: "var(--run-1)", taylor: "var(--run-2)" };
  assertEquals(pairs(layer(plots[0], "point").encoding.color), wanted);
  for (const text of layers(plots[0]).filter(({ mark }) => mark.type === "text")) {
    assertEquals(text.encoding.text.field, "way");
  }
});
