import { assert, assertEquals } from "@std/assert";
import { pageScript } from "../page/script.ts";
import { linesAt, nearestTo, written } from "./curves.ts";
import { compareKeys } from "./sort.ts";

Deno.test("cells sort by number or name, and nothing comes last", () => {
  const keys = [undefined, 10, "b10", -1, "b9", 2];
  assertEquals(keys.toSorted((a, b) => compareKeys(a, b, 1)), [-1, 2, 10, "b9", "b10", undefined]);
  assertEquals(keys.toSorted((a, b) => compareKeys(a, b, -1)), [10, 2, -1, "b10", "b9", undefined]);
});

Deno.test("values are written with their deviation", () => {
  assertEquals(written(0.97612, 0.0008, "percent"), "97.61 ± 0.08 %");
  assertEquals(written(0.11694, 0.00012, "number"), "0.1169 ± 0.0001");
  assertEquals([written(0.5, null, "number"), written(3.2e30, undefined, "number")], ["0.5", "3.20e+30"]);
});

Deno.test("a tooltip has the visible runs, the highest first, and marks the nearest", () => {
  const series = ["a", "b", "c"].map((run, i) => ({ run, color: "red", x: [1, 2], y: [i, 10 * i] }));
  const curves = { series, xTitle: "Epoch", yTitle: "Loss", writing: "number" } as const;
  const lines = linesAt(curves, 2, (run) => run === "b", 1);
  assertEquals(lines.map(({ name, value, strong }) => [name, value, strong]), [["c", "20", false], [
    "a",
    "0",
    true,
  ]]);
  assertEquals(linesAt(curves, 3, () => false), []);
  assertEquals(nearestTo(1.4, [1, 2]), 1);
  const many = Array.from({ length: 40 }, (_, i) => ({ run: `r${i}`, color: "red", x: [1], y: [i] }));
  const near = linesAt({ ...curves, series: many }, 1, () => false, 20);
  assert(near.length === 14 && near.some(({ name, strong }) => name === "r20" && strong));
});

Deno.test("the script of the page is one, without types and imports", async () => {
  const script = await pageScript();
  new Function(script);
  assertEquals(script.match(/^(import|export)\b/gm), null);
  const names = [...script.matchAll(/^(?:async )?(?:function|class|const|let) (\w+)/gm)].map(([, name]) =>
    name
  );
  assertEquals(new Set(names).size, names.length, "two files have the same name for something");
});
