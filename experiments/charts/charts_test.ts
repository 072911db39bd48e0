/** What charts mean: data in, specification out. */
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import type { StudyRecord } from "../study/study_record.ts";
import { type Chart, lookOf, type Plot } from "./chart.ts";
import { chartsOf } from "./charts_of.ts";
import { curveRows } from "./curve_rows.ts";
import { drawnRuns, panelsOf } from "./runs.ts";
import { combined, exponentials, losses, overflow, recordOf, search, studyOf } from "./sample_records.ts";

// deno-lint-ignore no-explicit-any
type Spec = Record<string, any>;

function chart(record: StudyRecord, id: string): Chart {
  const found = chartsOf(record).find((chart) => chart.id === id);
  assert(found, `${id} is not drawn`);
  return found;
}

/** All layers of a drawing, those within others too. */
function layers(plot: Plot): Spec[] {
  const flat = (spec: Spec): Spec[] => spec.layer ? spec.layer.flatMap(flat) : [spec];
  return flat(plot.spec);
}

/** The layer with a mark. */
function layer(plot: Plot, type: string, more: (layer: Spec) => boolean = () => true): Spec {
  const found = layers(plot).filter((layer) => layer.mark.type === type && more(layer));
  assertEquals(found.length, 1, `${found.length} layers of ${type}`);
  return found[0];
}

/** The scale of the channel of colours that belongs to a layer of runs. */
function pairs({ scale: { domain, range } }: Spec): Record<string, string> {
  assertEquals(domain.length, range.length);
  return Object.fromEntries(domain.map((name: string, i: number) => [name, range[i]]));
}

const colourOf = (plot: Plot): Spec =>
  (plot.spec.encoding as Spec).color ??
    (plot.spec.layer as Spec[]).find(({ encoding }) => encoding.color)!.encoding.color;

/** The rows of a drawing's own data. */
const values = ({ spec }: Plot): Spec[] => (spec.data as Spec).values;

const COLOURS = { "kl-div": 0, "softmax-cross-entropy": 1, "hinge": 2, "focal": 3 };
const colours = Object.fromEntries(Object.entries(COLOURS).map(([name, i]) => [name, `var(--run-${i})`]));

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

Deno.test("curves are means over seeds, their bands a standard deviation below and above", () => {
  const [plot] = chart(losses, "testing_accuracy").plots, { series, writing } = plot.curves!;
  const focal = series.find(({ run }) => run === "focal")!, kl = series.find(({ run }) => run === "kl-div")!;
  assertEquals(focal, { run: "focal", x: [1, 2], y: [0.8, 0.97], std: [0, 0.0141421] });
  assertEquals(kl, { run: "kl-div", x: [1, 2], y: [0.6, 0.92], std: [0.141421, 0.0282843] });
  assertEquals(writing, "percent");
  const [first] = curveRows([kl]);
  assertAlmostEquals(first.low, 0.6 - 0.141421);
  assertAlmostEquals(first.high, 0.6 + 0.141421);
  assertEquals([first.x, first.y], [1, 0.6]);
  assertEquals(layer(plot, "area").encoding.y.field, "low");
  assertEquals(layer(plot, "area").encoding.y2.field, "high");
  const [loss] = chart(losses, "training_loss").plots;
  assertEquals(loss.curves!.series.find(({ run }) => run === "kl-div")!.y, [3, 1]);
  assertEquals(loss.curves!.writing, "number");
  // After the second seed diverged there is one run left.
  const { x, y, std } = loss.curves!.series.find(({ run }) => run === "softmax-cross-entropy")!;
  assertEquals([x, y, std], [[1, 2], [6, 2], [4.24264, null]]);
});

Deno.test("curves have the colours and strokes of their runs, broken ones on top", () => {
  for (const id of ["training_loss", "testing_accuracy"]) {
    const [plot] = chart(losses, id).plots;
    assertEquals(pairs(colourOf(plot)), colours);
    const dashes = {
      "kl-div": [1, 0],
      "softmax-cross-entropy": [7, 4],
      "hinge": [2, 3],
      "focal": [9, 3, 2, 3],
    };
    assertEquals<unknown>(pairs(layer(plot, "line").encoding.strokeDash), dashes);
    assertEquals(plot.curves!.series[0].run, "kl-div");
    assertEquals((plot.spec.encoding as Spec).x.field, "x");
    assertEquals(layer(plot, "line").encoding.y.field, "y");
  }
});

