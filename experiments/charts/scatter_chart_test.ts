/** Charts: what accuracy costs. */
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { losses } from "./sample_records.ts";
import { chart, colourOf, colours, layer, layers, pairs, values } from "./spec_parts.ts";

Deno.test("time against accuracy: points with bars both ways, in the colours and shapes of their runs", () => {
  const { plots: [plot], paper } = chart(losses, "time_accuracy");
  const [kl] = values(plot);
  assertEquals([kl.run, kl.x], ["kl-div", 6]);
  assertAlmostEquals(kl.y, 0.92);
  assertAlmostEquals(kl.right - kl.x, 2 * Math.SQRT2);
  assertAlmostEquals(kl.x - kl.left, 2 * Math.SQRT2);
  assertAlmostEquals(kl.high - kl.y, 0.02 * Math.SQRT2);
  assertAlmostEquals(kl.y - kl.low, 0.02 * Math.SQRT2);
  assertEquals(values(plot).map(({ run }) => run), ["kl-div", "softmax-cross-entropy", "focal"]);
  const rules = layers(plot).filter(({ mark }) => mark.type === "rule").map(({ encoding }) => encoding);
  assertEquals([rules[0].x.field, rules[0].x2.field, rules[0].y.field], ["left", "right", "y"]);
  assertEquals([rules[1].x.field, rules[1].y.field, rules[1].y2.field], ["x", "low", "high"]);
  const point = layer(plot, "point");
  assertEquals([point.encoding.x.field, point.encoding.y.field], ["x", "y"]);
  assertEquals(pairs(colourOf(plot)), colours);
  assertEquals(Object.values(pairs(point.encoding.shape)), ["circle", "square", "triangle-up", "diamond"]);
  const { scale: { domain }, axis, title } = point.encoding.y;
  assert(domain[0] < 0.8 && domain[1] > 0.97 && axis.labelExpr.includes("%"));
  assertEquals([point.encoding.x.title, title], ["Training time, s", "Test accuracy after the last epoch"]);
  // Names stand beside few points, each at its own, and then paper has no legend.
  const names = layers(plot).filter(({ mark }) => mark.type === "text");
  assertEquals(names.map(({ transform }) => transform[0].filter.equal), values(plot).map(({ run }) => run));
  assertEquals(paper!.legend, undefined);
});
