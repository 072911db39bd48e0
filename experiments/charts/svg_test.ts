/** Charts on paper. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import { chartsOf } from "./charts_of.ts";
import { legendOf } from "./legend.ts";
import { onPaper, resolved } from "./paper.ts";
import { drawnRuns } from "./runs.ts";
import { losses, overflow, recordOf, studyOf } from "./sample_records.ts";
import { plots } from "./svg.ts";
import { wrapped } from "./text_width.ts";

/** The texts in an SVG. */
const texts = (svg: string) =>
  [...svg.matchAll(/<(?:text|tspan)[^>]*>([^<]+)</g)].map(([, text]) => text.replaceAll("&amp;", "&"));

Deno.test("plots say what they show: data, network, training, seeds, what diverged", async () => {
  const drawn = await plots(losses);
  const found = texts(drawn["training_loss.svg"]);
  for (
    const text of [
      "A sample: training loss on MNIST",
      "784-128-10 tanh, 2 epochs",
      "sgd, learning rate 0.001, weight decay 1e-5, momentum 0.9, batch size 100, pixels centered, seeds 1 to 2",
      "Diverged: softmax-cross-entropy (1 of 2 runs), hinge (2 of 2 runs).",
      "Line: mean of 2 seeds, band: ± one standard deviation.",
      "Loss, mean over the epoch's batches",
      "Epoch",
      "kl-div",
      "softmax-cross-entropy",
      "hinge",
      "focal",
      "the last finite number of a run that diverged",
    ]
  ) assert(found.includes(text), `${text} is not among ${found}`);
  const dots = texts(drawn["accuracy_bars.svg"]);
  for (const text of ["92.00 ± 2.83 · 93.00 ± 2.83", "diverged", "Test, last epoch", "90 %"]) {
    assert(dots.some((found) => found.replace(/ +/g, " ") === text), `${text} is not among ${dots}`);
  }
  // A single run has no legend, and its loss is said.
  const one = recordOf(studyOf({ varied: { loss: ["hinge"] } }), { hinge: { held: [0.5, 0.6] } });
  const alone = texts((await plots(one))["training_loss.svg"]);
  assert(
    alone.includes("784-128-10 tanh, 2 epochs, hinge (margin 5)") && !alone.includes("hinge"),
    alone.join(),
  );
});

Deno.test("the legend's samples are the colours and strokes of the lines", async () => {
  const svg = (await plots(losses))["training_loss.svg"];
  const samples = [
    ...svg.matchAll(
      /<path d="M0,0H34" stroke="(#\w+)"[^>]*?(?: stroke-dasharray="([\d,]+)")?\/><text[^>]*>([^<]+)</g,
    ),
  ];
  const legend = Object.fromEntries(samples.map(([, color, dash, name]) => [name, [color, dash]]));
  assertEquals<unknown>(legend, {
    "kl-div": ["#0072B2", undefined],
    "softmax-cross-entropy": ["#D55E00", "7,4"],
    "hinge": ["#009E73", "2,3"],
    "focal": ["#CC79A7", "9,3,2,3"],
  });
  const lines = [...svg.matchAll(/<path d="M[^"]*L[^"]*" stroke="(#\w+)" stroke-width="2"[^>]*>/g)];
  const dash = (line: string) => line.match(/stroke-dasharray="([\d,]+)"/)?.[1].replace(/^1,0$/, "");
  const drawn = Object.fromEntries(lines.map(([line, color]) => [color, dash(line)]));
  assertEquals<unknown>(drawn, { "#0072B2": "", "#D55E00": "7,4", "#CC79A7": "9,3,2,3" });
});

Deno.test("panels share a legend, in which each line is once", () => {
  const runs = drawnRuns(overflow), charts = chartsOf(overflow, runs);
  const [entries] = legendOf(charts.find(({ id }) => id === "pre_activations")!, runs);
  assertEquals(entries.map(({ name, color }) => [name, color]), [
    ["rate 0.1", "var(--run-0)"],
    ["rate 1000", "var(--run-1)"],
  ]);
  // Names stand in the drawing.
  assertEquals(legendOf(charts.find(({ id }) => id === "loss_bars")!, runs).length, 1);
});

Deno.test("panels have their names, and axes titles that they share", async () => {
  const found = texts((await plots(overflow))["pre_activations.svg"]);
  for (const text of ["flat", "deep", "Step", "Largest |pre-activation| of the batch"]) {
    assertEquals(found.filter((of) => of === text).length, 1, text);
  }
});

Deno.test("where nothing has ended there is an empty sheet, and no error", async () => {
  const none = recordOf(studyOf({ varied: { loss: ["hinge", "focal"] } }), {});
  for (const svg of Object.values(await plots(none))) {
    assert(texts(svg).includes("A sample: nothing to draw yet"));
  }
});

Deno.test("paper has a colour for each name, and refuses others", () => {
  assertEquals(resolved("a var(--run-1) b var(--ink)"), "a #D55E00 b #000000");
  assertThrows(
    () => resolved("var(--run-9)"),
    RangeError,
    "Cannot draw on paper: it has no colour var(--run-9)",
  );
  const [{ plots: [plot] }] = chartsOf(losses), spec = onPaper(plot, 500);
  assertEquals([spec.width, spec.height], [500, 312]);
  assert(!JSON.stringify(spec).includes("containerSize"));
});

Deno.test("texts are broken where they are too wide", () => {
  assertEquals(wrapped("aa bb cc", 10, 30), ["aa bb", "cc"]);
  assertEquals(wrapped("a-word-that-is-too-wide b", 10, 30), ["a-word-that-is-too-wide", "b"]);
});

Deno.test("whatever runs are called, they are drawn as others are, and called so", async () => {
  const plain = await plots(losses);
  const names = ["var(--ink)", "__proto__", "containerSize()[0]", "a\\b"];
  const { records } = losses, own = [...new Set(records.map(({ run }) => run.name.replace(/@\d+$/, "")))];
  const renamed = (name: string) =>
    names[own.indexOf(name.replace(/@\d+$/, ""))] + (name.match(/@\d+$/)?.[0] ?? "");
  const runOf = (run: typeof records[number]["run"]) => ({ ...run, name: renamed(run.name) });
  const drawn = await plots({
    ...losses,
    runs: losses.runs.map(runOf),
    records: records.map((record) => ({ ...record, run: runOf(record.run) })),
  });
  const paths = (svg: string) => svg.match(/<path[^>]*stroke="#[^>]*>/g)?.length;
  for (const [name, svg] of Object.entries(drawn)) assertEquals(paths(svg), paths(plain[name]), name);
  for (const name of names) assert(texts(drawn["accuracy_bars.svg"]).includes(name), name);
});
