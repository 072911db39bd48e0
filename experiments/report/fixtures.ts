/** The files of made-up studies, for tests.
 * @module
 */
import { conclusionOf } from "../analysis/conclusion.ts";
import { tablesOf } from "../analysis/tables.ts";
import { withFolder } from "../fixtures.ts";
import { configurationJson } from "../storage/configuration_file.ts";
import type { StudyRecord } from "../study/study_record.ts";
import { inspected } from "./made_up_inspection.ts";
import {
  exponentialRecord,
  gridRecord,
  lossRecord,
  matrixRecord,
  publishedRecord,
  stabilityRecord,
} from "./made_up_records.ts";
import { type FoundResults, readResults } from "./read_results.ts";

/** The text of files by path. */
export type Files = Record<string, string>;

/** The files of a study. */
export function filesOf(record: StudyRecord, folder = record.study.name): Files {
  const command = `deno task experiment ${record.study.name} --seeds ${record.seeds}`;
  const machine = {
    date: "2025-01-31T12:00:00.000Z",
    os: "linux",
    arch: "x86_64",
    cpu: "A processor",
    cores: 2,
    jobs: 2,
    kernels: "native",
  };
  const files = {
    "config.json": configurationJson({ command, plan: record, logEvery: 100 }),
    "machine.json": JSON.stringify(machine),
    ...tablesOf(record),
  };
  return Object.fromEntries(Object.entries(files).map(([name, text]) => [`${folder}/${name}`, text]));
}

/** The files of studies of every kind. */
export async function allFiles(): Promise<Files> {
  const plain = [matrixRecord(), gridRecord(), await stabilityRecord(), exponentialRecord()];
  const records = [inspected(lossRecord()), ...plain];
  const files = [...records.map((record) => filesOf(record)), filesOf(publishedRecord(), "published/loss")];
  for (const record of records) {
    const lines = (await conclusionOf(record)).map((line) => line + "\n");
    files.push({ [`${record.study.name}/conclusion.txt`]: lines.join("") });
  }
  return Object.assign({}, ...files);
}

/** Writes files into a folder. */
export async function writeFiles(folder: string, files: Files): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    const file = `${folder}/${path}`;
    await Deno.mkdir(file.slice(0, file.lastIndexOf("/")), { recursive: true });
    await Deno.writeTextFile(file, text);
  }
}

/** Writes files, and reads them as a folder of results. */
export async function readFiles(files: Files): Promise<FoundResults> {
  let results: FoundResults | undefined;
  await withFolder(async (folder) => {
    await writeFiles(folder, files);
    results = await readResults([folder]);
  });
  return results!;
}
