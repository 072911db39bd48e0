/** Charts: which charts a study has, and which runs they show. */
import { assertEquals } from "@std/assert";
import type { StudyRecord } from "../study/study_record.ts";
import { lookOf } from "./chart.ts";
import { chartsOf } from "./charts_of.ts";
import { drawnRuns, panelsOf } from "./runs.ts";
import { combined, exponentials, losses, overflow, recordOf, search, studyOf } from "./sample_records.ts";
import { chart, COLOURS } from "./spec_parts.ts";

Deno.test("a study's charts come in the order of the page and say which data they are about", () => {
  const ids = (record: StudyRecord) => chartsOf(record).map(({ id }) => id);
  const bars = ["accuracy_bars", "loss_bars", "time_accuracy"],
    epochs = ["training_loss", "testing_accuracy"];
  assertEquals(ids(losses), [...epochs, ...bars]);
  assertEquals(ids(combined), [...epochs, ...bars, "heat_map", "importance"]);
  assertEquals(ids(search), ["parallel_coordinates", "importance", "heat_map", ...epochs, ...bars]);
  assertEquals(ids(overflow), [...epochs, ...bars, "pre_activations", "gradient_norms", "softmax"]);
  assertEquals(ids(exponentials), ["functions"]);
  assertEquals(chart(losses, "training_loss").title, "Training loss on MNIST");
  assertEquals(chart(overflow, "softmax").title, "Which logits break softmax");
  assertEquals(chart(search, "testing_accuracy").title, "Validation accuracy on MNIST");
});

Deno.test("runs keep the colour of their place, whether or not they have begun", () => {
  const runs = drawnRuns(losses);
  assertEquals(runs.names, Object.keys(COLOURS));
  assertEquals(runs.diverged, new Set(["hinge"]));
  const part = drawnRuns({
    ...losses,
    records: losses.records.filter(({ run }) => run.name.startsWith("focal")),
  });
  assertEquals(part.names, ["focal"]);
  assertEquals(lookOf(part, "focal"), lookOf(runs, "focal"));
  assertEquals(lookOf(runs, "focal"), { color: "var(--run-3)", dash: [9, 3, 2, 3], shape: "diamond" });
});

Deno.test("of a search the best trials are shown, the best first; of a crowd too", () => {
  assertEquals(drawnRuns(search).names, ["t004", "t006", "t002", "t001", "t003", "t005"]);
  const trials = Object.fromEntries(
    Array.from({ length: 20 }, (_, i) => [`t${String(i + 1).padStart(3, "0")}`, { held: [i / 20, i / 20] }]),
  );
  const rates = Array.from({ length: 20 }, (_, i) => i + 1);
  const grid = recordOf(studyOf({ varied: { learningRate: rates }, search: true }), trials);
  assertEquals(drawnRuns(grid).names.length, 8);
  assertEquals(drawnRuns(grid).names.slice(0, 2), ["t020", "t019"]);
  const many = Array.from({ length: 61 }, (_, i) => i + 1);
  const crowd = recordOf(
    studyOf({ varied: { learningRate: many } }),
    Object.fromEntries(many.map((rate) => [`learningRate=${rate}`, { held: [rate / 100] }])),
  );
  assertEquals(drawnRuns(crowd).names.slice(0, 2), ["learningRate=61", "learningRate=60"]);
  assertEquals(drawnRuns(crowd).names.length, 8);
});

Deno.test("runs are in the panels of their study, and in all where it names none", () => {
  assertEquals(panelsOf(drawnRuns(overflow)), [
    { name: "flat", names: ["rate 0.1", "rate 1000"] },
    { name: "deep", names: ["deep rate 0.1"] },
  ]);
  const study = studyOf({
    variants: { base: {}, a: {}, b: {} },
    panels: (name) => ({ panel: name === "base" ? undefined : name, line: name }),
  });
  const runs = drawnRuns(recordOf(study, { base: { held: [1] }, a: { held: [1] }, b: { held: [1] } }));
  assertEquals(panelsOf(runs), [{ name: "a", names: ["base", "a"] }, { name: "b", names: ["base", "b"] }]);
});