Deno.test("what diverged with every seed ends with a cross, and nothing else does", () => {
  for (const id of ["training_loss", "testing_accuracy"]) {
    const { plots: [plot], note, paper } = chart(losses, id);
    const ends = curveRows(plot.curves!.series).filter(({ end }) => end);
    assertEquals(ends.map(({ run, x }) => [run, x]), [["hinge", 1]]);
    const cross = layer(plot, "point", ({ mark }) => mark.shape !== undefined);
    assertEquals(cross.transform, [{ filter: "datum.end" }]);
    assert(note!.includes("✕"));
    assertEquals(paper!.marks!.map(({ shape }) => shape), [cross.mark.shape]);
  }
  const { plots: [plot], note, paper } = chart(combined, "training_loss");
  assertEquals(curveRows(plot.curves!.series).filter(({ end }) => end), []);
  assert(!note?.includes("✕") && paper!.marks!.length === 0);
});

Deno.test("accuracies rise upwards in per cent, epochs to the right; a mean of seeds is said to be one", () => {
  const { plots: [plot], note } = chart(losses, "testing_accuracy");
  const { scale: { domain: [low, high] }, axis } = layer(plot, "line").encoding.y;
  // 0.05 is what is left of hinge: half of its 0.15.
  assert(low < 0.08 && high === 1, `${low} to ${high}`);
  assert(axis.labelExpr.includes("100 * datum.value") && axis.labelExpr.includes("%"));
  assertEquals((plot.spec.encoding as Spec).x.scale.domain, [1, 2]);
  assert(note!.includes("Line: mean of 2 seeds, band: ± one standard deviation."));
  const alone = chart(combined, "testing_accuracy");
  assert(!alone.note?.includes("seeds") && !layers(alone.plots[0]).some(({ mark }) => mark.type === "area"));
});

Deno.test("losses far apart have a logarithmic axis, with room for the deviations", () => {
  const far = recordOf(studyOf({ varied: { loss: ["hinge", "focal"] } }), {
    hinge: { held: [0.5, 0.5], loss: [100, 10] },
    focal: { held: [0.5, 0.5], loss: [1, 0.01] },
  });
  const scale = (record: StudyRecord) =>
    layer(chart(record, "training_loss").plots[0], "line").encoding.y.scale;
  assertEquals(scale(far).type, "log");
  assert(scale(far).domain[0] < 0.01 && scale(far).domain[1] > 100);
  assertEquals(scale(combined).type, undefined);
});

Deno.test("the axis of a long training begins where its later epochs are, and says so", () => {
  const held = Array.from({ length: 30 }, (_, i) => i < 3 ? 0.2 : 0.9);
  const long = (held: number[]) => recordOf(studyOf({}), { sample: { held } }, { epochs: held.length });
  const { plots: [plot], note } = chart(long(held), "testing_accuracy");
  assertEquals(layer(plot, "line").encoding.y.scale.domain[0], 0.9);
  assertEquals(note, "The first epochs are below what is shown.");
  assertEquals(layer(plot, "line").mark.clip, true);
  assertEquals(chart(long(held.slice(0, 12)), "testing_accuracy").note, undefined);
});

Deno.test("the other trials of a search are grey behind the best", () => {
  const rates = Array.from({ length: 12 }, (_, i) => i + 1),
    name = (i: number) => `t${String(i).padStart(3, "0")}`;
  const told = Object.fromEntries(rates.map((i) => [name(i), { held: [0.1, i / 20] }]));
  const record = recordOf(studyOf({ varied: { learningRate: rates }, search: true }), told);
  const { plots: [plot], note } = chart(record, "testing_accuracy");
  const [grey, line] = layers(plot).filter(({ mark }) => mark.type === "line");
  assertEquals(grey.data.values.map(({ run }: Spec) => run), ["t001", "t002", "t003", "t004"]);
  assertEquals(grey.data.values[3], { run: "t004", x: [1, 2], y: [0.1, 0.2] });
  assertEquals([grey.mark.color, line.mark.color], ["var(--ink-soft)", undefined]);
  assertEquals(plot.curves!.series.map(({ run }) => run).toSorted().at(0), "t005");
  assert(note!.startsWith("In colour: the best 8 of 12 trials"));
});

