/** Tables that the report makes itself: those in the folder are only looked at.
 * @module
 */
import { tablesOf } from "../analysis/tables.ts";
import { few, readCsv } from "../storage/read_csv.ts";
import type { StudyRecord } from "../study/study_record.ts";
import type { Warning } from "../study/warning.ts";

/** The tables that are made of others. */
const DERIVED = ["summary.csv", "comparisons.csv", "importance.csv"];

/** Tells of derived tables that are missing, damaged, or say something else than the tables that they are made of. */
export async function checkTables(
  folder: string,
  record: StudyRecord,
  warn: (warning: Warning) => void,
): Promise<void> {
  // Steps and pre-activations are many, and have no part in them.
  const records = record.records.map((run) => ({ ...run, steps: [], watched: [] }));
  const tables = new Map(Object.entries(tablesOf({ ...record, records })));
  for (const file of DERIVED) {
    const wanted = tables.get(file);
    if (wanted === undefined) continue;
    const tell = (message: string) => warn({ file, message });
    try {
      const found = await Deno.readTextFile(`${folder}/${file}`);
      if (found === wanted) continue;
      const [own, others] = [wanted, found].map((text) =>
        readCsv(text, wanted.split("\n")[0].split(","), tell)
      );
      const bad = few(tell, "rows are not what the runs come to");
      for (const [i, row] of own.rows.entries()) {
        const column = own.columns.find((name) => !isSame(row[name], others.rows.at(i)?.[name]));
        if (column) {
          bad.tell(`row ${i + 1}: ${column} is not what the runs come to; the report does without it`);
        }
      }
      bad.end();
    } catch (error) {
      tell(
        error instanceof Deno.errors.NotFound
          ? "it is missing; the report does without it"
          : `it was left out: ${(error as Error).message}`,
      );
    }
  }
}

/** Whether cells are the same text, or numbers that differ by no more than rounding on another machine. */
function isSame(a: string, b: string | undefined): boolean {
  return a === b || Math.abs(Number(a) - Number(b)) <= 1e-6 * Math.abs(Number(a));
}
