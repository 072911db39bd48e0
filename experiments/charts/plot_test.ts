import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { LossName } from "../study/configuration.ts";
import { fewDigits } from "../fixtures.ts";
import { factsOf } from "../study/study_data.ts";
import { plots } from "./plot.ts";
import { isWide, lateFrom } from "./axes.ts";
import { parallel } from "./parallel_lines.ts";
import { layoutOf, solidFirst } from "./plot_style.ts";
import { studies } from "../studies/mod.ts";
import { runsOf, type Study } from "../study/study.ts";
import type { RunRecord } from "../study/run_record.ts";

/** The plots of a study whose runs learn as `curve` says. */
function drawStudy(
  study: Study,
  { epochs, varied = {}, scales = [], diverged = [], watched }: {
    epochs: number;
    varied?: { loss?: LossName[] };
    /** What the losses are multiplied with, run by run. */
    scales?: readonly number[];
    diverged?: readonly string[];
    watched?: RunRecord["watched"];
  },
) {
  const runs = runsOf(study, { settings: { epochs }, varied });
  const records = runs.map((run, i): RunRecord => ({
    ...{ run, parameters: 1, steps: [], watched },
    status: diverged.includes(run.name) ? "diverged" : "finished",
    epochs: Array.from({ length: epochs }, (_, j) => ({
      ...{ type: "epoch", epoch: j + 1, trainLoss: (scales[i] ?? 1) / (j + 1), trainAccuracy: 0.5 },
      ...{ heldOutLoss: scales[i] ?? 1, heldOutAccuracy: 1 - 0.5 / (j + 1), seconds: 1 },
    })),
  }));
  return plots({ study, runs, seeds: 1, data: factsOf(fewDigits()), records, extra: {} });
}

const draw = (
  epochs: number,
  loss: LossName[] = ["kl-div", "softmax-cross-entropy", "focal"],
  scales = [1, 1, 1],
) => drawStudy(studies.loss, { epochs, varied: { loss }, scales });

/** The texts in an SVG. */
const texts = (svg: string) =>
  [...svg.matchAll(/<(?:text|tspan)[^>]*>([^<]+)</g)].map(([, text]) => text.replaceAll("&amp;", "&"));

/** The width and height of an SVG. */
const size = (svg: string) => svg.match(/viewBox="0 0 (\d+) (\d+)"/)!.slice(1).map(Number);

Deno.test("plots say what they show", async () => {
  const drawn = await draw(3);
  const lines = ["training_loss.svg", "testing_accuracy.svg"];
  assertEquals(Object.keys(drawn), [...lines, "accuracy_bars.svg", "loss_bars.svg", "time_accuracy.svg"]);
  for (const svg of lines.map((name) => drawn[name])) {
    assert(svg.startsWith("<svg ") && svg.endsWith("</svg>\n"));
    assert(!/NaN|undefined|Infinity/.test(svg));
    const found = texts(svg);
    for (
      const text of [
        "Epoch",
        "kl-div",
        "softmax-cross-entropy",
        "focal",
        "1",
        "2",
        "3",
        "100-128-10 tanh, 3 epochs",
      ]
    ) {
      assert(found.includes(text), `${text} is not among ${found}`);
    }
    assertEquals(svg.match(/aria-roledescription="line mark"/g)?.length, 3);
    const [width, height] = size(svg);
    assert(width > 680 && width < 740 && height < 520, `${width} × ${height}`);
  }
  assert(texts(drawn["training_loss.svg"]).includes("Losses compared: training loss on synthetic digits"));
  assert(texts(drawn["training_loss.svg"]).includes("Training loss (mean over the epoch's batches)"));
  assert(texts(drawn["testing_accuracy.svg"]).includes("Test accuracy (fraction of the test set)"));
});

Deno.test("a single epoch is seen as points", async () => {
  const { "testing_accuracy.svg": svg } = await draw(1);
  assertEquals(svg.match(/aria-roledescription="point"/g)?.length, 3);
});

