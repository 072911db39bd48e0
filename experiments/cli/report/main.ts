/** `deno task report`.
 * @module
 */
import { type Io, processIo } from "../io.ts";
import { HELP, parseReportOptions } from "./options.ts";
import type { ReportFolders } from "../../report/write_report.ts";
import { UsageError } from "../../study/usage_error.ts";

/**
 * The command.
 *
 * @param args The words after `deno task report`.
 * @returns The exit code: 0 done, 1 nothing to read or the report can't be written, 2 wrong command line.
 */
export async function main(args: readonly string[], io: Pick<Io, "out" | "error">): Promise<number> {
  let options: ReportFolders | "help";
  try {
    options = parseReportOptions(args);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    io.error(error.message + "\n");
    return 2;
  }
  if (options === "help") {
    io.out(HELP);
    return 0;
  }
  // Only now is it worth waiting for everything else.
  const { writeReport } = await import("../../report/write_report.ts");
  try {
    const { files, warnings } = await writeReport(options, {
      command: ["deno task report", ...args].join(" "),
      warn: ({ file, message }) => io.error(`WARNING: ${oneLine(file)}: ${oneLine(message)}\n`),
    });
    io.out(files.map((file) => `${file}\n`).join(""));
    if (warnings > 0) io.error(`The report is of what could be read.\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof Error && ["NoResultsError", "OutputError"].includes(error.name))) throw error;
    io.error(oneLine(error.message) + "\n");
    return 1;
  }
}

/** A text from a file or a name of one: it may not move the cursor. */
function oneLine(text: string): string {
  // deno-lint-ignore no-control-regex
  return text.replace(/[\u0000-\u001f\u007f-\u009f]/g, "?");
}

if (import.meta.main) Deno.exit(await main(Deno.args, processIo(new AbortController().signal)));
