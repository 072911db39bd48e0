import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { parse } from "@std/csv";
import { compare, comparisonsCsv } from "./comparisons.ts";
import { studies } from "../studies/mod.ts";
import { runsOf } from "../study/study.ts";
import { summarizeVariants, summaryCsv } from "./summary.ts";
import type { RunRecord } from "../study/run_record.ts";

const SUMMARY_HEADER = "variant,seeds,diverged,parameters,test_accuracy_final_mean,test_accuracy_final_std," +
  "test_accuracy_average_mean,test_accuracy_average_std,test_accuracy_best_mean," +
  "test_accuracy_best_std,test_loss_final_mean,test_loss_final_std,test_loss_average_mean," +
  "test_loss_average_std,train_accuracy_final_mean,train_accuracy_final_std," +
  "train_accuracy_average_mean,train_accuracy_average_std,train_loss_final_mean," +
  "train_loss_final_std,train_loss_average_mean,train_loss_average_std,gap_mean,gap_std," +
  "epochs_to_95_mean,epochs_to_95_std,epochs_to_95_reached,epochs_to_97_mean,epochs_to_97_std," +
  "epochs_to_97_reached,train_seconds_mean,train_seconds_std,seconds_per_epoch_mean," +
  "seconds_per_epoch_std";

const COMPARISON_HEADER =
  "a,b,metric,mean_a,mean_b,difference,standard_error,degrees_of_freedom,low,high,p,p_adjusted,stands";

/** Records of the study loss with three seeds and these final accuracies; undefined diverges. */
function play(accuracies: Record<string, (number | undefined)[]>): RunRecord[] {
  const runs = runsOf(studies.loss, {
    settings: { epochs: 2 },
    varied: { loss: ["kl-div", "hinge", "focal"] },
    seeds: 3,
  });
  return runs.map((run, i): RunRecord => {
    const accuracy = accuracies[run.configuration.loss][i % 3];
    const epoch = (epoch: number, heldOutAccuracy: number) => ({
      type: "epoch" as const,
      epoch,
      trainLoss: 1,
      trainAccuracy: heldOutAccuracy + 0.01,
      heldOutLoss: 2,
      heldOutAccuracy,
      seconds: 0.5,
    });
    if (accuracy === undefined) {
      const divergedAt = { epoch: 1, iteration: 7, layer: "linear 1", what: "output" };
      return { run, parameters: 5, epochs: [], steps: [], status: "diverged", divergedAt };
    }
    return { run, parameters: 5, epochs: [epoch(1, 0.5), epoch(2, accuracy)], steps: [], status: "finished" };
  });
}

const records = play({
  "kl-div": [0.96, 0.961, 0.962],
  "hinge": [0.9799, 0.98, 0.9801],
  "focal": [0.96, undefined, 0.962],
});

Deno.test("summary.csv has a row for each variant: means, standard deviations, and what diverged", () => {
  const rows = parse(summaryCsv(summarizeVariants(records)), { skipFirstRow: true });
  assertEquals(rows.map(({ variant, seeds, diverged }) => [variant, seeds, diverged]), [
    ["kl-div", "3", "0"],
    ["hinge", "3", "0"],
    ["focal", "3", "1"],
  ]);
  const [klDiv, hinge] = rows;
  assertAlmostEquals(Number(klDiv.test_accuracy_final_mean), 0.961, 1e-12);
  assertAlmostEquals(Number(klDiv.test_accuracy_final_std), 0.001, 1e-12);
  assertAlmostEquals(Number(klDiv.gap_mean), 0.01, 1e-12);
  assertEquals([klDiv.epochs_to_95_mean, klDiv.epochs_to_95_reached, klDiv.epochs_to_97_reached], [
    "2",
    "3",
    "0",
  ]);
  assertEquals([klDiv.epochs_to_97_mean, hinge.epochs_to_97_mean], ["", "2"]);
  assertEquals([klDiv.seconds_per_epoch_mean, klDiv.train_seconds_mean], ["0.5", "1"]);
  assertEquals(Object.keys(klDiv), SUMMARY_HEADER.split(","));
});

Deno.test("comparisons.csv has all pairs, and says which differences stand", () => {
  const rows = parse(comparisonsCsv(compare(summarizeVariants(records))), { skipFirstRow: true });
  assertEquals(Object.keys(rows[0]), COMPARISON_HEADER.split(","));
  assertEquals(rows.map(({ a, b, stands }) => [a, b, stands]), [
    ["kl-div", "hinge", "true"],
    ["kl-div", "focal", "false"],
    ["hinge", "focal", "false"], // two seeds, and little difference beside their spread
  ]);
  assert(Number(rows[0].difference) < 0 && Number(rows[0].p_adjusted) >= Number(rows[0].p));
  assertEquals(
    comparisonsCsv(compare(summarizeVariants(records.filter((_, i) => i % 3 === 0)))).trim(),
    COMPARISON_HEADER,
  );
});
