/** `deno task watch`.
 * @module
 */
import { shellQuote } from "../../study/format.ts";
import { CommandLine } from "../command_line.ts";
import { type Io, processIo } from "../io.ts";
import { openInBrowser } from "../open.ts";
import { flag, HELP, option } from "../option.ts";
import { resultFolders, RESULTS } from "../results_folder.ts";
import { oneLine, runCommand } from "../run_command.ts";
import { whole } from "../values.ts";

const OPTIONS = {
  port: option("N", "where the page is served on this machine; 0 for any that is free", whole(0, 65535), {
    default: 7840,
  }),
  open: flag("shows the page in the browser"),
  help: HELP,
};

const GUIDE = {
  about: "Serves the report of folders of results to this machine, and keeps it up to date as runs go on.",
  usage: "deno task watch [folders] [options]",
  words: {
    "Folders": {
      folder:
        `of results, one folder in it for each study [${RESULTS}]; other machines may be writing to it, and it may ` +
        "not be there yet",
    },
  },
  sections: { "Options": OPTIONS },
  notes: [
    "Nothing leaves this machine, and nothing is written: deno task report writes the page as a file. Ctrl-C ends it.",
  ],
  exitCodes: "130 ended by Ctrl-C, 1 the port is taken, 2 wrong options.",
};

interface Asked {
  readonly folders: readonly string[];
  readonly port: number;
  readonly open: boolean;
}

/** The command: it serves until it is interrupted, and returns the exit code. */
export function main(words: readonly string[], io: Pick<Io, "out" | "error" | "interrupt">): Promise<number> {
  const act = async ({ folders, port, open }: Asked) => {
    // Only now is it worth waiting for everything else.
    const { serveReport } = await import("../../report/live/serve_report.ts");
    const command = ["deno task watch", ...words.map(shellQuote)].join(" ");
    await serveReport(folders, {
      port,
      command,
      warn: (message) => io.error(`WARNING: ${oneLine(message)}\n`),
      signal: io.interrupt,
      onListen: (address) => {
        io.out(`${address}\n`);
        if (open && !openInBrowser(address)) {
          io.error("Cannot open a browser from here: open the link above.\n");
        }
      },
    });
    return 130;
  };
  return runCommand({ guide: GUIDE, parse: parseWatchOptions, act }, words, io);
}

/** Reads a command line. Throws a `UsageError` of one line if anything is wrong with it. */
export function parseWatchOptions(words: readonly string[]): Asked | "help" {
  const line = new CommandLine(words, OPTIONS);
  if (line.given.has("help")) return "help";
  const { port, open } = line.values(OPTIONS);
  return { folders: resultFolders(line.positional, "watch"), port, open };
}

if (import.meta.main) {
  const controller = new AbortController();
  Deno.addSignalListener("SIGINT", () => controller.abort("SIGINT"));
  const io = processIo({ interrupt: controller.signal });
  await io.exit(await main(Deno.args, io));
}
