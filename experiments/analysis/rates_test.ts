import { assert, assertAlmostEquals, assertEquals, assertStringIncludes } from "@std/assert";
import { fewDigits } from "../fixtures.ts";
import { studies } from "../studies/mod.ts";
import type { RunRecord } from "../study/run_record.ts";
import { runsOf } from "../study/study.ts";
import { factsOf } from "../study/study_data.ts";
import { rangeCsv, ratePoints, rateRange, rateSentences } from "./rates.ts";

const data = factsOf(fewDigits()); // 300 images
const runs = runsOf(studies.range, { settings: { batchSize: 1 } });
const record = (
  loss: (iteration: number) => number,
  status: RunRecord["status"] = "finished",
): RunRecord => ({
  run: runs[0],
  parameters: 1,
  epochs: [],
  steps: Array.from({ length: 300 }, (_, i) => ({
    type: "step",
    epoch: 1,
    iteration: i + 1,
    images: 1,
    loss: loss(i + 1),
    accuracy: 0,
  })),
  status,
});

Deno.test("each step has the rate that it was taken with, from a millionth of the highest on", () => {
  const points = ratePoints(record(() => 2), data);
  assertAlmostEquals(points[0].learningRate, 1e-5, 1e-12);
  assertAlmostEquals(points[299].learningRate, 10, 1e-9);
  assertAlmostEquals(points[1].learningRate / points[0].learningRate, 1e6 ** (1 / 299), 1e-9);
  assert(
    points.every(({ smoothed }) => Math.abs(smoothed - 2) < 1e-9),
    "a mean of equal numbers is that number",
  );
});

Deno.test("the rate that is suggested is a tenth of that with the lowest loss", () => {
  // It falls until step 200 and then rises steeply.
  const falling = record((i) => i <= 200 ? 2 - i / 200 : 1 + (i - 200) ** 2);
  const points = ratePoints(falling, data), found = rateRange(points)!;
  const low = points.reduce((best, point) => point.smoothed < best.smoothed ? point : best);
  assertEquals(found.lowest, low);
  assert(low.iteration >= 200 && low.iteration < 206, `${low.iteration}`);
  assertEquals(found.suggested, Number((low.learningRate / 10).toPrecision(2)));
  assert(found.lost!.iteration > low.iteration && found.lost!.smoothed > 4 * low.smoothed);
  assertEquals(rateRange(ratePoints(record((i) => i), data)), undefined, "it never fell");
  assertEquals(rateRange([]), undefined);
});

Deno.test("it is said in a sentence, and the table has a row for each step", () => {
  const study = { study: studies.range, runs, seeds: 1, data, extra: {} };
  const [sentence] = rateSentences({ ...study, records: [record((i) => 3 - i / 100)] });
  assertStringIncludes(sentence, "is a good first choice: --learning-rate 1");
  const [never] = rateSentences({ ...study, records: [record((i) => i)] });
  assertStringIncludes(never, "The loss never fell");
  const lines = rangeCsv([record(() => 1)], data).split("\n");
  assertEquals([lines[0], lines.length], ["run,iteration,learning_rate,batch_loss,smoothed_loss", 302]);
});
