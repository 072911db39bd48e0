import { assertEquals, assertStringIncludes } from "@std/assert";
import { parse } from "@std/csv";
import type { Contestant } from "./contestants.ts";
import type { Job } from "./job.ts";
import { csv, CSV_COLUMNS, standingsTable } from "./report.ts";
import type { Run } from "./results.ts";

const contestant = (name: string, about = ""): Contestant => ({
  name,
  threads: 1,
  about,
  command: [],
  settings: {},
});
const contestants = [contestant("Chainrule"), contestant("Slow", "python3, with a comma")];
const job = { sizes: [784, 128, 10], batch: 100, steps: 2 } as unknown as Job;
const runs: Run[] = [
  {
    round: 1,
    contestant: 0,
    result: { version: "0.1.0", laps: [{ steps: 2, seconds: 0.25 }], losses: [2.3, 2.1] },
  },
  { round: 1, contestant: 1, result: { version: "4", laps: [{ steps: 1, seconds: 2 }], losses: [2.3] } },
];

Deno.test("csv: a row for each process, each with every column", () => {
  const circumstances = { processor: "A, B", cores: 2, deno: "2.9.5", dataset: "mnist" };
  const text = csv(runs, contestants, job, circumstances);
  assertEquals(text.includes("\r"), false);
  const [header, ours, slow] = parse(text);
  assertEquals(header, [...CSV_COLUMNS]);
  assertEquals(ours, [
    "1",
    "Chainrule",
    "0.1.0",
    "1",
    "784-128-10",
    "100",
    "mnist",
    "200",
    "0.250000",
    "2",
    "false",
    "2.2000000",
    "",
    "A, B",
    "2",
    "2.9.5",
  ]);
  assertEquals(slow.slice(8, 13), ["4.00000", "1", "true", "", "python3, with a comma"]);
});

Deno.test("table: the fastest first, extrapolated times marked", () => {
  const lines = standingsTable(runs, contestants, job).split("\n");
  assertStringIncludes(lines[3], "Chainrule");
  assertStringIncludes(lines[3], "whole epochs");
  assertStringIncludes(lines[4], "≈ 4.00");
  assertStringIncludes(lines[4], "16.0");
  assertStringIncludes(lines[4], "1 of 2 batches");
});

Deno.test("table: Chainrule with native kernels has a column of ratios, if it got through every round", () => {
  const three = [...contestants, contestant("Chainrule native")];
  const withNative: Run = {
    round: 1,
    contestant: 2,
    result: { version: "0.1.0", laps: [{ steps: 2, seconds: 0.2 }], losses: [2.3, 2.1] },
  };
  const [, heading, , first] = standingsTable([...runs, withNative], three, job).split("\n");
  assertStringIncludes(heading, "as Chainrule native (");
  assertStringIncludes(first, "Chainrule native");
  assertEquals(standingsTable(runs, three, job).includes("native"), false);
});
