/** Writes made-up results of every kind, and their report, into a folder: something to look at, and what
 * `browser_check.ts` opens. That runs with a lock file of its own, so it does not make the report itself.
 *
 * @module
 */
import { allFiles, writeFiles } from "./fixtures.ts";
import { writeReport } from "./write_report.ts";

const [folder] = Deno.args;
if (folder === undefined) {
  console.error("Cannot write a sample: want a folder");
  Deno.exit(2);
}
await writeFiles(folder, await allFiles());
const { files } = await writeReport({ results: [folder], out: folder }, {
  command: `deno task report ${folder}`,
  warn: ({ file, message }) => console.error(`WARNING: ${file}: ${message}`),
});
console.log(files.join("\n"));
