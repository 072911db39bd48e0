import { assert, assertEquals, assertMatch } from "@std/assert";
import { decode } from "fast-png";
import { inspectionTables } from "../analysis/inspection_tables.ts";
import type { Inspection } from "../study/inspection.ts";
import { inspectionCharts } from "./inspection_charts.ts";
import { inspectionPlots } from "./inspection_svg.ts";
import { greyPicture, signedPicture } from "./picture.ts";
import { textWidth } from "./text_width.ts";
import { layers, type Spec, values } from "./spec_parts.ts";

const size = { rows: 1, columns: 3 }, pixels = Uint8Array.of(0, 128, 255);
const seen = { image: 7, label: 1, answer: 0, confidence: 0.875, pixels };
const inspection: Inspection = {
  dataset: "mnist",
  ...size,
  images: 10,
  loss: 0.5,
  accuracy: 0.7,
  calibrationError: 0.0125,
  confusion: [[4, 1], [2, 3]],
  calibration: [{ low: 0, high: 0.5, images: 0 }, {
    low: 0.5,
    high: 1,
    images: 10,
    confidence: 0.8,
    accuracy: 0.7,
  }],
  mistakes: [seen],
  firstLayer: [{ unit: 5, weights: Float32Array.of(0.5, 0, -1) }],
  inputGradients: [{ ...seen, gradient: Float32Array.of(1, 0, -1) }],
  histograms: [
    { layer: "linear 1", what: "weight", low: -1, high: 1, counts: [3, 5] },
    { layer: "tanh 1", what: "output", low: 0, high: 0, counts: [4, 0] },
  ],
};
const charts = inspectionCharts(inspection, ["zero", "one"]);
const chart = (id: string) => charts.find((chart) => chart.id === id)!.plots[0];

const imageAt = (url: string) => {
  const [, base64] = url.match(/^data:image\/png;base64,(.*)$/)!;
  return decode(Uint8Array.fromBase64(base64));
};

Deno.test("pictures are images: grey as they are, and signed with red above 0 and blue below", () => {
  const grey = imageAt(greyPicture(pixels, size));
  assertEquals([grey.width, grey.height, ...grey.data], [3, 1, 0, 128, 255]);
  const { data } = imageAt(signedPicture(Float32Array.of(2, 0, -1), size)), [red, white, blue] = [0, 3, 6];
  assertEquals([...data.slice(red, 3)], [178, 24, 43]);
  assertEquals([...data.slice(white, 6)], [255, 255, 255]);
  assert(data[blue + 2] > data[blue], "blue");
  assert(data[blue] > 33, "half as strong");
});

Deno.test("long names of classes are cut off where pictures are beside each other", () => {
  const names = ["a very long name of a class", "three"], mistakes = Array.from({ length: 10 }, () => seen);
  const drawn = inspectionCharts({ ...inspection, mistakes }, names);
  const texts = (id: string) =>
    values(drawn.find((chart) => chart.id === id)!.plots[0]).map(({ text }) => text);
  const [first] = texts("mistakes") as string[];
  assertMatch(first, /^three → a v.*…$/);
  assert(textWidth(first, 11) <= 80, first);
  assertEquals(texts("input_gradients"), [`three → ${names[0]}`, `logit of ${names[0]}`], "one has room");
});

Deno.test("the confusion matrix has a row for each label and a column for each answer", () => {
  const cells = values(chart("confusion")).map((
    { label, answer, text, wrong },
  ) => [label, answer, text, wrong]);
  assertEquals(cells, [["zero", "zero", "4", 0], ["zero", "one", "1", 1], ["one", "zero", "2", 2], [
    "one",
    "one",
    "3",
    0,
  ]]);
  const { x, y } = chart("confusion").spec.encoding as Spec;
  assertEquals([x.field, y.field], ["answer", "label"]);
});

Deno.test("calibration draws bins with images in them", () => {
  const [line, points] = layers(chart("calibration"));
  assertEquals(line.data.values, [{ confidence: 0, accuracy: 0 }, { confidence: 1, accuracy: 1 }]);
  assertEquals(points.data.values.map(({ confidence, accuracy }: Spec) => [confidence, accuracy]), [[
    0.8,
    0.7,
  ]]);
});

Deno.test("mistakes say label and answer, in this order", () => {
  const [mistake] = values(chart("mistakes"));
  assertEquals([mistake.text, mistake.more, mistake.url], [
    "one → zero",
    "87.50 %",
    greyPicture(pixels, size),
  ]);
  assertEquals(values(chart("first_layer"))[0].url, signedPicture(Float32Array.of(0.5, 0, -1), size));
  const looks = values(chart("input_gradients"));
  assertEquals(looks.map(({ text, row }) => [text, row]), [["one → zero", 0], ["logit of zero", 1]]);
  assertEquals(looks[1].url, signedPicture(Float32Array.of(1, 0, -1), size));
});

Deno.test("a histogram has a bar for each bin, from its beginning to its end", () => {
  const { plots } = charts.find(({ id }) => id === "histograms")!;
  assertEquals(plots.map(({ name }) => name), ["linear 1: weight", "tanh 1: output"]);
  assertEquals(values(plots[0]).map(({ from, to, count }) => [from, to, count]), [[-1, 0, 3], [0, 1, 5]]);
});

Deno.test("SVG files hold the images, and the same record gives the same bytes", async () => {
  const plots = await inspectionPlots(inspection, ["zero", "one"]);
  assertEquals(Object.keys(plots), charts.map(({ id }) => `${id}.svg`));
  for (const svg of Object.values(plots)) {
    assertMatch(svg, /^<svg [^]*<\/svg>\n$/);
    assert(!/NaN|undefined|var\(--/.test(svg));
  }
  assert(plots["mistakes.svg"].includes(greyPicture(pixels, size)));
  assertEquals(await inspectionPlots(inspection, ["zero", "one"]), plots);
});

Deno.test("tables have all of it", () => {
  const tables = inspectionTables(inspection, ["zero", "one"]);
  assertEquals(
    tables["evaluation.csv"],
    "dataset,images,loss,accuracy,calibration_error\nmnist,10,0.5,0.7,0.0125\n",
  );
  assertEquals(
    tables["classes.csv"],
    `class,images,precision,recall,f1\nzero,5,${4 / 6},0.8,${8 / 11}\none,5,0.75,0.6,${6 / 9}\n`,
  );
  assertEquals(
    tables["confusion.csv"],
    "label,answer,images\nzero,zero,4\nzero,one,1\none,zero,2\none,one,3\n",
  );
  assertEquals(
    tables["calibration.csv"],
    "low,high,images,confidence,accuracy\n0,0.5,0,,\n0.5,1,10,0.8,0.7\n",
  );
  assertEquals(tables["mistakes.csv"], "image,label,answer,confidence,pixels\n7,one,zero,0.875,0 128 255\n");
  assertEquals(tables["first_layer.csv"], "unit,weights\n5,0.5 0 -1\n");
  assertEquals(
    tables["input_gradients.csv"],
    "image,label,answer,confidence,pixels,gradient\n7,one,zero,0.875,0 128 255,1 0 -1\n",
  );
  assertEquals(
    tables["histograms.csv"],
    "layer,what,low,high,counts\nlinear 1,weight,-1,1,3 5\ntanh 1,output,0,0,4 0\n",
  );
});
