import { plain } from "../study/format.ts";
import type { Study } from "../study/study.ts";
import type { StudyRecord } from "../study/study_record.ts";
import type { Warning } from "../study/warning.ts";
import { MOST } from "./file_limits.ts";
import { baseName } from "./file_name.ts";
import { parseJson } from "./parse_json.ts";
import { fromPieces } from "../study/regular_file.ts";
import { type ConfigurationFile, readConfiguration } from "./read_configuration.ts";
import { readData, readStudy } from "./read_facts.ts";
import { FORMATS, type ReadTables, type TableFile } from "./read_formats.ts";
import { stepsByRun } from "./read_steps.ts";
import { readRecords } from "./read_records.ts";
import { tableRows } from "./read_table.ts";
import { fits, texts } from "./schemas.ts";
import { listFolder } from "./read_file.ts";
import { reasonOf } from "./output_error.ts";

/** What a study's folder holds, as far as it could be read. */
export interface StudyFolder {
  readonly record: StudyRecord;
  /** What `config.json` says. */
  readonly configuration?: ConfigurationFile;
  /** What `machine.json` says. */
  readonly machine: Readonly<Record<string, string>>;
  /** The lines of `conclusion.txt`. */
  readonly conclusion: readonly string[];
  /** Whether the study is one of those that are known. */
  readonly known: boolean;
}

/** The tables that every study has. */
const ALWAYS: readonly TableFile[] = ["epochs.csv", "runs.csv", "iterations.csv", "divergences.csv"];

/** The tables that some studies have besides, by their names. */
const SPECIAL: ReadonlyMap<string, readonly TableFile[]> = new Map([
  ["stability", ["softmax.csv"]],
  ["exponential", ["functions.csv"]],
  ["tuned", ["shares.csv"]],
]);

/**
 * Reads a study's folder. What is missing, damaged or foreign is left out and told; what other tables say is made up for: without
 * `config.json` settings come from `runs.csv`, without `epochs.csv` the last epoch does.
 *
 * @param studies The studies that are known, by their names. Of another one as much is known as `config.json` says.
 * @returns Undefined if there is no file of a study.
 */
export async function readStudyFolder(
  folder: string,
  { studies, warn }: { studies: Readonly<Record<string, Study>>; warn: (warning: Warning) => void },
): Promise<StudyFolder | undefined> {
  const inspection = (await listInspection(folder)).map((name) => `inspection/${name}`);
  const names = [...await listFolder(folder), ...inspection];
  type Parse<Source, T> = (source: Source, warn: (message: string) => void) => T;
  const readPieces = async <T>(file: string, parse: Parse<Iterable<string>, T>) => {
    if (!names.includes(file)) return undefined;
    try {
      const tell = (message: string) => warn({ file, message: plain(message) });
      return await fromPieces(`${folder}/${file}`, mostOf(file), (pieces) => parse(pieces, tell));
    } catch (error) {
      const reason = error instanceof SyntaxError ? "it is no whole JSON" : reasonOf(error);
      warn({ file, message: plain(`it was left out: ${reason}`) });
    }
  };
  const read = <T>(file: string, parse: Parse<string, T>) =>
    readPieces(file, (pieces, warn) => parse([...pieces].join(""), warn));
  const configuration = await read("config.json", readConfiguration);
  const machine = await read("machine.json", readMachine);
  const conclusion = await read("conclusion.txt", plainText);
  const tables: { [file in TableFile]?: unknown } = {};
  for (const file of Object.keys(FORMATS) as TableFile[]) {
    tables[file] = await readPieces(file, (pieces, warn) => {
      let whole = true;
      const tell = (message: string) => {
        whole = false;
        warn(message);
      };
      if (file === "iterations.csv") {
        const steps = stepsByRun(tableRows(pieces, FORMATS[file], tell), warn);
        return { steps, whole };
      }
      const rows = [...tableRows(pieces, FORMATS[file], tell)];
      return { rows, whole };
    });
  }
  const found = tables as ReadTables;
  if (!configuration && !machine && !conclusion && Object.values(found).every((table) => !table)) {
    return undefined;
  }
  const name = configuration?.study.name ?? plain(baseName(folder));
  const known = Object.hasOwn(studies, name) ? studies[name] : undefined;
  const study = readStudy(name, { known, configuration, tables: found });
  const ofBench = found["timings.csv"] && !configuration;
  const expected: readonly (TableFile | "config.json" | "machine.json")[] = ofBench ? ["machine.json"] : [
    "config.json",
    "machine.json",
    ...ALWAYS,
    ...(study.search ? ["trials.csv"] as const : []),
    ...(study.watch ? ["pre_activations.csv"] as const : []),
    ...SPECIAL.get(name) ?? [],
  ];
  for (const file of expected) {
    if (!names.includes(file)) warn({ file, message: "it is missing" });
  }
  const data = readData(configuration, found);
  const { runs, records, seeds } = readRecords({ study, data, configuration, tables: found, warn });
  const record: StudyRecord = {
    study,
    data,
    runs,
    records,
    seeds,
    halving: configuration?.halving,
    jobs: Number(machine?.jobs) || undefined,
    extra: {
      softmax: found["softmax.csv"]?.rows
        .map(({ largestProbability, ...row }) => ({ ...row, largest: largestProbability })),
      functions: found["functions.csv"]?.rows,
      shares: found["shares.csv"]?.rows,
      timings: found["timings.csv"]?.rows,
    },
  };
  return { record, configuration, machine: machine ?? {}, conclusion: conclusion ?? [], known: !!known };
}

/** What runs have left to be seen in their networks. It is a folder of its own, or none of ours. */
async function listInspection(folder: string): Promise<string[]> {
  const found = await Deno.lstat(`${folder}/inspection`).catch(() => undefined);
  return found?.isDirectory ? await listFolder(`${folder}/inspection`) : [];
}

/** How many bytes a file of a study may have. */
function mostOf(file: string): number {
  if (file === "config.json") return MOST.runs;
  return file === "iterations.csv" ? MOST.steps : file.endsWith(".csv") ? MOST.table : MOST.note;
}

/** `machine.json`: its texts and numbers, as text. */
function readMachine(source: string): Record<string, string> {
  const { success, output, issues } = fits(texts, parseJson(source));
  if (success) return output;
  throw new TypeError(`want ${issues[0].message}`);
}

/** The lines of a text, unless its bytes are none. */
function plainText(text: string): string[] {
  if (text.includes("\uFFFD") || text.includes("\0")) throw new TypeError("it is no text");
  return text.split("\n").map((line) => plain(line.trim())).filter(Boolean);
}
