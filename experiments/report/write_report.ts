/** Writes the report.
 * @module
 */
import { makeFolder, writeFile } from "../storage/write_file.ts";
import type { Warning } from "../study/warning.ts";
import { reportMarkdown } from "./markdown.ts";
import { pageHtml } from "./page/page_html.ts";
import { readResults } from "./read_results.ts";
import { reportOf } from "./report.ts";

/** What a report is made of, and where it goes. */
export interface ReportFolders {
  /** The folder of the studies' folders. */
  readonly results: string;
  readonly out: string;
}

/**
 * Reads results and writes `report.html` and `report.md`.
 *
 * @returns The files, and how many warnings there were.
 * @throws {NoResultsError} If there is nothing to report on. Then nothing is written.
 * @throws {OutputError} If the report can't be written.
 */
export async function writeReport(
  { results: folder, out }: ReportFolders,
  { command, warn }: { command: string; warn: (warning: Warning) => void },
): Promise<{ files: string[]; warnings: number }> {
  let warnings = 0;
  const tell = (warning: Warning) => {
    warnings++;
    warn(warning);
  };
  const report = await reportOf(await readResults(folder, tell), { command, date: new Date(), warn: tell });
  const target = out.replace(/\/+$/, "") || "/";
  const files = {
    [`${target}/report.html`]: await pageHtml(report),
    [`${target}/report.md`]: reportMarkdown(report),
  };
  await makeFolder(target, { follow: true });
  for (const [path, text] of Object.entries(files)) await writeFile(path, text);
  return { files: Object.keys(files), warnings };
}
