import { assertEquals, assertStringIncludes } from "@std/assert";
import type { StudyRecord } from "../study/study_record.ts";
import { type Files, filesOf, readFiles } from "./fixtures.ts";
import { gridRecord } from "./made_up_records.ts";

/** A search of which so many trials have come as far as their first two epochs, or are still in the last of these. */
function begun(trials: number, epochs = 2): StudyRecord {
  const whole = gridRecord();
  const records = whole.records.slice(0, trials).map((record) => ({
    ...record,
    epochs: record.epochs.slice(0, epochs),
    status: "interrupted" as const,
    rung: undefined,
  }));
  return { ...whole, halving: undefined, records };
}

async function warnings(files: Files): Promise<string[]> {
  const { studies: [study] } = await readFiles(files);
  return study.warnings.map(({ file, message }) => `${file}: ${message}`);
}

Deno.test("a search that was killed has tables of before its last epochs: that is no damage", async () => {
  const before = filesOf(begun(1, 1)), after = filesOf(begun(24));
  assertStringIncludes(Object.keys(after).join(), "importance.csv");
  assertEquals(await warnings({ ...before, "grid/epochs.csv": after["grid/epochs.csv"] }), []);
});

Deno.test("of a search that was interrupted tables are what its runs come to, or that is told", async () => {
  const { "grid/importance.csv": importance, ...others } = filesOf(begun(24));
  assertEquals(await warnings({ ...others, "grid/importance.csv": importance }), []);
  assertEquals(await warnings(others), ["grid/importance.csv: it is missing; the report does without it"]);
});
