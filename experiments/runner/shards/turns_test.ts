import { assertEquals } from "@std/assert";
import { DEFAULTS } from "../../study/configuration.ts";
import { bracketsOf } from "../../study/halving.ts";
import { divided, mayGoOn } from "./turns.ts";
import type { RunRecord } from "../../study/run_record.ts";
import type { StudyPlan } from "../../study/study_record.ts";

const runs = Array.from({ length: 9 }, (_, i) => ({ name: `t${i + 1}`, configuration: DEFAULTS }));
const halving = { rungs: [1, 3], keep: 1 / 3 };

/** Records of the runs, each in the rung that is given for it; 0 for none. */
function inRungs(...rungs: number[]): RunRecord[] {
  return rungs.flatMap((rung, i) =>
    rung > 0 ? [{ run: runs[i], rung, parameters: 0, epochs: [], steps: [], status: "running" as const }] : []
  );
}

Deno.test("shards divide the trials of the rung that the search is at", () => {
  const names = (...rungs: number[]) => divided(runs, inRungs(...rungs)).map(({ name }) => name);
  const all = runs.map(({ name }) => name);
  assertEquals(names(), all);
  assertEquals(names(1, 0, 1), all);
  assertEquals(names(1, 2, 1, 2, 1, 1, 1, 1, 2), ["t2", "t4", "t9"]);
  assertEquals(names(1, 2, 1, 3, 1, 1, 1, 1, 2), ["t4"]);
});

Deno.test("of a search in brackets, those that begin with the rung are divided as well", () => {
  const brackets = { ...halving, hyperband: true }; // t3, t6 … begin later
  const first = bracketsOf(9, brackets).flatMap((bracket, i) => bracket === 0 ? [i] : []);
  const second = bracketsOf(9, brackets).flatMap((bracket, i) => bracket === 1 ? [i] : []);
  const names = (...rungs: number[]) => divided(runs, inRungs(...rungs), brackets).map(({ name }) => name);
  assertEquals(names(), first.map((i) => runs[i].name));
  const there = runs.map((_, i) => i === first[0] ? 2 : first.includes(i) ? 1 : 0);
  assertEquals(names(...there), [first[0], ...second].sort((a, b) => a - b).map((i) => runs[i].name));
  const plan = { runs, halving: brackets } as unknown as StudyPlan;
  const waiting = runs.map((_, i) => i + 1).filter((index) => mayGoOn({ index, count: 9 }, plan, inRungs(1)));
  assertEquals(waiting.length, Math.max(1, Math.floor(first.length / 3 + 1e-9)) + second.length);
});

Deno.test("a shard waits as long as more trials may go on than there are shards before it", () => {
  const waiting = (records: RunRecord[], plan = { runs, halving } as unknown as StudyPlan) =>
    runs.map((_, i) => i + 1).filter((index) => mayGoOn({ index, count: 9 }, plan, records));
  assertEquals(waiting(inRungs(1, 0, 1)), [1, 2, 3]);
  assertEquals(waiting(inRungs(1, 2, 1, 2, 1, 1, 1, 1, 2)), [1]);
  assertEquals(waiting(inRungs(1, 2, 1, 3, 1, 1, 1, 1, 2)), []);
  assertEquals(waiting(inRungs(1, 1), { runs } as unknown as StudyPlan), []);
});
