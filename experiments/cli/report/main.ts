/** `deno task report`.
 * @module
 */
import type { ReportFolders } from "../../report/write_report.ts";
import { quote } from "../../study/format.ts";
import { UsageError } from "../../study/usage_error.ts";
import { CommandLine } from "../command_line.ts";
import { type Io, processIo } from "../io.ts";
import { HELP, option } from "../option.ts";
import { oneLine, runCommand } from "../run_command.ts";
import { text } from "../values.ts";

/** What a folder is unless named. */
const RESULTS = "results";

const OPTIONS = {
  results: option("DIR", "the same as the folder", text("a folder")),
  out: option("DIR", "where the report goes [the folder of results]", text("a folder")),
  help: HELP,
};

const GUIDE = {
  about: "Makes a page of a folder of results, report.html, and the same tables in report.md.",
  usage: "deno task report [folder] [options]",
  words: { "Folder": { folder: `of results, one folder in it for each study [${RESULTS}]` } },
  sections: { "Options": OPTIONS },
  notes: ["Files that are missing, damaged or foreign are left out, and a warning names them."],
  exitCodes: "0 done, 1 nothing to read or nowhere to write, 2 wrong options, 74 done, but output was lost.",
};

/** The command: of the words after `deno task report` it makes the exit code, 0, 1 or 2 as the help has it. */
export function main(words: readonly string[], io: Pick<Io, "out" | "error">): Promise<number> {
  const act = async (folders: ReportFolders) => {
    // Only now is it worth waiting for everything else.
    const { writeReport } = await import("../../report/write_report.ts");
    const { files, warnings } = await writeReport(folders, {
      command: ["deno task report", ...words].join(" "),
      warn: ({ file, message }) => io.error(`WARNING: ${oneLine(file)}: ${oneLine(message)}\n`),
    });
    io.out(files.map((file) => `${file}\n`).join(""));
    if (warnings > 0) io.error(`The report is of what could be read.\n`);
    return 0;
  };
  return runCommand({ guide: GUIDE, parse: parseReportOptions, act }, words, io);
}

/** Reads a command line. Throws a {@linkcode UsageError} of one line if anything is wrong with it. */
export function parseReportOptions(words: readonly string[]): ReportFolders | "help" {
  const line = new CommandLine(words, OPTIONS);
  if (line.given.has("help")) return "help";
  const { results, out } = line.values(OPTIONS);
  const folders = results === undefined ? line.positional : [...line.positional, results];
  if (folders.length > 1) {
    throw new UsageError(
      `Cannot report on ${folders.length} folders: found ${folders.map(quote).join(" ")}, want one`,
    );
  }
  const [folder = RESULTS] = folders;
  if (folder.trim() === "") throw new UsageError(`Cannot report on ${quote(folder)}: want a folder`);
  return { results: folder, out: out ?? folder };
}

if (import.meta.main) {
  const io = processIo(new AbortController().signal);
  await io.exit(await main(Deno.args, io));
}
