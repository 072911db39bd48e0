/** Goals: how long training takes to an accuracy. */
import { assertEquals } from "@std/assert";
import { recordOf, studyOf } from "../charts/sample_records.ts";
import { goalsCsv, goalSentences, goalTimes } from "./goals.ts";

const study = studyOf({ variants: { quick: {}, good: {} }, goals: [0.9, 0.95, 0.99] });
const record = recordOf(study, {
  "quick@1": { held: [0.89, 0.93, 0.94], seconds: 1 },
  "quick@2": { held: [0.91, 0.92, 0.93], seconds: 2 },
  "quick@3": { held: [0.8, 0.91, 0.92], seconds: 4 },
  "good@1": { held: [0.9, 0.96, 0.97], seconds: 10 },
  "good@2": { held: [0.9, 0.94, 0.96], seconds: 10 },
  "good@3": { held: [0.9, 0.94, 0.94], seconds: 10 },
}, { seeds: 3, epochs: 3 });

Deno.test("the time to a goal is the median of all seeds, of which some never get there", () => {
  const of = (goal: number, variant: string) =>
    goalTimes(record).find((time) => time.goal === goal && time.variant === variant)!;
  assertEquals(of(0.9, "quick"), {
    variant: "quick",
    goal: 0.9,
    runs: 3,
    reached: 3,
    epochs: 2,
    seconds: 2,
    secondsLeast: 2,
    secondsMost: 8,
  });
  const exactly = of(0.9, "good");
  assertEquals([exactly.epochs, exactly.seconds], [1, 10]);
  const { reached, epochs, seconds, secondsMost } = of(0.95, "good");
  assertEquals([reached, epochs, seconds, secondsMost], [2, 3, 30, 30]);
  const { reached: none, seconds: never, secondsLeast } = of(0.99, "good");
  assertEquals([none, never, secondsLeast], [0, undefined, undefined]);
});

Deno.test("the soonest is named for each goal, with what its seconds are of", () => {
  assertEquals(goalSentences(record), [
    "90 % is reached soonest by quick, after 2.00 s of training (median of 3 seeds, of which 3 got there: 2.00 to 8.00 s) and 2 epochs.",
    "95 % is reached soonest by good, after 30.0 s of training (median of 3 seeds, of which 2 got there: 20.0 to 30.0 s) and 3 epochs.",
    "99 % is reached by none, or by less than half of the seeds.",
    "Seconds are those of training steps: starting, loading and evaluating are not in them.",
  ]);
  assertEquals(goalSentences(recordOf(studyOf({}), {})), []);
});

Deno.test("goals.csv has a row for each goal and variant", () => {
  const [head, first] = goalsCsv(goalTimes(record)).split("\n");
  assertEquals(head, "goal,variant,runs,reached,epochs,seconds,seconds_least,seconds_most");
  assertEquals(first, "0.9,quick,3,3,2,2,2,8");
});
