import { assertAlmostEquals, assertEquals } from "@std/assert";
import { csv, lossFiles, studyFiles } from "./fixtures.ts";
import { readFiles } from "./test_files.ts";
import { variantOf } from "./variants.ts";

Deno.test("a run is one of its variant", () => {
  assertEquals(["hinge", "hinge@2", "a@b", "gamma=2 alpha=1@10"].map(variantOf), [
    "hinge",
    "hinge",
    "a@b",
    "gamma=2 alpha=1",
  ]);
});

Deno.test("runs.csv gives means and deviations, without what diverged", async () => {
  const row = {
    dataset: "mnist",
    epochs: 2,
    test_loss_final: 1,
    train_accuracy_final: 0.99,
    train_seconds: 3,
  };
  const { studies: [{ variants }] } = await readFiles({
    "a/runs.csv": csv([
      { run: "x@1", status: "finished", test_accuracy_final: 0.9, ...row },
      { run: "x@2", status: "finished", test_accuracy_final: 0.94, ...row },
      { run: "x@3", status: "diverged", test_accuracy_final: "", ...row },
    ]),
  });
  assertEquals(variants.map(({ name, runs, diverged }) => [name, runs, diverged]), [["x", 3, 1]]);
  const { test_accuracy_final: accuracy, gap, seconds_per_epoch } = variants[0].measures;
  assertAlmostEquals(accuracy!.mean, 0.92);
  assertAlmostEquals(accuracy!.std!, 0.04 / Math.SQRT2);
  assertAlmostEquals(gap!.mean, 0.07);
  assertEquals(seconds_per_epoch!.mean, 1.5);
});

Deno.test("summary.csv comes before runs.csv, epochs.csv after both", async () => {
  const files = lossFiles(3);
  const summary = {
    variant: "hinge",
    seeds: 5,
    diverged: 1,
    test_accuracy_final_mean: 0.5,
    test_accuracy_final_std: 0.1,
  };
  const rest = {
    test_loss_final_mean: 1,
    train_seconds_mean: 2,
    epochs_to_95_mean: 7,
    epochs_to_95_reached: 3,
  };
  const both = await readFiles({ ...files, "loss/summary.csv": csv([{ ...summary, ...rest }]) });
  const hinge = both.studies[0].variants.find(({ name }) => name === "hinge")!;
  assertEquals(hinge.measures.test_accuracy_final, { mean: 0.5, std: 0.1, count: 4 });
  assertEquals(hinge.measures.epochs_to_95, { mean: 7, std: undefined, count: 3 });
  assertEquals(both.studies[0].variants.map(({ name }) => name), [
    "kl-div",
    "softmax-cross-entropy",
    "hinge",
    "focal",
  ]);

  const whole = await readFiles(files);
  const only = await readFiles({ "loss/epochs.csv": files["loss/epochs.csv"] });
  for (const [i, { name, measures }] of only.studies[0].variants.entries()) {
    const expected = whole.studies[0].variants[i];
    assertEquals(name, expected.name);
    for (const metric of ["test_accuracy_final", "test_loss_average", "train_seconds"]) {
      assertAlmostEquals(measures[metric]!.mean, expected.measures[metric]!.mean, 1e-12);
    }
  }
});

Deno.test("studies come in the order in which they are defined, as published ones last", async () => {
  const made = (name: string, settings = {}) =>
    studyFiles({
      name,
      title: name,
      question: "",
      variants: [{ name: "x", accuracy: 0.9, loss: 1 }],
      epochs: 1,
      settings,
    });
  const published = Object.entries(made("loss", { learningRate: 1e-5, weightDecay: 0.1 }));
  const { studies } = await readFiles({
    ...{ ...made("stability"), ...made("grid"), ...made("another"), ...made("loss") },
    ...Object.fromEntries(published.map(([path, text]) => [`a/${path}`, text])),
  });
  assertEquals(studies.map(({ folder }) => folder), ["loss", "grid", "stability", "another", "a/loss"]);
  assertEquals(studies.map(({ asPublished }) => asPublished), [false, false, false, false, true]);
});
