import { assertEquals, assertThrows } from "@std/assert";
import { parseReportOptions } from "./main.ts";
import { UsageError } from "../../study/usage_error.ts";

Deno.test("a folder, by position or by name, and where to", () => {
  assertEquals(parseReportOptions([]), { results: "results", out: "results" });
  assertEquals(parseReportOptions(["a"]), { results: "a", out: "a" });
  assertEquals(parseReportOptions(["--results=a", "--out", "b"]), { results: "a", out: "b" });
  assertEquals(parseReportOptions(["--", "--out"]), { results: "--out", out: "--out" });
  assertEquals(parseReportOptions(["a", "-h"]), "help");
});

Deno.test("anything else is refused in one line that names the nearest", () => {
  const cases: [string[], string][] = [
    [["--outt", "x"], 'Unknown option "--outt": the nearest is --out (see --help)'],
    [["--result=x"], 'Unknown option "--result": the nearest is --results (see --help)'],
    [["-o", "x"], 'Unknown option "-o": the nearest is --out (see --help)'],
    [["--out"], "Cannot use --out without a value: want --out DIR"],
    [["--out="], 'Cannot use --out "": want a folder'],
    [["--out", "a", "--out", "b"], "Cannot use --out 2 times: want it once"],
    [["a", "b"], 'Cannot report on 2 folders: found "a" "b", want one'],
    [[" "], 'Cannot report on " ": want a folder'],
  ];
  for (const [args, message] of cases) assertThrows(() => parseReportOptions(args), UsageError, message);
});
