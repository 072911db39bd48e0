import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { namesIn, withFolder } from "../../fixtures.ts";
import { readFiles } from "../../report/fixtures.ts";
import { reportOf } from "../../report/report.ts";
import { recordingIo } from "../fixtures.ts";
import { main } from "./main.ts";

const ok = { n: 1, min: 100, max: 400, avg: 200, p75: 300, p99: 400 };
const JSON_OF_BENCH = JSON.stringify({
  benches: ["plain", "WebAssembly", "native"].flatMap((kernels) => [
    { origin: "file:///activations_bench.ts", name: `Tanh forward 10×10 ${kernels}`, results: [{ ok }] },
    { origin: "file:///activations_bench.ts", name: `Tanh backward 10×10 ${kernels}`, results: [{ ok }] },
    { origin: "file:///losses_bench.ts", name: `FocalLoss 10×10 ${kernels}`, results: [{ ok }] },
  ]),
});

Deno.test("deno task timings writes a table and a chart, which the report shows", () =>
  withFolder(async (folder) => {
    const io = recordingIo(), out = `${folder}/timings`;
    assertEquals(await main(["--out", out], io, () => Promise.resolve(JSON_OF_BENCH)), 0);
    assertEquals(await namesIn(out), ["machine.json", "timings.csv", "timings.svg"]);
    const csv = await Deno.readTextFile(`${out}/timings.csv`);
    assertEquals(csv.split("\n").slice(0, 2), [
      "kind,name,pass,size,kernels,ns,ns_least,ns_p75,ns_p99",
      "activation,Tanh,forward,10×10,plain,2,1,3,4",
    ]);
    const svg = await Deno.readTextFile(`${out}/timings.svg`);
    for (const text of ["FocalLoss", "Tanh", "WebAssembly", "native"]) assertStringIncludes(svg, text);
    const machine = await Deno.readTextFile(`${out}/machine.json`);
    const found = await readFiles({ "timings/timings.csv": csv, "timings/machine.json": machine });
    const { studies } = await reportOf(found, { command: "", date: new Date(), warn: () => {} });
    assertEquals([studies.length, studies[0].study.warnings, studies[0].charts.map(({ id }) => id)], [1, [], [
      "timings",
    ]]);
    assertEquals(studies[0].tables.map(({ rows }) => rows.length), [9]);
  }));

Deno.test("deno task timings: help, and what is no JSON", async () => {
  const io = recordingIo(), never = () => Promise.reject(new Error("not to be read"));
  assertEquals(await main(["--help"], io, never), 0);
  assertMatch(io.outText, /deno task timings/);
  assert(io.outText.split("\n").every((line) => line.length <= 80), io.outText);
  assertEquals(await main(["x"], io, never), 2);
  assertEquals(await main([], io, () => Promise.resolve("Check x")), 1);
  assertMatch(io.errorText, /Cannot read timings: it is no JSON/);
});
