/** The command line of `deno task report`.
 * @module
 */
import { nearest } from "../suggest.ts";
import type { ReportFolders } from "../../report/write_report.ts";
import { quote } from "../../study/format.ts";
import { UsageError } from "../../study/usage_error.ts";

const VALUED = ["results", "out"];
const FLAGS = ["help"];

/** What `--help` prints. */
export const HELP = `Makes a page of a folder of results, report.html, and the same tables in
report.md.

  deno task report [folder] [options]

  folder             of results, one folder in it for each study [results]

Options
  --results DIR      the same as the folder
  --out DIR          where the report goes [the folder of results]
  --help             this text (also -h)

Files that are missing, damaged or foreign are left out, and a warning names
them.

Exit codes: 0 done, 1 nothing to read or nowhere to write, 2 wrong options.
`;

/**
 * Reads a command line.
 *
 * @returns What is asked for, or `"help"`.
 * @throws {UsageError} If anything is wrong with it; the message is one line.
 */
export function parseReportOptions(args: readonly string[]): ReportFolders | "help" {
  const given = new Map<string, string>();
  const folders: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const word = args[i];
    if (word === "--") {
      folders.push(...args.slice(i + 1));
      break;
    }
    if (word === "--help" || word === "-h") return "help";
    if (!word.startsWith("-") || word === "-") folders.push(word);
    else {
      const [name, ...rest] = word.replace(/^--/, "").split("=");
      checkName(name, word);
      const value = rest.length > 0 ? rest.join("=") : args[++i];
      if (value === undefined || value.startsWith("--") || value.trim() === "") {
        throw new UsageError(`Cannot use --${name} without a value: want --${name} DIR`);
      }
      if (given.has(name)) throw new UsageError(`Cannot use --${name} 2 times: want it once`);
      given.set(name, value);
    }
  }
  const results = given.get("results");
  if (results !== undefined) folders.push(results);
  if (folders.length > 1) {
    throw new UsageError(
      `Cannot report on ${folders.length} folders: found ${folders.map(quote).join(" ")}, want one`,
    );
  }
  const [folder = "results"] = folders;
  if (folder.trim() === "") throw new UsageError(`Cannot report on ${quote(folder)}: want a folder`);
  return { results: folder, out: given.get("out") ?? folder };
}

function checkName(name: string, word: string): void {
  if (VALUED.includes(name) && word.startsWith("--")) return;
  const known = [...VALUED, ...FLAGS];
  throw new UsageError(
    `Unknown option ${quote(word.split("=")[0])}: the nearest is --${
      nearest(name.replace(/^-+/, ""), known)
    } (--help lists all)`,
  );
}
