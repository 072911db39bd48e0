/** The report for programs. */
import { assert, assertEquals } from "@std/assert";
import { filesOf, readFiles } from "./fixtures.ts";
import { lossRecord, publishedRecord } from "./made_up_records.ts";
import { indexJson, isIndex } from "./index_json.ts";
import { reportOf } from "./report.ts";

Deno.test("the index has of each study its command, claims, tables, figures and the report's accuracies", async () => {
  const files = { ...filesOf(lossRecord()), ...filesOf(publishedRecord(), "published/loss") };
  const found = await readFiles(files);
  const report = await reportOf(found, { command: "", date: new Date(0), warn: () => {} });
  const text = indexJson(report), { version, studies } = JSON.parse(text);
  assert(isIndex(text));
  for (const other of ["", "{}", '{\n  "name": "x"\n}', "# Losses"]) assert(!isIndex(other), other);
  assertEquals(version, 1);
  const [loss, published] = studies;
  assertEquals([loss.folder, published.folder], ["loss", "published/loss"]);
  assertEquals(loss.claims, report.studies[0].sentences);
  assert(loss.tables.includes("comparisons.csv") && loss.charts.includes("testing_accuracy.svg"));
  const { mean, std } = report.studies[0].study.variants[2].figures.test_accuracy_final!;
  assertEquals(loss.figures.hinge.testAccuracy, { mean, std });
  const hinge = loss.published.find(({ run }: { run: string }) => run === "hinge");
  assertEquals([hinge.published, hinge.here.mean, hinge.agrees], [
    0.9881,
    mean,
    false,
  ]);
  assertEquals(loss.published.find(({ run }: { run: string }) => run === "kl-div").agrees, true);
  assertEquals(published.figures.hinge.runs, published.seeds);
});