Deno.test("dots: means with bars of a standard deviation, a row for each run in its colour", () => {
  const { plots: [plot], paper } = chart(losses, "accuracy_bars");
  const rows = values(plot),
    of = (run: string, what: string) => rows.find((row) => row.run === run && row.what === what)!;
  const last = of("kl-div", "Test, last epoch");
  assertAlmostEquals(last.mean, 0.92);
  assertAlmostEquals(last.high - last.mean, Math.SQRT2 * 0.02);
  assertAlmostEquals(last.mean - last.low, Math.SQRT2 * 0.02);
  assertEquals(last.value, "92.00 ± 2.83 %");
  assertAlmostEquals(of("kl-div", "Test, mean of all epochs").mean, 0.76);
  assertAlmostEquals(of("kl-div", "Training, last epoch").mean, 0.93);
  assertAlmostEquals(of("kl-div", "Training, mean of all epochs").mean, 0.77);
  // The seed that diverged does not count.
  assertEquals(of("softmax-cross-entropy", "Test, last epoch").value, "80.00 %");
  const bar = layer(plot, "rule"), dot = layer(plot, "point", ({ encoding }) => encoding.shape);
  assertEquals([bar.encoding.x.field, bar.encoding.x2.field, dot.encoding.x.field], ["low", "high", "mean"]);
  assertEquals(pairs(colourOf(plot)), colours);
  assertEquals(pairs(dot.encoding.fill), colours);
  assertEquals(dot.encoding.y.sort, Object.keys(COLOURS));
  const shapes = pairs(dot.encoding.shape);
  assertEquals(shapes["Test, last epoch"], "circle");
  assertEquals(shapes["Training, last epoch"], "triangle-up");
  assertEquals(dot.encoding.fill.condition.test, "indexof(datum.what, 'mean of all epochs') >= 0");
  for (const { name, shape, filled } of paper!.marks!) {
    assertEquals([shape, filled], [shapes[name], name.endsWith("last epoch")], name);
  }
  assertEquals(paper!.marks!.length, 4);
  assert(bar.encoding.x.axis.labelExpr.includes("%") && bar.encoding.x.scale.type === undefined);
});

Deno.test("dots: only what diverged is marked so, and the figures stand beside their run", () => {
  const { plots: [plot] } = chart(losses, "loss_bars");
  assertEquals(values(plot).filter(({ lost }) => lost).map(({ run }) => run), ["hinge"]);
  assert(!values(plot).some(({ run, lost }) => run === "hinge" && !lost));
  for (const type of ["text", "point"]) {
    for (const { mark, transform } of layers(plot).filter(({ mark }) => mark.type === type)) {
      const lost = mark.text === "diverged" || mark.shape?.startsWith("M");
      assertEquals(transform, [{ filter: lost ? "datum.lost" : "!datum.lost" }]);
    }
  }
  const { labelExpr, title } = layer(plot, "point", ({ encoding }) => encoding.shape).encoding.y.axis;
  const texts = JSON.parse(labelExpr.match(/\{.*\}/)[0]);
  assertEquals(texts["kl-div"], [
    "2.0000 ± 0.0000  ·  1.0000 ± 0.0000",
    "4.0000 ± 1.4142  ·  2.0000 ± 0.7071",
  ]);
  assertEquals(title, ["last epoch: test  ·  training", "mean of all epochs: test  ·  training"]);
  assertEquals(Object.keys(texts), ["kl-div", "softmax-cross-entropy", "focal"]);
});

Deno.test("dots of a search: the best trials first, and below them the best settings on the test set", () => {
  const { plots: [plot], note } = chart(search, "accuracy_bars");
  const dot = layer(plot, "point", ({ encoding }) => encoding.shape);
  assertEquals(dot.encoding.y.sort.at(0), "t004");
  assertEquals(dot.encoding.y.sort.at(-1), "best, all training images");
  assertEquals(pairs(colourOf(plot)).best, "var(--ink)");
  assert(values(plot).some(({ what }) => what === "Held out, last epoch"));
  assert(note!.includes("the test set in their place"));
});

Deno.test("time against accuracy: points with bars both ways, in the colours and shapes of their runs", () => {
  const { plots: [plot], paper } = chart(losses, "time_accuracy");
  const [kl] = values(plot);
  assertEquals([kl.run, kl.x], ["kl-div", 6]);
  assertAlmostEquals(kl.y, 0.92);
  assertAlmostEquals(kl.right - kl.x, 2 * Math.SQRT2);
  assertAlmostEquals(kl.x - kl.left, 2 * Math.SQRT2);
  assertAlmostEquals(kl.high - kl.y, 0.02 * Math.SQRT2);
  assertAlmostEquals(kl.y - kl.low, 0.02 * Math.SQRT2);
  assertEquals(values(plot).map(({ run }) => run), ["kl-div", "softmax-cross-entropy", "focal"]);
  const rules = layers(plot).filter(({ mark }) => mark.type === "rule").map(({ encoding }) => encoding);
  assertEquals([rules[0].x.field, rules[0].x2.field, rules[0].y.field], ["left", "right", "y"]);
  assertEquals([rules[1].x.field, rules[1].y.field, rules[1].y2.field], ["x", "low", "high"]);
  const point = layer(plot, "point");
  assertEquals([point.encoding.x.field, point.encoding.y.field], ["x", "y"]);
  assertEquals(pairs(colourOf(plot)), colours);
  assertEquals(Object.values(pairs(point.encoding.shape)), ["circle", "square", "triangle-up", "diamond"]);
  const { scale: { domain }, axis, title } = point.encoding.y;
  assert(domain[0] < 0.8 && domain[1] > 0.97 && axis.labelExpr.includes("%"));
  assertEquals([point.encoding.x.title, title], ["Training time, s", "Test accuracy after the last epoch"]);
  // Names stand beside few points, each at its own, and then paper has no legend.
  const names = layers(plot).filter(({ mark }) => mark.type === "text");
  assertEquals(names.map(({ transform }) => transform[0].filter.equal), values(plot).map(({ run }) => run));
  assertEquals(paper!.legend, undefined);
});

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
    "learning rate × momentum: mean over all else",
    "learning rate × momentum: best of all else",
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

