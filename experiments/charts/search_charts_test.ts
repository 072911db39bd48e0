/** Charts: settings and what they are worth. */
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { combined, recordOf, search, studyOf } from "./sample_records.ts";
import { chartsOf } from "./charts_of.ts";
import { chart, layer, layers, type Spec, values } from "./spec_parts.ts";

Deno.test("importance: the settings by their share, with the value that is best", () => {
  const { plots: [plot], note } = chart(search, "importance");
  const rows = values(plot);
  assertEquals(rows.map(({ name }) => name), ["learning rate", "momentum", "learning rate × momentum"]);
  assert(rows[0].share > rows[1].share && rows[1].share > rows[2].share);
  assertAlmostEquals(rows.reduce((sum, { share }) => sum + share, 0), 1);
  assert(rows[0].label.endsWith(" %, best: 0.1") && rows[1].label.endsWith(" %, best: 0.9"));
  assert(note!.includes("validation accuracy after epoch 1"), note);
  assertEquals(layer(plot, "bar").mark.color, "var(--run-0)");
  const { x, y } = plot.spec.encoding as Spec;
  assertEquals([x.field, y.field, y.sort], ["share", "name", null]);
  assert(x.axis.labelExpr.includes("%"));
});

Deno.test("a heat map has a field for each combination, the better the stronger", () => {
  const { plots: [plot], title } = chart(combined, "heat_map");
  assertEquals(title, "Accuracy by activation and loss on MNIST");
  const fields = Object.fromEntries(
    values(plot).map(({ row, column, label }) => [`${row} ${column}`, label]),
  );
  const wanted = {
    "tanh kl-div": "90.00",
    "tanh hinge": "80.00",
    "selu kl-div": "70.00",
    "selu hinge": "98.00",
  };
  assertEquals(fields, wanted);
  const { x, y } = plot.spec.encoding as Spec;
  assertEquals([x.field, x.title, y.field, y.title], ["column", "loss", "row", "activation"]);
  const { scale, field } = layer(plot, "rect").encoding.color;
  assertEquals([field, scale.domain], ["accuracy", [0.7, 0.98]]);
  assertEquals(scale.range, [0, 1, 2, 3, 4, 5, 6].map((i) => `var(--ramp-${i})`));
  const { condition, value } = layer(plot, "text").encoding.color;
  assertEquals([condition.test, condition.value, value], [
    "datum.accuracy >= 0.86",
    "var(--on-high)",
    "var(--on-low)",
  ]);
});

Deno.test("the heat maps of a search: means and bests, and what diverged has learned nothing", () => {
  const { plots, note } = chart(search, "heat_map");
  assertEquals(plots.map(({ name }) => name), [
    "learning rate × momentum: mean of 1 trial each",
    "learning rate × momentum: best of 1 trial each",
  ]);
  // All trials reached the first epoch; t005 diverged.
  const fields = Object.fromEntries(
    values(plots[0]).map(({ row, column, label }) => [`${row} ${column}`, label]),
  );
  assertEquals(fields["0.1 0.9"], "70.00");
  assertEquals(fields["1 0"], "10.00");
  assert(note!.startsWith("Validation accuracy after epoch 1 of 6 trials, in %"), note);
  // With a third setting a field has several trials.
  const study = studyOf({
    varied: { learningRate: [0.1, 1], momentum: [0, 0.9], batchSize: [10, 20] },
    search: true,
  });
  const held = [0.1, 0.3, 0.4, 0.6, 0.7, 0.9, 0.2, 0.2];
  const record = recordOf(study, Object.fromEntries(held.map((of, i) => [`t00${i + 1}`, { held: [of] }])), {
    epochs: 1,
  });
  const [mean, best] = chart(record, "heat_map").plots.map((plot) =>
    values(plot).map(({ accuracy }) => accuracy)
  );
  assertAlmostEquals(mean[0], 0.2);
  assertEquals(best[0], 0.3);
  assertEquals(Math.max(...best), 0.9);
});

