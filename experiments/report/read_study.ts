/** The files of one study as they are found.
 * @module
 */
import { expectedTables, fits, isKnown, type TableName, TABLES } from "./known_files.ts";
import { type CsvTable, readCsv } from "../storage/read_csv.ts";
import { readConfiguration, readMachine } from "./read_json.ts";
import type { StudyFiles, Warning } from "./results.ts";

/**
 * Reads the files of a study. What is missing, damaged or foreign is told and left out.
 *
 * @param path Its folder.
 * @param name What that is called in warnings.
 * @param files The names of the files in it.
 * @returns Nothing if there is no file of a study.
 */
export async function readStudy(
  path: string,
  name: string,
  files: readonly string[],
  warn: (warning: Warning) => void,
): Promise<StudyFiles | undefined> {
  const own = files.filter((file) => isKnown(file) && /\.(csv|json|txt)$/.test(file));
  if (own.length === 0) return undefined;
  const warnOf = (file: string) => (message: string) => warn({ file: `${name}/${file}`, message });
  for (const file of files) {
    if (!isKnown(file)) warnOf(file)("it is no file of a study and was left out");
  }

  const read = async <T>(file: string, parse: (text: string) => T): Promise<T | undefined> => {
    if (!own.includes(file)) return undefined;
    try {
      return parse(await Deno.readTextFile(`${path}/${file}`));
    } catch (error) {
      warnOf(file)(`it was left out: ${reason(error)}`);
      return undefined;
    }
  };
  const configuration = await read("config.json", readConfiguration);
  const machine = await read("machine.json", readMachine) ?? {};
  const conclusion = await read("conclusion.txt", plainText);
  const tables: { [table in TableName]?: CsvTable } = {};
  for (const table of Object.keys(TABLES) as TableName[]) {
    const file = `${table}.csv`, warnHere = warnOf(file);
    tables[table] = await read(
      file,
      (text) => checked(table, readCsv(text, TABLES[table], warnHere), warnHere),
    );
  }
  const expected = expectedTables(name, configuration?.study).map((table) => `${table}.csv`);
  for (const file of ["config.json", "machine.json", ...expected]) {
    if (!own.includes(file)) warnOf(file)("it is missing; the report does without it");
  }
  return { folder: name, configuration, machine, tables, conclusion };
}

/** Tells of cells that should be numbers. They are taken for empty ones. */
function checked(name: TableName, table: CsvTable, warn: (message: string) => void): CsvTable {
  let wrong = 0, first = "";
  for (const [i, row] of table.rows.entries()) {
    for (const column of table.columns) {
      if (fits(name, column, row[column]) || wrong++ > 0) continue;
      first = `${column} in row ${i + 1} is ${JSON.stringify(row[column].slice(0, 30))}`;
    }
  }
  if (wrong > 0) warn(`${wrong === 1 ? "a cell holds" : `${wrong} cells hold`} no finite number: ${first}`);
  return table;
}

/** The text of a file, unless its bytes are none. */
function plainText(text: string): string {
  if (text.includes("\uFFFD") || text.includes("\0")) throw new TypeError("it is no text");
  return text.trim();
}

/** What went wrong, in one line. */
function reason(error: unknown): string {
  if (error instanceof SyntaxError) return "it is no whole JSON";
  const message = error instanceof Error ? error.message : String(error);
  const line = message.split("\n")[0].replace(/ \(os error \d+\).*$/, "");
  return line.slice(0, 1).toLowerCase() + line.slice(1);
}
