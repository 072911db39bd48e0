import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { LossName } from "./configuration.ts";
import { fewDigits } from "./fixtures.ts";
import { plots } from "./plot.ts";
import type { RunRecord } from "./results.ts";
import { studies } from "./studies/mod.ts";
import { runsOf } from "./study.ts";

function draw(
  epochs: number,
  loss: LossName[] = ["kl-div", "softmax-cross-entropy", "focal"],
  scales = [1, 1, 1],
) {
  const data = fewDigits();
  const runs = runsOf(studies.loss, { settings: { epochs }, varied: { loss } });
  const records = runs.map((run, i): RunRecord => ({
    ...{ run, parameters: 1, steps: [], status: "finished" },
    epochs: Array.from({ length: epochs }, (_, j) => ({
      ...{ type: "epoch", epoch: j + 1, trainLoss: scales[i] / (j + 1), trainAccuracy: 0.5, testLoss: 1 },
      ...{ testAccuracy: 1 - 0.5 / (j + 1), seconds: 1 },
    })),
  }));
  return plots({ study: studies.loss, runs, seeds: 1, share: 1, data, folder: undefined, records });
}

/** The texts in an SVG. */
const texts = (svg: string) =>
  [...svg.matchAll(/<(?:text|tspan)[^>]*>([^<]+)</g)].map(([, text]) => text.replaceAll("&amp;", "&"));

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
    const [, width, height] = svg.match(/viewBox="0 0 (\d+) (\d+)"/)!;
    assert(Number(width) > 680 && Number(width) < 740 && Number(height) < 520, `${width} × ${height}`);
  }
  assert(texts(drawn["training_loss.svg"]).includes("Losses compared: training loss on synthetic"));
  assert(texts(drawn["training_loss.svg"]).includes("Training loss (mean over the epoch's batches)"));
  assert(texts(drawn["testing_accuracy.svg"]).includes("Test accuracy (fraction of the test set)"));
});

Deno.test("a single epoch is seen as points", async () => {
  const { "testing_accuracy.svg": svg } = await draw(1);
  assertEquals(svg.match(/aria-roledescription="point"/g)?.length, 3);
});

Deno.test("losses of different magnitude get a logarithmic axis", async () => {
  const even = await draw(3), uneven = await draw(3, undefined, [1, 1, 0.01]);
  assertStringIncludes(even["training_loss.svg"], "for a linear scale");
  assertStringIncludes(uneven["training_loss.svg"], "for a log scale");
});

Deno.test("one run needs no legend and names its loss; no epoch at all is no error", async () => {
  const one = texts((await draw(20, ["hinge"]))["training_loss.svg"]);
  assert(!one.includes("hinge") && one.includes("100-128-10 tanh, 20 epochs, hinge (margin 5)"), one.join());
  const none = await draw(0);
  assert(none["training_loss.svg"].endsWith("</svg>\n"));
  assert(!/NaN|Infinity/.test(none["training_loss.svg"]));
});