/** Trials that were drawn: the rate by equal factors, the best is t003, one has diverged. */
const drawn = (() => {
  const settings = [
    { learningRate: 0.0001, activation: ["tanh"], dropout: 0.1 },
    { learningRate: 0.001, activation: ["relu"], dropout: 0.2 },
    { learningRate: 0.01, activation: ["tanh"], dropout: 0.3 },
    { learningRate: 1, activation: ["relu"], dropout: 0.4 },
  ];
  const record = recordOf(
    studyOf({ varied: { seed: settings.map((_, i) => i) }, search: true }),
    Object.fromEntries(
      [0.5, 0.8, 0.95].map((held, i) => [`t00${i + 1}`, { held: [held] }]).concat([
        ["t004", { held: [0.3], status: "diverged" } as never],
      ]),
    ),
    { epochs: 1 },
  );
  const set = <T extends { run: (typeof record.runs)[number] }>(of: T, i: number): T => ({
    ...of,
    run: { ...of.run, configuration: { ...of.run.configuration, ...settings[i] } as never },
  });
  const records = record.records.map(set);
  return { ...record, records, runs: records.map(({ run }) => run) };
})();

Deno.test("drawn trials: a plot for each setting, by equal factors where it was drawn so, names as strips", () => {
  const { plots, title, note } = chart(drawn, "settings");
  assertEquals(title, "All 4 trials against each setting on MNIST");
  assert(note!.includes("Crosses diverged"), note);
  const of = (name: string) => plots.find((plot) => plot.name === name)!;
  assertEquals(plots.map(({ name }) => name), ["activation", "learning rate", "dropout"]);
  const rate = (of("learning rate").spec.encoding as Spec).x,
    dropout = (of("dropout").spec.encoding as Spec).x;
  assertEquals([rate.scale.type, dropout.scale.type], ["log", undefined]);
  const strip = of("activation").spec.encoding as Spec;
  assertEquals([strip.x.type, strip.x.sort, strip.xOffset.field], ["nominal", ["tanh", "relu"], "beside"]);
  const rows = values(of("learning rate"));
  assertEquals(rows.map(({ x }) => x), [0.0001, 0.001, 0.01, 1]);
  assertEquals(rows.map(({ accuracy }) => accuracy), [0.5, 0.8, 0.95, 0.1]);
  assertEquals(rows.map(({ best = false }) => best), [false, false, true, false]);
  assertEquals(rows.map(({ out = false }) => out), [false, false, false, true]);
  // There is none of every combination: a heat map would have a trial in each field.
  assert(!chartsOf(drawn).some(({ id }) => id === "heat_map"));
  assert(!chartsOf(search).some(({ id }) => id === "settings"));
});

Deno.test("trials cross their settings: the best is thick and on top, the axis of what matters most is the last", () => {
  const { plots: [plot], title } = chart(search, "parallel_coordinates");
  assertEquals(title, "All 6 trials across their settings on MNIST");
  const rows = values(plot), axes = (plot.spec.encoding as Spec).x.scale.domain;
  assertEquals(axes.map((name: string) => name.split("|")[0]), ["momentum", "learning rate", "validation"]);
  assertEquals(new Set(rows.filter(({ top }) => top).map(({ trial }) => trial)), new Set(["t004"]));
  assertEquals([rows[0].trial, rows.at(-1)!.trial], ["t005", "t004"]);
  const height = (trial: string) => rows.find((row) => row.trial === trial && row.axis === axes[2])!.y;
  assert(height("t004") > height("t006") && height("t006") > height("t005"));
  assertEquals(rows.find(({ trial }) => trial === "t005")!.accuracy, 0.1);
  const line = layer(plot, "line");
  assertEquals([line.encoding.y.scale.domain, line.encoding.color.scale.domain], [[0, 1], [0.1, 0.9]]);
  assertEquals(line.encoding.strokeWidth.condition[1].test, "datum.top");
  assert(line.encoding.strokeWidth.condition[1].value > line.encoding.strokeWidth.value);
  const [labels] = layers(plot).filter(({ mark }) => mark.type === "text").map(({ data }) =>
    data.values as Spec[]
  );
  const label = (text: string) => labels.find(({ label }) => label[0] === text)!;
  assert(label("90.0 %").y > label("10.0 %").y && label("0.9").axis === axes[0]);
  assert(label("0.001").y < label("0.1").y && label("0.1").y < label("1").y);
});
