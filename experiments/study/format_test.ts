import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import {
  formatClock,
  formatCompact,
  formatCount,
  formatMeasure,
  formatSetting,
  plural,
  wrap,
} from "./format.ts";

Deno.test("numbers as people read them", () => {
  assertEquals([0, 0.96484, 0.00012, 123456, NaN, undefined].map(formatMeasure), [
    "0.0000",
    "0.9648",
    "1.20e-4",
    "1.23e+5",
    "NaN",
    "–",
  ]);
  assertEquals([0, 1e-5, 0.001, 5, 1e30].map(formatSetting), ["0", "1e-5", "0.001", "5", "1e+30"]);
  assertEquals([0, 999.6, 60000].map(formatCount), ["0", "1,000", "60,000"]);
  assertEquals([9, 9999, 213456, 12345678].map(formatCompact), ["9", "9999", "213k", "12M"]);
  assertEquals([-1, 0, 7.4, 59.6, 83, 7384].map(formatClock), [
    "0:00",
    "0:00",
    "0:07",
    "1:00",
    "1:23",
    "2:03:04",
  ]);
  assertEquals([plural(1, "run"), plural(1000, "run")], ["1 run", "1,000 runs"]);
});

Deno.test("wrapped lines have the same words and fit", () => {
  fc.assert(
    fc.property(
      fc.array(fc.stringMatching(/^[a-z]{1,8}$/)),
      fc.integer({ min: 8, max: 40 }),
      (words, width) => {
        const lines = wrap(words.join(" "), width);
        assertEquals(lines.join(" "), words.join(" "));
        assert(lines.every((line) => line.length <= width));
      },
    ),
  );
});
