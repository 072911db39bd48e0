import { assertEquals } from "@std/assert";
import { formatLoss, formatPercent, formatSeconds } from "../study/format.ts";
import { figureText } from "./figure_text.ts";

Deno.test("a deviation has the decimals of its mean, and is not 0 where it is more than rounding", () => {
  const text = (mean: number, std: number | undefined, format: (value: number) => string) =>
    figureText({ mean, std }, format);
  assertEquals(text(0.9783, undefined, formatPercent), "97.83");
  assertEquals(text(0.9783, 0.0005, formatPercent), "97.83 ± 0.05");
  assertEquals(text(0.1169, 0.0003, formatLoss), "0.1169 ± 0.0003");
  assertEquals(text(0.016, 0.00004, formatLoss), "0.0160 ± 4e-5");
  assertEquals([text(2, 0, formatLoss), text(0.25, 3e-17, formatLoss)], [
    "2.0000 ± 0.0000",
    "0.2500 ± 0.0000",
  ]);
  assertEquals(text(2e-4, 1e-5, formatLoss), "2.00e-4 ± 1.00e-5");
  assertEquals([text(21.4, 0.31, formatSeconds), text(1214, 12.3, formatSeconds)], [
    "21.4 ± 0.3",
    "1,214 ± 12",
  ]);
});
