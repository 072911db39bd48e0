/** Writes made-up results of every kind, and their report, into a folder: something to look at, and what
 * `browser_check.ts` opens. That runs with a lock file of its own, so it does not make the report itself.
 *
 * @module
 */
import { processIo } from "../cli/io.ts";
import { allFiles, writeFiles } from "./fixtures.ts";
import { main } from "../cli/report/main.ts";

const [folder] = Deno.args;
if (folder === undefined) {
  console.error("Cannot write a sample: want a folder");
  Deno.exit(2);
}
await writeFiles(folder, allFiles());
Deno.exit(await main([folder], processIo(new AbortController().signal)));
