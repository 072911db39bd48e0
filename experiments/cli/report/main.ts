/** `deno task report`.
 * @module
 */
import { helpOf } from "../help.ts";
import { type Io, processIo } from "../io.ts";
import { oneLine, runCommand } from "../run_command.ts";
import { parseReportOptions, REPORT_GUIDE } from "./options.ts";

/**
 * The command.
 *
 * @param words Those after `deno task report`.
 * @returns The exit code: 0 done, 1 nothing to read or the report can't be written, 2 wrong command line.
 */
export function main(words: readonly string[], io: Pick<Io, "out" | "error">): Promise<number> {
  return runCommand(
    {
      parse: parseReportOptions,
      help: () => helpOf(REPORT_GUIDE),
      act: async (folders) => {
        // Only now is it worth waiting for everything else.
        const { writeReport } = await import("../../report/write_report.ts");
        const { files, warnings } = await writeReport(folders, {
          command: ["deno task report", ...words].join(" "),
          warn: ({ file, message }) => io.error(`WARNING: ${oneLine(file)}: ${oneLine(message)}\n`),
        });
        io.out(files.map((file) => `${file}\n`).join(""));
        if (warnings > 0) io.error(`The report is of what could be read.\n`);
        return 0;
      },
    },
    words,
    io,
  );
}

if (import.meta.main) Deno.exit(await main(Deno.args, processIo(new AbortController().signal)));
