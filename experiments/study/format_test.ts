import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import {
  formatClock,
  formatCompact,
  formatCount,
  formatMeanStd,
  formatMeasure,
  formatPercent,
  formatSeconds,
  formatSetting,
  plain,
  plural,
  quote,
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
  assertEquals([plural(1.2, "epoch"), plural(0.4, "epoch")], ["1 epoch", "0 epochs"]);
  assertEquals(formatMeanStd({ mean: 0.98291, std: 6.02e-4 }, formatMeasure), "0.9829 ± 0.0006");
  assertEquals(formatMeanStd({ mean: 0.98291, std: undefined }, formatMeasure), "0.9829");
  assertEquals(formatMeanStd({ mean: 14, std: 0.5 }, String), "14 ± 0.5");
  assertEquals(formatMeanStd({ mean: 0.97554, std: 0.00175 }, formatPercent), "97.55 ± 0.18");
  assertEquals(formatMeanStd({ mean: 21.4, std: 1214 }, formatSeconds), "21.4 ± 1,214");
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

Deno.test("a text of somebody else does nothing where it is shown", () => {
  const title = "\x1b]0;other title\x07", bidi = "a\u202etxt.exe", line = "a\u2028b\rc\nd", half = "a\ud800b";
  assertEquals(plain(title), "?]0;other title?");
  assertEquals(plain(bidi), "a?txt.exe");
  assertEquals(plain(line), "a?b?c?d");
  assertEquals(plain(half), "a?b");
  assertEquals(plain("a\u200bb\ufeff\u009b\uffff"), "a?b???");
  for (const text of ["784-128-10", "± 0.05 %", "Größe ☺ 数 🙂", "back\\slash"]) {
    assertEquals(plain(text), text);
  }
  assertEquals(quote("a\u2028\u202e\x1b"), '"a\\u2028\\u202e\\u001b"');
});