Deno.test("losses of different magnitude get a logarithmic axis, and no bars if they are far apart", async () => {
  const even = await draw(3), uneven = await draw(3, undefined, [1, 1, 0.01]);
  assertStringIncludes(even["training_loss.svg"], "for a linear scale");
  assertStringIncludes(uneven["training_loss.svg"], "for a log scale");
  const bars = (svg: string) => svg.match(/aria-roledescription="bar"/g)?.length ?? 0;
  const apart = await draw(3, undefined, [1, 1, 1e-6]);
  assertEquals([even, apart].map((drawn) => bars(drawn["loss_bars.svg"])), [12, 0]);
  assertEquals([even, apart].map((drawn) => bars(drawn["accuracy_bars.svg"])), [12, 12]);
  assert(texts(apart["loss_bars.svg"]).includes("10⁻⁴"));
});

Deno.test("one run needs no legend and names its loss; no epoch at all is no error", async () => {
  const one = texts((await draw(20, ["hinge"]))["training_loss.svg"]);
  assert(!one.includes("hinge") && one.includes("100-128-10 tanh, 20 epochs, hinge (margin 5)"), one.join());
  const none = await draw(0);
  for (const svg of Object.values(none)) assert(svg.endsWith("</svg>\n") && !/NaN|Infinity/.test(svg));
});

Deno.test("the axis of a long training begins where the later epochs are", async () => {
  const cut = "the first epochs are below what is shown";
  assert(texts((await draw(50))["testing_accuracy.svg"]).includes(cut));
  assert(!texts((await draw(10))["testing_accuracy.svg"]).includes(cut));
  const x = Array.from({ length: 20 }, (_, i) => i + 1);
  assertEquals(lateFrom([{ x, y: x.map((i) => i < 3 ? 0.1 : 0.9) }]), 0.9);
  assertEquals(lateFrom([{ x, y: x.map(() => 0.9) }]), undefined);
  assertEquals(lateFrom([]), undefined);
});

Deno.test("many runs are drawn in panels, on a page's width, and what diverged is named", async () => {
  const layer = { mean: 1, maximum: 2, lowest: -2, highest: 2, rowRange: 4 };
  const step = (iteration: number) => ({
    ...{ epoch: 1, iteration, gradientNorm: 3 },
    layers: [{ layer: "linear 1", ...layer, maximum: 2 ** iteration }],
  });
  const drawn = await drawStudy(studies.stability, {
    ...{ epochs: 5, diverged: ["rate 1000"], watched: [1, 10, 40].map(step) },
  });
  for (const [name, svg] of Object.entries(drawn)) {
    const [width] = size(svg);
    assert(width <= 830, `${name} is ${width} wide`);
    assert(!/NaN|undefined/.test(svg), name);
  }
  for (const name of ["training_loss.svg", "time_accuracy.svg", "pre_activations.svg"]) {
    const found = texts(drawn[name]);
    for (const text of ["2 layers plain softmax", "4 layers LeCun", "rate 0.001"]) {
      assert(found.includes(text), `${text} is not in ${name}`);
    }
  }
  assert(texts(drawn["training_loss.svg"]).includes("diverged: rate 1000"));
  assert(
    texts(drawn["pre_activations.svg"]).includes("✕: the last number that is finite, of a run that diverged"),
  );
});

Deno.test("broken lines are drawn last, and every run has a line", () => {
  const layout = layoutOf(studies.matrix, ["128 tanh hinge", "128 selu hinge", "256 tanh hinge", "odd"]);
  assertEquals(layout.lines, ["tanh hinge", "selu hinge", "odd"]);
  const order = solidFirst(layout, [{ variant: "128 selu hinge" }, { variant: "128 tanh hinge" }]);
  assertEquals(order.map(({ variant }) => variant), ["128 tanh hinge", "128 selu hinge"]);
  assertEquals(layoutOf({}, ["a", "b"]).panels, []);
});

Deno.test("trials go through their settings, the better ones above", () => {
  const trial = (trial: string, rate: string, accuracy: number) => ({ trial, values: { rate }, accuracy });
  const { points, ticks, top } = parallel([trial("a", "0.1", 0.9), trial("b", "0.1", 0.5)], ["rate"]);
  const [worse, better] = points.filter(({ axis }) => axis === 0);
  assertEquals([worse.trial, better.trial, better.top, top], ["b", "a", true, 1]);
  assert(worse.y < ticks[0].y && ticks[0].y < better.y && better.y < 1);
  assert(isWide(1, 100) && !isWide(1, 10) && !isWide(0, 10));
});
