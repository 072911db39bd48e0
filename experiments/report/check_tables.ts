/** Tables that the report makes itself: those in the folder are only looked at.
 * @module
 */
import { tableFiles, tableText } from "../analysis/tables.ts";
import { MOST } from "../storage/file_limits.ts";
import { few, readCsv } from "../storage/read_csv.ts";
import { readRegular } from "../study/regular_file.ts";
import { plain } from "../study/format.ts";
import { hasEnded } from "../study/run_record.ts";
import { isBest } from "../study/study.ts";
import type { StudyRecord } from "../study/study_record.ts";
import type { Warning } from "../study/warning.ts";

/** The tables that are made of others, where a study has them. */
const DERIVED = ["summary.csv", "comparisons.csv", "importance.csv", "goals.csv", "front.csv"];

/** Tells of derived tables that are missing, damaged, or say something else than the tables that they are made of. */
export async function checkTables(
  folder: string,
  record: StudyRecord,
  warn: (warning: Warning) => void,
): Promise<void> {
  if (record.extra.timings && record.runs.length === 0) return; // that is no study, but what deno bench says
  if (await isBehind(folder, record)) return;
  const tables = tableFiles(record);
  for (const file of DERIVED.filter((file) => file in tables)) {
    const tell = (message: string) => warn({ file, message: plain(message) });
    try {
      const bytes = await readRegular(`${folder}/${file}`, MOST.table);
      compareTables(new TextDecoder().decode(bytes), tableText(tables[file]), tell);
    } catch (error) {
      const missing = error instanceof Deno.errors.NotFound;
      tell(
        missing
          ? "it is missing; the report does without it"
          : `it was left out: ${(error as Error).message}`,
      );
    }
  }
}

/**
 * Whether the tables of a search are of a moment before its epochs, whose rows are on the disk at once: somebody is at work, or
 * was killed.
 */
async function isBehind(folder: string, { study, records }: StudyRecord): Promise<boolean> {
  const open = records.filter((record) => !hasEnded(record) && !isBest(study, record.run.name));
  if (!study.search || open.length === 0) return false;
  try {
    const text = new TextDecoder().decode(await readRegular(`${folder}/trials.csv`, MOST.table));
    const { columns, rows } = readCsv(text, ["trial", "epochs"], () => {});
    const [trial, epochs] = ["trial", "epochs"].map((name) => columns.indexOf(name));
    const known = new Map(Array.from(rows, (row) => [row[trial], Number(row[epochs])]));
    return open.some(({ run, epochs }) => epochs.length > (known.get(run.name) ?? 0));
  } catch {
    return false; // whoever reads it tells
  }
}

function compareTables(found: string, wanted: string, tell: (message: string) => void): void {
  if (found === wanted) return;
  const columns = wanted.split("\n")[0].split(",");
  const [own, others] = [wanted, found].map((text) => readCsv(text, columns, tell));
  const rows = [...others.rows];
  const places = columns.map((name) => others.columns.indexOf(name));
  const bad = few(tell, "rows are not what the runs come to");
  let i = 0;
  for (const row of own.rows) {
    const other = rows.at(i++), column = columns.find((_, k) => !isSame(row[k], other?.[places[k]]));
    if (column) bad.tell(`row ${i}: ${column} is not what the runs come to; the report does without it`);
  }
  bad.end();
}

/** Whether cells are the same text, or numbers that differ by no more than rounding on another machine. */
function isSame(a: string, b: string | undefined): boolean {
  return a === b || Math.abs(Number(a) - Number(b)) <= 1e-6 * Math.abs(Number(a));
}
