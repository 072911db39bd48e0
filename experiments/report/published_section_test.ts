import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { studies } from "../studies/mod.ts";
import type { RunConfiguration } from "../study/configuration.ts";
import type { Study } from "../study/study.ts";
import { type Files, filesOf, readFiles } from "./fixtures.ts";
import { lossRecord, madeUp, matrixRecord, publishedRecord } from "./made_up_records.ts";
import { publishedSection } from "./published_section.ts";

async function section(files: Files, folder = "loss") {
  const { studies } = await readFiles(files);
  return publishedSection(studies.find((study) => study.folder === folder)!, studies);
}

Deno.test("published, reproduced and as published, side by side", async () => {
  const files = { ...filesOf(lossRecord()), ...filesOf(publishedRecord(), "published/loss") };
  for (const folder of ["loss", "published/loss"]) {
    const { table, remarks } = (await section(files, folder))!;
    assertEquals([...new Set(table.columns.map(({ group }) => group))], [
      undefined,
      "Published",
      "Reproduced",
      "As published",
    ]);
    const rows = table.rows.map((row) => row.map(({ text }) => text));
    assertEquals(rows.find(([name]) => name === "hinge"), [
      "hinge",
      "98.81",
      "0.2411",
      "165.8",
      "97.84 ± 0.03",
      "0.4487 ± 0.0000",
      "99.03 ± 0.00",
      "0.3590 ± 0.0000",
      "27.0 ± 0.0",
      "40.00",
      "2.2000",
      "25.0",
    ]);
    const text = remarks.join("\n");
    assertStringIncludes(
      text,
      "The published tables state learning rate 1e-5 and weight decay 0.1. Trained so",
    );
    assertStringIncludes(
      text,
      "these networks reach 30.00 to 45.00 % on the test set: not what the tables show. “Reproduced” is with learning rate 0.001 and weight decay 1e-5.",
    );
    assertStringIncludes(text, "The published accuracy of hinge is nearer to our training set figure");
    assertMatch(
      text,
      /Not what the report has, by half a point or more: .*hinge \(97.84 % here, 98.81 % there\)/,
    );
  }
});

Deno.test("what is missing or different is said", async () => {
  const { table, remarks } = (await section(filesOf(lossRecord(3))))!;
  assert(!table.columns.some(({ group }) => group === "As published"));
  const text = remarks.join("\n");
  assertMatch(text, /deno task experiment loss --preset published --out \/\S+\/published adds them/);
  assertStringIncludes(text, "not comparable: 3 epochs");
  assert(!text.includes("nearer to our training set") && !text.includes("half a point"));
});

Deno.test("of the AlexNet-inspired network and of hinge with tanh there are other figures", async () => {
  const one = (study: Study, settings: Partial<RunConfiguration> = {}) =>
    section(filesOf(madeUp(study, () => ({ accuracy: 0.97, loss: 0.1 }), { settings })), study.name);
  const alexnet = (await one(studies.alexnet))!;
  assertEquals(alexnet.table.rows[0].slice(1, 3).map(({ text }) => text), ["97.27", "0.1316"]);
  assertMatch(alexnet.remarks[0], /“reproduced” is with learning rate 0.04 and weight decay 1e-5/);
  assert(!alexnet.remarks.join().includes("not comparable"));
  assertStringIncludes(
    (await one(studies.alexnet, { epochs: 3 }))!.remarks.join(),
    "not comparable: 3 epochs",
  );
  const tanh = (await one(studies.activation))!.table.rows.find(([name]) => name.text === "tanh")!;
  assertEquals(tanh[1].text, "98.97");
  assertEquals(await section(filesOf(matrixRecord()), "matrix"), undefined);
});
