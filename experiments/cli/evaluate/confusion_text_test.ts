import { assertEquals, assertMatch } from "@std/assert";
import { widthOf } from "../table.ts";
import { confusionText } from "./confusion_text.ts";

Deno.test("few classes are all there, of many the most frequent mistakes", () => {
  const few = confusionText([[5, 1], [0, 7]], ["a", "b"], 80);
  assertEquals(few.split("\n").slice(2), ["a               5  1", "b               ·  7", ""]);
  const classes = Array.from({ length: 62 }, (_, k) => `c${k}`);
  const many = confusionText(
    classes.map((_, i) => classes.map((_, k) => i === k ? 900 : (i + 1) * (k + 1) % 7)),
    classes,
    80,
  );
  assertEquals(widthOf(many) <= 80, true);
  const lines = many.split("\n");
  assertMatch(lines[2], /^c\d+ +c\d+ +6$/);
  assertMatch(lines.at(-2)!, /^and [\d,]+ more pairs; all are in confusion\.csv of --out DIR$/);
});
