import { assertEquals } from "@std/assert";
import { studies } from "../studies/mod.ts";
import type { EpochMeasures, RunRecord } from "../study/run_record.ts";
import { runsOf } from "../study/study.ts";
import type { StudyRecord } from "../study/study_record.ts";
import { exponentialRecord, gridRecord, matrixRecord, stabilityRecord } from "./made_up_records.ts";
import { type FoundStudy, foundStudy } from "./found_study.ts";
import { markdownTable } from "./markdown.ts";
import { overview } from "./overview.ts";
import { tablesOf } from "./tables.ts";

function found(record: StudyRecord, folder = record.study.name): FoundStudy {
  return foundStudy({ record, machine: {}, conclusion: [], known: true }, {
    id: `study-${folder}`,
    folder,
    path: folder,
    warnings: [],
    claims: [],
  });
}

/** The tables of a record as Markdown, by their captions. */
function markdownOf(record: StudyRecord): Record<string, string[]> {
  const tables = tablesOf(found(record)).map((
    table,
  ) => [table.caption, markdownTable(table).trimEnd().split("\n")]);
  return Object.fromEntries(tables);
}

/** Three losses, two seeds, two epochs; one run diverged. */
function threeLosses(): StudyRecord {
  const accuracies: Record<string, number | undefined> = {
    "kl-div@1": 0.9,
    "kl-div@2": 0.92,
    "hinge@1": 0.98,
    "hinge@2": 0.981,
    "focal@2": 0.96,
  };
  const varied = { loss: ["kl-div", "hinge", "focal"] } as const;
  const runs = runsOf(studies.loss, { varied, seeds: 2, settings: { epochs: 2, dataset: "mnist" } });
  const records = runs.map((run, i): RunRecord => {
    const accuracy = accuracies[run.name];
    const divergedAt = { epoch: 1, iteration: 1234, layer: "linear 2", what: "weight" };
    if (accuracy === undefined) {
      return { run, parameters: 7, epochs: [], steps: [], status: "diverged", divergedAt };
    }
    const epochs = [0.5, accuracy].map((heldOutAccuracy, k): EpochMeasures => ({
      type: "epoch",
      epoch: k + 1,
      trainLoss: 0.25 / (k + 1),
      trainAccuracy: heldOutAccuracy + 0.01,
      heldOutLoss: 0.75 + 0.01 * (i % 2),
      heldOutAccuracy,
      seconds: 1 + i,
    }));
    return { run, parameters: 7, epochs, steps: [], status: "finished" };
  });
  const data = {
    name: "mnist",
    checksum: "",
    trainImages: 6,
    testImages: 1,
    rows: 28,
    columns: 28,
    classes: 10,
  };
  return { study: studies.loss, runs, seeds: 2, data, records, extra: {} };
}

Deno.test("tables: figures, with the best of each column and what diverged", () => {
  const tables = markdownOf(threeLosses());
  assertEquals(Object.keys(tables), [
    "Figures",
    "Which differences stand (Welch's t-test, Holm's correction)",
    "Where training broke down",
    "Averages over all epochs",
    "Every run",
  ]);
  assertEquals(tables["Figures"], [
    "| Run | Test set: accuracy, % | Test set: loss | Training set: accuracy, % | Training set: loss | Gap, points | " +
    "Epochs to: 95\u00a0% | Epochs to: 97\u00a0% | Time: training, s | Time: epoch, s | Diverged |",
    "| :-- | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: |",
    "| kl-div | 91.00 ± 1.41 | 0.7550 ± 0.0071 | 92.00 ± 1.41 | 0.1250 ± 0.0000 | 1.00 ± 0.00 | – | – | **3.00 ± 1.41** | **1.50 ± 0.71** | 0 |",
    "| hinge | **98.05 ± 0.07** | 0.7550 ± 0.0071 | **99.05 ± 0.07** | 0.1250 ± 0.0000 | 1.00 ± 0.00 | 2.0 ± 0.0 | 2.0 ± 0.0 | 7.00 ± 1.41 | 3.50 ± 0.71 | 0 |",
    "| focal | 96.00 | 0.7600 | 97.00 | 0.1250 | 1.00 | 2 | – | 12.0 | 6.00 | 1 |",
  ]);
  assertEquals(tables["Averages over all epochs"].slice(2), [
    "| kl-div | 70.50 ± 0.71 | 0.7550 ± 0.0071 | 91.00 ± 1.41 | 71.50 ± 0.71 | 0.1875 ± 0.0000 |",
    "| hinge | **74.02 ± 0.04** | 0.7550 ± 0.0071 | **98.05 ± 0.07** | **75.02 ± 0.04** | 0.1875 ± 0.0000 |",
    "| focal | 73.00 | 0.7600 | 96.00 | 74.00 | 0.1875 |",
  ]);
});

