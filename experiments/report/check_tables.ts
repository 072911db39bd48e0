/** Tables that the report makes itself: those in the folder are only looked at.
 * @module
 */
import { compare, comparisonsCsv } from "../analysis/comparisons.ts";
import { importanceCsv, studyImportance } from "../analysis/importance.ts";
import { summarizeVariants, summaryCsv } from "../analysis/summary.ts";
import { few, readCsv } from "../storage/read_csv.ts";
import type { StudyRecord } from "../study/study_record.ts";
import type { Warning } from "../study/warning.ts";

/** The tables that are made of others. */
function derived({ study, records, data }: StudyRecord): [file: string, text: string][] {
  const variants = summarizeVariants(records), importance = studyImportance(study, records, data.classes);
  return [
    ["summary.csv", summaryCsv(variants)],
    ["comparisons.csv", comparisonsCsv(compare(variants))],
    ...(importance ? [["importance.csv", importanceCsv(importance)] satisfies [string, string]] : []),
  ];
}

/** Tells of derived tables that are missing, damaged, or say something else than the tables that they are made of. */
export async function checkTables(
  folder: string,
  record: StudyRecord,
  warn: (warning: Warning) => void,
): Promise<void> {
  for (const [file, wanted] of derived(record)) {
    const tell = (message: string) => warn({ file, message });
    try {
      const found = await Deno.readTextFile(`${folder}/${file}`);
      if (found === wanted) continue;
      const columns = wanted.split("\n")[0].split(",");
      const [own, others] = [wanted, found].map((text) => readCsv(text, columns, tell));
      const places = columns.map((name) => others.columns.indexOf(name));
      const bad = few(tell, "rows are not what the runs come to");
      for (const [i, row] of own.rows.entries()) {
        const column = columns.find((_, k) => !isSame(row[k], others.rows.at(i)?.[places[k]]));
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
