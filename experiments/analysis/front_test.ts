/** The front: what accuracy there is for which cost. */
import { assert, assertEquals } from "@std/assert";
import { recordOf, studyOf } from "../charts/sample_records.ts";
import { frontCsv, frontPoints, frontSentences, operationsOfEpoch } from "./front.ts";

const data = {
  name: "mnist",
  checksum: "",
  trainImages: 60,
  testImages: 10,
  rows: 28,
  columns: 28,
  classes: 10,
};

Deno.test("operations are those of the products: the first layer has no gradient of its input", () => {
  const forward = 784 * 20 + 20 * 10, weights = forward, inputs = 20 * 10;
  assertEquals(operationsOfEpoch({ hidden: [20] }, data), 2 * (forward + weights + inputs) * 60);
  assertEquals(operationsOfEpoch({ hidden: [] }, data), 2 * 2 * 7840 * 60);
  assertEquals(
    operationsOfEpoch({ hidden: [20] }, { ...data, validationImages: 10 }),
    operationsOfEpoch({ hidden: [20] }, data) * 50 / 60,
  );
});

const study = studyOf({ varied: { hidden: [[10], [40]] }, front: true });
const record = recordOf(study, {
  "10@1": { held: [0.9, 0.95], seconds: 1 },
  "10@2": { held: [0.92, 0.97], seconds: 3 },
  "40@1": { held: [0.93, 0.99], seconds: 1.5 },
  "40@2": { held: [0.93, 0.97], seconds: 1.5 },
}, { seeds: 2 });

Deno.test("on the front is what nothing as cheap beats, in means over seeds", () => {
  const points = frontPoints(record);
  assertEquals(points.map(({ variant, epoch, seconds }) => [variant, epoch, seconds]), [
    ["10", 1, 2],
    ["10", 2, 4],
    ["40", 1, 1.5],
    ["40", 2, 3],
  ]);
  assertEquals(points.map(({ accuracy }) => Number(accuracy.toFixed(3))), [0.91, 0.96, 0.93, 0.98]);
  // The small network is cheaper in operations, and here slower.
  assertEquals(points.map(({ leastOperations }) => leastOperations), [true, true, false, true]);
  assertEquals(points.map(({ leastSeconds }) => leastSeconds), [false, false, true, true]);
  assertEquals(frontPoints({ ...record, study: { ...study, front: false } }), []);
});

Deno.test("front.csv and the sentence have what is on a front", () => {
  const rows = frontCsv(frontPoints(record)).trimEnd().split("\n");
  assertEquals(
    rows[0],
    "variant,epoch,operations,seconds,test_accuracy,test_accuracy_std,least_operations,least_seconds",
  );
  assertEquals(rows.length, 5);
  const [sentence] = frontSentences(record);
  assert(
    sentence.startsWith("With the fewest operations of training there are 95 % with 10, 2 epochs, "),
    sentence,
  );
});