Deno.test("tables: differences with their signs, runs with their ends", () => {
  const tables = markdownOf(threeLosses());
  const [, , pair, ...others] = tables["Which differences stand (Welch's t-test, Holm's correction)"];
  // Focal has one run left, so that nothing can be said of it.
  assertEquals([pair, others], [
    "| kl-div | hinge | −7.05 | 1.00 | −19.62 | +5.52 | 0.089 | 0.089 | no |",
    [],
  ]);
  assertEquals(tables["Where training broke down"], [
    "| Run | Epoch | Step | Layer | What was no finite number first |",
    "| :-- | --: | --: | :-- | :-- |",
    "| focal@1 | 1 | 1,234 | linear 2 | weight |",
  ]);
  assertEquals(tables["Every run"].slice(2), [
    "| kl-div@1 | finished | 90.00 | 0.7500 | 91.00 | 0.1250 | – | – | 2.00 |",
    "| kl-div@2 | finished | 92.00 | 0.7600 | 93.00 | 0.1250 | – | – | 4.00 |",
    "| hinge@1 | finished | 98.00 | 0.7500 | 99.00 | 0.1250 | 2 | 2 | 6.00 |",
    "| hinge@2 | finished | **98.10** | 0.7600 | 99.10 | 0.1250 | 2 | 2 | 8.00 |",
    "| focal@1 | diverged | – | – | – | – | – | – | 0.000 |",
    "| focal@2 | finished | 96.00 | 0.7600 | 97.00 | 0.1250 | 2 | – | 12.0 |",
  ]);
});

Deno.test("tables: what diverged with every seed says so in place of an accuracy", () => {
  const record = threeLosses();
  const records = record.records.map((run) =>
    run.run.name === "focal@2" ? { ...run, epochs: [], status: "diverged" as const } : run
  );
  assertEquals(markdownOf({ ...record, records })["Figures"].at(-1)!.split(" | ").slice(0, 3), [
    "| focal",
    "diverged",
    "–",
  ]);
});

Deno.test("tables: figures so far of what has not come to its end", () => {
  const record = threeLosses();
  const records = record.records.map((run) => ({ ...run, status: "interrupted" as const }));
  const { variants } = found({ ...record, records });
  assertEquals(variants.map(({ variant, records }) => [variant, records.length]), [
    ["kl-div", 2],
    ["hinge", 2],
    ["focal", 1],
  ]);
  assertEquals(markdownOf({ ...record, records })["Figures"].length, 5);
});

Deno.test("tables: which settings matter, the largest share first", () => {
  const [head, , first, second] = markdownOf(matrixRecord())["Which settings matter"];
  assertEquals([head, first, second], [
    "| Setting | Share of variance, % | Best value | Its mean accuracy, % | Worst value | Its mean accuracy, % |",
    "| loss | **83.46** | hinge | 97.75 | kl-div | 96.45 |",
    "| activation | 11.16 | tanh | 97.22 | selu | 96.72 |",
  ]);
});

Deno.test("tables: trials by rank, with the settings that vary", () => {
  const trials = markdownOf(gridRecord())["Trials"];
  assertEquals(trials.length, 2 + 24);
  assertEquals([trials[0], trials[2], trials.at(-1)], [
    "| Trial | Rank | Validation accuracy, % | Validation loss | Training accuracy, % | Settings: hidden layers | " +
    "Settings: activation | Settings: learning rate | Settings: momentum | Epochs | Training, s | Status |",
    "| t013 | 1 | **98.00** | 0.2000 | 99.20 | 256-128 | tanh | 0.001 | 0 | 6 | 1.44 | finished |",
    "| t020 | 24 | 86.34 | 0.4453 | 87.54 | 64 | selu | 1e-4 | 0.9 | 2 | 0.480 | stopped |",
  ]);
});

Deno.test("tables: softmax and the ways to the exponential", async () => {
  const softmax = Object.values(markdownOf(await stabilityRecord())).find(([head]) =>
    head.startsWith("| Method")
  )!;
  assertEquals(
    softmax.find((line) => line.startsWith("| plain | 1,000 ")),
    "| plain | 1,000 | Infinity | NaN | NaN | overflow |",
  );
  assertEquals(
    softmax.find((line) => line.startsWith("| shifted | 0 ")),
    "| shifted | 0 | 1.582 | 0.6321 | 2.1e-8 | ok |",
  );
  const ways = markdownOf(exponentialRecord())["Ways to get the exponential"];
  assertEquals([ways[0], ways[3], ways.at(-1)], [
    "| In | Exponential | Range seen in training | Largest error | Forward, ns a number | Backward, ns a number | " +
    "Test accuracy, % | Epoch, s | Status |",
    "| selu | exact | −8 … 4 | **0** | 9 | 8 | **96.50** | 0.300 | finished |",
    "| softmax | taylor | −8 … 4 | 3.2 | 0.4 | – | 30.00 | 0.340 | finished |",
  ]);
});

Deno.test("overview: the best of each study, of a search with its trial", () => {
  const studies = [found(threeLosses()), found(gridRecord(), "more/grid")];
  assertEquals(markdownTable(overview(studies)).split("\n").slice(2, 4), [
    "| loss | 98.05 ± 0.07 | hinge | Which loss trains a network with one hidden layer best, and what does it cost? | 6 | MNIST |",
    "| more/grid | 98.10 | t013, best of 24 | Which settings are best, and which of them matter? | 25 | MNIST |",
  ]);
});
