/** `deno task report`.
 * @module
 */
import type { ReportFolders } from "../../report/write_report.ts";
import { shellQuote } from "../../study/format.ts";
import { CommandLine } from "../command_line.ts";
import { type Io, processIo } from "../io.ts";
import { openInBrowser } from "../open.ts";
import { flag, HELP, option } from "../option.ts";
import { resultFolders, RESULTS } from "../results_folder.ts";
import { oneLine, runCommand } from "../run_command.ts";
import { text } from "../values.ts";

/** What a command line asks for. */
interface Asked extends ReportFolders {
  readonly open: boolean;
}

const OPTIONS = {
  results: option("DIR", "the same as the folder", text("a folder")),
  out: option(
    "PATH",
    "where the report goes: a folder, or a file such as my.html [the folder of results; of several, this one]",
    text("a folder or a file"),
  ),
  open: flag("shows the page in the browser"),
  help: HELP,
};

const GUIDE = {
  about:
    "Makes a page of folders of results, report.html, the same tables in report.md, and what they say for programs in report.json.",
  usage: "deno task report [folders] [options]",
  words: {
    "Folders": {
      folder:
        `of results, one folder in it for each study [${RESULTS}]; what is in several of them is compared`,
    },
  },
  sections: { "Options": OPTIONS },
  notes: ["Files that are missing, damaged or foreign are left out, and a warning names them."],
  exitCodes: "0 done, 1 nothing to read or nowhere to write, 2 wrong options, 74 done, but output was lost.",
};

/** The command: of the words after `deno task report` it makes the exit code, 0, 1 or 2 as the help has it. */
export function main(words: readonly string[], io: Pick<Io, "out" | "error">): Promise<number> {
  const act = async (asked: Asked) => {
    // Only now is it worth waiting for everything else.
    const { writeReport } = await import("../../report/write_report.ts");
    const { files, warnings } = await writeReport(asked, {
      command: ["deno task report", ...words.map(shellQuote)].join(" "),
      warn: ({ file, message }) => io.error(`WARNING: ${oneLine(file)}: ${oneLine(message)}\n`),
    });
    io.out(files.map((file) => `${file}\n`).join(""));
    if (asked.open) {
      const link = toFileUrl(await Deno.realPath(files[0]));
      if (!openInBrowser(link)) io.error("Cannot open a browser from here; this is the link:\n");
      io.out(`${link}\n`);
    }
    if (warnings > 0) io.error(`The report is of what could be read.\n`);
    return 0;
  };
  return runCommand({ guide: GUIDE, parse: parseReportOptions, act }, words, io);
}

/** Reads a command line. Throws a `UsageError` of one line if anything is wrong with it. */
export function parseReportOptions(words: readonly string[]): Asked | "help" {
  const line = new CommandLine(words, OPTIONS);
  if (line.given.has("help")) return "help";
  const { results, out, open } = line.values(OPTIONS);
  const named = results === undefined ? line.positional : [...line.positional, results];
  const folders = resultFolders(named, "report on");
  return { results: folders, out: out ?? (folders.length === 1 ? folders[0] : "."), open };
}

/** The address of a file, which may have any letters in its path. */
function toFileUrl(path: string): string {
  const parts = path.split(/[/\\]/).map(encodeURIComponent).join("/");
  return `file://${parts.startsWith("/") ? "" : "/"}${parts.replace(/^([A-Za-z])%3A/, "$1:")}`;
}

if (import.meta.main) {
  const io = processIo();
  await io.exit(await main(Deno.args, io));
}
