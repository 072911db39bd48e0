import { conclusionOf } from "../analysis/conclusion.ts";
import { type Table, tableFiles } from "../analysis/tables.ts";
import { HeldClaim } from "../storage/claim.ts";
import { MOST } from "../storage/file_limits.ts";
import { readStudyFolder } from "../storage/read_study_folder.ts";
import { checkFolder, ifThere, listFolder } from "../storage/read_file.ts";
import { OutputError } from "../storage/output_error.ts";
import { removeParts } from "../storage/parts.ts";
import { removeFile, writeFiles } from "../storage/write_file.ts";
import { fromPieces } from "../study/regular_file.ts";
import { withoutTimes } from "../study/run_record.ts";
import type { Study } from "../study/study.ts";
import type { StudyRecord } from "../study/study_record.ts";
import type { Warning } from "../study/warning.ts";

/** The files that nothing is made of: if one of them is damaged, nothing is lost. */
const ASIDE = ["machine.json", "conclusion.txt"];

export interface RedrawOptions {
  readonly studies: Readonly<Record<string, Study>>;
  /** Whether the seconds of training stay: they do unless this is false, but where the study is about them. */
  readonly times?: boolean;
  /** Told of files that are damaged though nothing is made of them. */
  readonly warn: (warning: Warning) => void;
}

/**
 * Writes the tables, the conclusion and the plots of a study from the tables in its folder. `config.json` and `machine.json` stay.
 *
 * @param folder That of one study, such as `results/loss`.
 * @throws {OutputError} If there is no study in it, a file that others are made of is missing or damaged, a table would become
 * smaller, or somebody else is at work there. Then nothing is written.
 */
export async function redrawStudy(
  folder: string,
  { studies, times = true, warn }: RedrawOptions,
): Promise<{ files: string[]; conclusion: string[]; record: StudyRecord }> {
  await checkFolder(folder);
  const before = await listFolder(folder);
  const claim = before.includes("config.json")
    ? await HeldClaim.take(`${folder}/claims`, "merge")
    : undefined;
  try {
    const damaged: Warning[] = [];
    const found = await readStudyFolder(folder, {
      studies,
      warn: (warning) => ASIDE.includes(warning.file) ? warn(warning) : damaged.push(warning),
    });
    if (!found) throw new OutputError(`Cannot redraw ${folder}: there are no results of a study in it`);
    if (damaged.length > 0) {
      const reasons = damaged.map(({ file, message }) => `${file}: ${message}`).join("; ");
      throw new OutputError(`Cannot redraw ${folder}: ${reasons}`);
    }
    const record = times || found.record.study.timed
      ? found.record
      : { ...found.record, records: found.record.records.map(withoutTimes) };
    const tables = tableFiles(record);
    for (const [name, table] of Object.entries(tables)) await refuseLess(folder, name, table);
    // What a study that is not known adds itself can't be said anew.
    const conclusion = found.known || found.conclusion.length === 0
      ? await conclusionOf(record)
      : [...found.conclusion];
    const { plots } = await import("../charts/svg.ts");
    const files = {
      ...tables,
      "conclusion.txt": conclusion.map((line) => line + "\n").join(""),
      ...await plots(record),
    };
    await removeParts(folder);
    await writeFiles(folder, files);
    for (const name of before) {
      if (name.endsWith(".svg") && !(name in files)) await removeFile(`${folder}/${name}`);
    }
    return { files: Object.keys(files).map((name) => `${folder}/${name}`), conclusion, record };
  } finally {
    await claim?.release();
    // Redrawing leaves nothing behind that was not there.
    if (claim && !before.includes("claims")) await Deno.remove(`${folder}/claims`).catch(() => {});
  }
}

/** Makes sure that a table is not replaced by one with fewer rows. */
async function refuseLess(folder: string, name: string, table: Table): Promise<void> {
  const path = `${folder}/${name}`;
  const old = await ifThere(`read ${path}`, fromPieces(path, MOST.steps, rowCount));
  const anew = rowCount(typeof table === "string" ? [table] : table);
  if (old !== undefined && anew < old) {
    throw new OutputError(
      `Cannot redraw ${folder}: ${name} has ${old} rows, and only ${anew} could be made anew`,
    );
  }
}

function rowCount(pieces: Iterable<string>): number {
  let count = -1;
  for (const text of pieces) {
    for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) count++;
  }
  return count;
}