Deno.test("inside networks: the largest of all layers, limits that are near, and where float32 ended", () => {
  const { plots: [flat, deep], note, paper } = chart(overflow, "pre_activations");
  assertEquals([flat.name, deep.name], ["flat", "deep"]);
  const [slow, fast] = flat.curves!.series;
  assertEquals([slow.run, slow.x, slow.y], ["rate 0.1", [1, 10], [3, 4]]);
  assertEquals([fast.run, fast.x, fast.y, fast.diverged], ["rate 1000", [1, 2], [3, 1e30], true]);
  assertEquals(deep.curves!.series.map(({ run }) => run), ["deep rate 0.1"]);
  const limits = layers(flat).filter(({ data }) => data?.values[0].limit).map(({ data }) =>
    data.values[0].limit
  );
  assertEquals(limits, [3.4028235e38, 88.72]);
  assertEquals([(flat.spec.encoding as Spec).x.scale.type, layer(flat, "line").encoding.y.scale.type], [
    "log",
    "log",
  ]);
  assert(note!.startsWith("↑ Largest |pre-activation| of the batch, → step. Dashed: 3.4e38"), note);
  assertEquals(paper!.axes, { x: "Step", y: "Largest |pre-activation| of the batch" });
  // The same line has the same colour in every panel.
  const { "rate 0.1": one, "deep rate 0.1": other, "rate 1000": third } = pairs(colourOf(flat));
  assert(one === other && one !== third);
  const norms = chart(overflow, "gradient_norms");
  assertEquals(norms.plots[0].curves!.series[1].y, [2, 1e25]);
});

Deno.test("softmax: each outcome has its colour and shape, and what is not finite is on top", () => {
  const { plots: [plain, shifted], paper } = chart(overflow, "softmax");
  assertEquals([plain.name, shifted.name], ["as it stands", "maximum subtracted first"]);
  const by = Object.fromEntries(values(plain).map(({ status, error, shift }) => [status, [shift, error]]));
  assertEquals(by, { underflow: [-200, 10], inaccurate: [-104, 0.25], ok: [0, 2e-8], overflow: [90, 10] });
  assertEquals(values(shifted).map(({ status, error }) => [status, error]), [["ok", 3e-8]]);
  const { color, shape } = layer(plain, "point").encoding;
  const wanted = {
    ok: "var(--run-2)",
    inaccurate: "var(--run-5)",
    overflow: "var(--run-1)",
    underflow: "var(--run-0)",
  };
  assertEquals(pairs(color), wanted);
  for (const mark of paper!.marks!) {
    assertEquals([mark.color, mark.shape], [pairs(color)[mark.name], pairs(shape)[mark.name]]);
  }
  const { y } = plain.spec.encoding as Spec;
  assert(
    y.scale.domain[0] < y.scale.domain[1] && y.axis.labelExpr.startsWith("datum.value > 1 ? 'not finite'"),
  );
});

Deno.test("exponentials: no error is at the bottom, an endless one on top", () => {
  const { plots } = chart(exponentials, "functions");
  assertEquals(plots.map(({ name }) => name), ["tanh", "softmax"]);
  const [exact] = values(plots[0]).filter(({ way }) => way === "exact");
  const [taylor] = values(plots[1]).filter(({ way }) => way === "taylor");
  assertEquals([exact.time, exact.error, exact.erred], [20, 1e-8, "0"]);
  assertEquals([taylor.time, taylor.error, taylor.erred], [4, 2e-6, "Infinity"]);
  const { x, y } = plots[0].spec.encoding as Spec;
  assertEquals([x.field, x.scale.type, y.field, y.scale.type], ["time", "log", "error", "log"]);
  assert(y.scale.domain[0] < 1e-8 && y.scale.domain[1] > 2e-6);
  const wanted = { simd: "var(--run-0)", exact: "var(--run-1)", taylor: "var(--run-2)" };
  assertEquals(pairs(layer(plots[0], "point").encoding.color), wanted);
  for (const text of layers(plots[0]).filter(({ mark }) => mark.type === "text")) {
    assertEquals(text.encoding.text.field, "way");
  }
});
