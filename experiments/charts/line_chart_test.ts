/** Charts: curves. */
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import type { StudyRecord } from "../study/study_record.ts";
import { curveRows } from "./curve_rows.ts";
import { combined, losses, overflow, recordOf, studyOf } from "./sample_records.ts";
import { chart, colourOf, colours, layer, layers, pairs, type Spec } from "./spec_parts.ts";

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
