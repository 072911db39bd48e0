import { assert, assertEquals } from "@std/assert";
import { tablesOf } from "../analysis/tables.ts";
import { withFolder } from "../fixtures.ts";
import { type Files, filesOf, writeFiles } from "../report/fixtures.ts";
import { lossRecord } from "../report/made_up_records.ts";
import { inspected } from "../report/made_up_inspection.ts";
import { studies } from "../studies/mod.ts";
import { readStudyFolder } from "./read_study_folder.ts";

const record = inspected(lossRecord(12)), files = filesOf(record);

async function read(changes: Files = {}) {
  const warnings: string[] = [];
  let found: Awaited<ReturnType<typeof readStudyFolder>>;
  await withFolder(async (folder) => {
    await writeFiles(folder, { ...files, ...changes });
    found = await readStudyFolder(`${folder}/loss`, {
      studies,
      warn: ({ file, message }) => void warnings.push(`${file}: ${message}`),
    });
  });
  return { record: found!.record, warnings };
}

Deno.test("what is to be seen in networks comes out of the tables as it went in", async () => {
  const { record: found, warnings } = await read();
  assertEquals(warnings, []);
  assertEquals(tablesOf(found), tablesOf(record));
  const [first, second] = found.records, [was] = record.records;
  const pictures = ({ inspection }: typeof first) =>
    [inspection!.mistakes, inspection!.firstLayer, inspection!.inputGradients].map(({ length }) => length);
  assertEquals(first.inspection, was.inspection);
  // The tenth epoch is the last that was looked at, and the twelfth the end.
  assertEquals(first.histograms?.map(({ epoch }) => epoch), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12]);
  assertEquals([pictures(first), pictures(second)], [[10, 16, 10], [0, 0, 0]]);
  assertEquals(second.inspection?.confusion, record.records[1].inspection?.confusion);
});

Deno.test("pictures of another size and classes that there are none of are left out and told", async () => {
  const changed = (name: string, change: (text: string) => string) => {
    const path = `loss/inspection/${name}`, text = change(files[path]);
    assert(text !== files[path], name);
    return { [path]: text };
  };
  const { record: found, warnings } = await read({
    ...changed("first_layer.csv", (text) => text.replace(/ [^ \n]+\n/, "\n")),
    ...changed("mistakes.csv", (text) => text.replace("kl-div@1,0,0,5,", "kl-div@1,0,0,eleven,")),
    ...changed("calibration.csv", (text) => text.replace("0.9,", "9,")),
  });
  assertEquals(warnings, [
    'inspection/calibration.csv: row 2 was left out: confidence is "9", want a fraction from 0 to 1',
    "inspection/mistakes.csv: row 1 was left out: it does not fit",
    "inspection/first_layer.csv: row 1 was left out: it does not fit",
  ]);
  const [{ inspection }] = found.records;
  assertEquals(
    [inspection!.mistakes.length, inspection!.firstLayer.length, inspection!.calibration.length],
    [9, 15, 1],
  );
});

Deno.test("without evaluation.csv there are histograms, and no network to be seen", async () => {
  const { record: found } = await read({ "loss/inspection/evaluation.csv": "" });
  const [{ inspection, histograms }] = found.records;
  assertEquals([inspection, histograms?.length], [undefined, 11]);
});
