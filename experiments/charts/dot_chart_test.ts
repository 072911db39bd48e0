/** Charts: final and average figures. */
import { assert, assertAlmostEquals, assertEquals, assertStringIncludes } from "@std/assert";
import { losses, search } from "./sample_records.ts";
import { chart, colourOf, COLOURS, colours, layer, layers, pairs, type Spec, values } from "./spec_parts.ts";

Deno.test("dots: means with bars of a standard deviation, a row for each run in its colour", () => {
  const { plots: [plot], paper } = chart(losses, "accuracy_bars");
  const rows = values(plot),
    of = (run: string, what: string) => rows.find((row) => row.run === run && row.what === what)!;
  const last = of("kl-div", "Test, last epoch");
  assertAlmostEquals(last.mean, 0.92);
  assertAlmostEquals(last.high - last.mean, Math.SQRT2 * 0.02);
  assertAlmostEquals(last.mean - last.low, Math.SQRT2 * 0.02);
  assertEquals(last.value, "92.00 ± 2.83 %");
  assertAlmostEquals(of("kl-div", "Test, mean of all epochs").mean, 0.76);
  assertAlmostEquals(of("kl-div", "Training, last epoch").mean, 0.93);
  assertAlmostEquals(of("kl-div", "Training, mean of all epochs").mean, 0.77);
  // The seed that diverged does not count.
  assertEquals(of("softmax-cross-entropy", "Test, last epoch").value, "80.00 %");
  const bar = layer(plot, "rule"), dot = layer(plot, "point", ({ encoding }) => encoding.shape);
  assertEquals([bar.encoding.x.field, bar.encoding.x2.field, dot.encoding.x.field], ["low", "high", "mean"]);
  assertEquals(pairs(colourOf(plot)), colours);
  assertEquals(pairs(dot.encoding.fill), colours);
  assertEquals(dot.encoding.y.sort, Object.keys(COLOURS));
  const shapes = pairs(dot.encoding.shape);
  assertEquals(shapes["Test, last epoch"], "circle");
  assertEquals(shapes["Training, last epoch"], "triangle-up");
  assertEquals(dot.encoding.fill.condition.test, "indexof(datum.what, 'mean of all epochs') >= 0");
  for (const { name, shape, filled } of paper!.marks!) {
    assertEquals([shape, filled], [shapes[name], name.endsWith("last epoch")], name);
  }
  assertEquals(paper!.marks!.length, 4);
  assert(bar.encoding.x.axis.labelExpr.includes("%") && bar.encoding.x.scale.type === undefined);
});

Deno.test("dots: only what diverged is marked so, and the figures stand beside their run", () => {
  const { plots: [plot] } = chart(losses, "loss_bars");
  assertEquals(values(plot).filter(({ lost }) => lost).map(({ run }) => run), ["hinge"]);
  assert(!values(plot).some(({ run, lost }) => run === "hinge" && !lost));
  for (const type of ["text", "point"]) {
    for (const { mark, transform } of layers(plot).filter(({ mark }) => mark.type === type)) {
      const lost = mark.text === "diverged" || mark.shape?.startsWith("M");
      assertEquals(transform, [{ filter: lost ? "datum.lost" : "!datum.lost" }]);
    }
  }
  const { labelExpr, title } = layer(plot, "point", ({ encoding }) => encoding.shape).encoding.y.axis;
  const params = new Map((plot.spec.params as Spec[]).map(({ name, value }) => [name, value]));
  assertStringIncludes(labelExpr, "figures[indexof(named, datum.value)]");
  assertEquals(params.get("figures")[0], [
    "2.0000 ± 0.0000  ·  1.0000 ± 0.0000",
    "4.0000 ± 1.4142  ·  2.0000 ± 0.7071",
  ]);
  assertEquals(title, ["last epoch: test  ·  training", "mean of all epochs: test  ·  training"]);
  assertEquals(params.get("named"), ["kl-div", "softmax-cross-entropy", "focal"]);
});

Deno.test("dots of a search: the best trials first, and below them the best settings on the test set", () => {
  const { plots: [plot], note } = chart(search, "accuracy_bars");
  const dot = layer(plot, "point", ({ encoding }) => encoding.shape);
  assertEquals(dot.encoding.y.sort.at(0), "t004");
  assertEquals(dot.encoding.y.sort.at(-1), "best, all training images");
  assertEquals(pairs(colourOf(plot)).best, "var(--ink)");
  assert(values(plot).some(({ what }) => what === "Held out, last epoch"));
  assert(note!.includes("the test set in their place"));
});
