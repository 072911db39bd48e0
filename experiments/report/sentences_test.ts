import { assert, assertEquals } from "@std/assert";
import { conclusionOf } from "../analysis/conclusion.ts";
import { detailSentences } from "../analysis/detail_sentences.ts";
import { type Files, filesOf, readFiles } from "./fixtures.ts";
import { exponentialRecord, lossRecord, recordOf, stabilityRecord } from "./made_up_records.ts";
import { sentencesOf } from "./sentences.ts";

async function sentences(files: Files): Promise<string[]> {
  const { studies: [study] } = await readFiles(files);
  return sentencesOf(study);
}

Deno.test("the page says what the conclusion says, and details", async () => {
  const record = lossRecord();
  // Which says in machine.json that two runs were trained side by side.
  const details = detailSentences({ ...record, jobs: 2 });
  assertEquals(await sentences(filesOf(record)), [...await conclusionOf(record), ...details]);
});

Deno.test("what is about a single run comes last", async () => {
  const said = await sentences(filesOf(await stabilityRecord()));
  const place = (start: string) => said.findIndex((line) => line.startsWith(start));
  assert(place("Softmax without") < place("An epoch takes"));
  assertEquals(place("rate 1: the first number"), said.findIndex((line) => /^\S+ \S+: /.test(line)));
  assert(place("rate 1: the first number") > place("An epoch takes"));
});

Deno.test("what a study that is not known adds itself is read from its conclusion.txt", async () => {
  const record = lossRecord(3), study = { ...record.study, name: "mine" };
  const files = filesOf({ ...record, study });
  const conclusion = { "mine/conclusion.txt": "It is so.\n\nAnd so.\n" };
  assertEquals((await sentences({ ...files, ...conclusion })).slice(0, 2), ["It is so.", "And so."]);
  assertEquals((await sentences(files))[0], (await conclusionOf(record))[0]);
  // Of a study that is known the numbers speak.
  const other = { ...filesOf(record), "loss/conclusion.txt": "It is so.\n" };
  assert(!(await sentences(other)).includes("It is so."));
});

Deno.test("what is left of a damaged table of functions does not stop the rest", async () => {
  const files = filesOf(exponentialRecord()), file = "exponential/functions.csv";
  const said = await sentences({ ...files, [file]: files[file].replace("\ntanh,exact", "\ntanh,exactly") });
  assertEquals(said.filter((line) => line.includes("inputs from")).map((line) => line.split(",")[0]), [
    "selu",
    "softmax",
  ]);
});

Deno.test("synthetic digits and runs that are not finished are called so", async () => {
  const record = lossRecord(10), [first, ...others] = record.records;
  const records = [
    { ...recordOf(first.run, { accuracy: 0.9, loss: 1 }, 4), status: "interrupted" as const },
    ...others,
  ];
  const said = await sentences(filesOf({ ...record, records, data: { ...record.data, name: "synthetic" } }));
  assertEquals(said.slice(0, 2), [
    "These are synthetic digits, not MNIST: the figures are comparable with each other only.",
    "Not finished: kl-div@1 (4 of 10 epochs). Figures of these are of the last epoch so far.",
  ]);
});
