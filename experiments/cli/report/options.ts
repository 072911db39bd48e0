/** The command line of `deno task report`.
 * @module
 */
import type { ReportFolders } from "../../report/write_report.ts";
import { quote } from "../../study/format.ts";
import { UsageError } from "../../study/usage_error.ts";
import { CommandLine } from "../command_line.ts";
import type { Guide } from "../help.ts";
import { HELP, option } from "../option.ts";
import { text } from "../values.ts";

/** What a folder is unless named. */
const RESULTS = "results";

const OPTIONS = {
  results: option("DIR", "the same as the folder", text("a folder")),
  out: option("DIR", "where the report goes [the folder of results]", text("a folder")),
  help: HELP,
};

/** What `--help` says. */
export const REPORT_GUIDE: Guide = {
  about: "Makes a page of a folder of results, report.html, and the same tables in report.md.",
  usage: "deno task report [folder] [options]",
  words: { "Folder": { folder: `of results, one folder in it for each study [${RESULTS}]` } },
  sections: { "Options": OPTIONS },
  notes: ["Files that are missing, damaged or foreign are left out, and a warning names them."],
  exitCodes: "0 done, 1 nothing to read or nowhere to write, 2 wrong options.",
};

/**
 * Reads a command line.
 *
 * @returns What is asked for, or `"help"`.
 * @throws {UsageError} If anything is wrong with it; the message is one line.
 */
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
