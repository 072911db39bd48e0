import { assertEquals, assertThrows } from "@std/assert";
import { parseReportOptions } from "./main.ts";
import { UsageError } from "../../study/usage_error.ts";

Deno.test("a folder, by position or by name, and where to", () => {
  const open = false;
  assertEquals(parseReportOptions([]), { results: ["results"], out: "results", open });
  assertEquals(parseReportOptions(["a"]), { results: ["a"], out: "a", open });
  assertEquals(parseReportOptions(["--results=a", "--out", "b"]), { results: ["a"], out: "b", open });
  assertEquals(parseReportOptions(["--", "--out"]), { results: ["--out"], out: "--out", open });
  assertEquals(parseReportOptions(["a", "b", "--open"]), { results: ["a", "b"], out: ".", open: true });
  assertEquals(parseReportOptions(["a", "-h"]), "help");
});

Deno.test("anything else is refused in one line that names the nearest", () => {
  const cases: [string[], string][] = [
    [["--outt", "x"], 'Unknown option "--outt": the nearest is --out (see --help)'],
    [["--result=x"], 'Unknown option "--result": the nearest is --results (see --help)'],
    [["-o", "x"], 'Unknown option "-o": see --help'],
    [["--out"], "Cannot use --out without a value: want --out PATH"],
    [["--out="], 'Cannot use --out "": want a folder or a file'],
    [["--out", "a", "--out", "b"], "Cannot use --out 2 times: want it once"],
    [[" "], 'Cannot report on " ": want a folder'],
  ];
  for (const [args, message] of cases) assertThrows(() => parseReportOptions(args), UsageError, message);
});
