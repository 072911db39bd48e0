/** The estimate of how long studies take, before they begin. */
import { assert } from "@std/assert";
import { fewDigits } from "../fixtures.ts";
import { studies } from "../studies/mod.ts";
import { runsOf } from "../study/study.ts";
import { Estimate } from "./estimate.ts";

Deno.test("an estimate grows with epochs and seeds, and counts the best of each kind of a search", () => {
  const estimate = new Estimate(fewDigits());
  const of = (name: "loss" | "tuned", epochs: number, seeds: number) => {
    const study = studies[name];
    return estimate.study({ study, runs: runsOf(study, { settings: { epochs }, seeds }), seeds });
  };
  const one = of("loss", 10, 1),
    near = (value: number, wanted: number) =>
      assert(Math.abs(value / wanted - 1) < 1e-9, `${value}, want ${wanted}`);
  assert(one > 0);
  // What was measured once is measured no more.
  near(of("loss", 20, 1), 2 * one);
  near(of("loss", 10, 3), 3 * one);
  // Nine kinds of trials, and for each one training more with a seed more.
  const [first, second, third] = [1, 2, 3].map((seeds) => of("tuned", 1, seeds));
  near(third - second, second - first);
  assert(second > first);
});
