import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { drawnImportances } from "./drawn_importance.ts";
import type { GridPoint } from "./importance_types.ts";

/** Trials whose measure is made of a number, a name and something that makes no difference. */
function trials(count: number, measure: (rate: number, name: number) => number): GridPoint[] {
  return Array.from({ length: count }, (_, i) => {
    const rate = (i * 7) % count, name = i % 2;
    return {
      values: { rate: String((rate + 1) / 1000), name: "ab"[name], none: String((i * 11) % count) },
      measure: measure(rate / count, name),
    };
  });
}

Deno.test("what a setting explains alone is its share, and where it is best", () => {
  const [rate, ...others] = drawnImportances(trials(40, (rate) => -((rate - 0.6) ** 2)));
  assertEquals(rate.setting, "rate");
  assert(rate.importance > 0.75 && rate.p! < 1e-4, JSON.stringify(rate));
  assertEquals([rate.best?.value, rate.worst?.value], ["0.021 to 0.03", "0.001 to 0.01"]);
  for (const { importance, p } of others) assert(importance < 0.1 && p! > 0.2);
});

Deno.test("names are groups of their own", () => {
  const found = drawnImportances(trials(40, (_, name) => name)), [name] = found;
  assertEquals([name.setting, name.best, name.worst], [
    "name",
    { value: "b", mean: 1 },
    { value: "a", mean: 0 },
  ]);
  assertAlmostEquals(name.importance, 1, 1e-12);
});

Deno.test("shares are without what chance explains, and several settings are tested more strictly than one", () => {
  const points = Array.from({ length: 20 }, (_, i): GridPoint => ({
    values: { half: i < 10 ? "lower" : "upper", parity: "eo"[i % 2] },
    measure: i,
  }));
  const [half, parity] = drawnImportances(points);
  // 500 of the sum of squares of 665 lie between the halves, 165 / 18 of these by chance.
  assertAlmostEquals(half.importance, (500 - 165 / 18) / 665, 1e-12);
  // SciPy 1.10: 2 * kruskal(range(10), range(10, 20)).pvalue, and that of even and odd numbers as it is.
  assertAlmostEquals(half.p!, 0.0003141045684615046, 1e-9);
  assertAlmostEquals(parity.p!, 0.7054569861112774, 1e-9);
  assertEquals(parity.importance, 0);
});

Deno.test("equal numbers are in one group, and of few each is one", () => {
  const points = (values: (i: number) => number) =>
    trials(40, (rate) => rate).map((point, i) => ({ ...point, values: { x: String(values(i)) } }));
  const groups = (values: (i: number) => number) => {
    const [{ best, worst }] = drawnImportances(points(values));
    return [best?.value, worst?.value].sort();
  };
  assertEquals(groups((i) => i % 2), ["0", "1"]);
  assertEquals(groups((i) => i < 33 ? 5 : i), ["33 to 39", "5"]);
});

Deno.test("too few trials tell nothing, and neither do equal ones", () => {
  assertEquals(drawnImportances(trials(19, (rate) => rate)), []);
  for (const { importance, p } of drawnImportances(trials(20, () => 1))) {
    assertEquals([importance, p], [0, 1]);
  }
});
