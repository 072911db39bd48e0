/** From files to studies, for tests.
 * @module
 */
import { withFolder } from "../fixtures.ts";
import { type Files, writeFiles } from "./fixtures.ts";
import { readResults } from "./read_results.ts";
import type { Warning } from "./results.ts";
import { studiesOf, type Study } from "./study.ts";

/** Writes files, and reads them as a folder of results. */
export async function readFiles(files: Files): Promise<{ studies: Study[]; warnings: readonly Warning[] }> {
  let read: { studies: Study[]; warnings: readonly Warning[] } | undefined;
  await withFolder(async (folder) => {
    await writeFiles(folder, files);
    const results = await readResults(folder);
    read = { studies: studiesOf(results), warnings: results.warnings };
  });
  return read!;
}
