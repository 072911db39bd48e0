/** The findings that are committed. Run by `deno task test:system`. */
import { assert, assertEquals } from "@std/assert";
import { indexJson } from "../report/index_json.ts";
import { readResults } from "../report/read_results.ts";
import { reportOf } from "../report/report.ts";

const FINDINGS = new URL("../findings", import.meta.url).pathname;

Deno.test("findings: report.json says what their tables say", async () => {
  const warn = ({ file, message }: { file: string; message: string }) => assert(false, `${file}: ${message}`);
  const report = await reportOf(await readResults([FINDINGS], warn), {
    command: "",
    date: new Date(0),
    warn,
  });
  assertEquals(indexJson(report), await Deno.readTextFile(`${FINDINGS}/report.json`));
});
