import { assertEquals } from "@std/assert";
import { DEFAULTS } from "../../study/configuration.ts";
import type { RunRecord } from "../../study/run_record.ts";
import { standingsOf, standingText } from "./standing.ts";

const record = (name: string): RunRecord => ({
  run: { name, configuration: { ...DEFAULTS, epochs: 10 } },
  parameters: 1,
  epochs: [],
  steps: [],
  status: "running",
});

Deno.test("a run stands as its record and the claims say, also one that is in no list", () => {
  const claim = { name: "all", host: "here", pid: 7, runs: ["begun", "new", "best"] };
  const standings = standingsOf(["done", "begun", "left", "new", "open"], {
    claims: [claim],
    records: ["done", "begun", "left", "extra"].map(record),
    isMissing: (name) => name !== "done",
  });
  assertEquals(standings.map((standing) => [standing.name, standing.kind, standingText(standing)]), [
    ["done", "finished", ""],
    ["begun", "running", "0 of 10 epochs, process 7 on here"],
    ["left", "paused", "0 of 10 epochs"],
    ["new", "running", "process 7 on here"],
    ["open", "missing", ""],
    ["extra", "paused", "0 of 10 epochs"],
    ["best", "running", "process 7 on here"],
  ]);
});
