/** Writes the report.
 * @module
 */
import { MOST } from "../storage/file_limits.ts";
import { makeFolder, writeFile } from "../storage/write_file.ts";
import { OutputError } from "../storage/output_error.ts";
import { readFile } from "../storage/read_file.ts";
import type { Warning } from "../study/warning.ts";
import { indexJson, isIndex } from "./index_json.ts";
import { isReport, reportMarkdown } from "./markdown.ts";
import { pageHtml } from "./page/page_html.ts";
import { NoResultsError, readResults } from "./read_results.ts";
import { reportOf } from "./report.ts";

/** What a report is made of, and where it goes. */
export interface ReportFolders {
  /** The folders of the studies' folders. */
  readonly results: readonly string[];
  /** A folder, or the page itself: `page.html`, which goes with `page.md`. */
  readonly out: string;
}

/**
 * Reads results and writes `report.html`, `report.md` and `report.json`, or files of another name.
 *
 * @returns The files, and how many warnings there were.
 * @throws {NoResultsError} If there is nothing to report on. Then nothing is written.
 * @throws {OutputError} If the report can't be written, or a text that is no report is where its tables go, which nobody has named.
 */
export async function writeReport(
  { results, out }: ReportFolders,
  { command, warn }: { command: string; warn: (warning: Warning) => void },
): Promise<{ files: string[]; warnings: number }> {
  let warnings = 0;
  const tell = (warning: Warning) => {
    warnings++;
    warn(warning);
  };
  const found = await readResults(results, tell);
  if (found.studies.length === 0) {
    throw new NoResultsError(
      `Cannot report on ${found.begun.join(", ")}: nothing has been measured there yet`,
    );
  }
  const report = await reportOf(found, { command, date: new Date(), warn: tell });
  const page = /\.html?$/i.test(out) ? out : `${out.replace(/\/+$/, "")}/report.html`;
  const tables = page.replace(/\.html?$/i, ".md");
  await makeFolder(page.replace(/[^/]*$/, "") || ".", { follow: true });
  const index = page.replace(/\.html?$/i, ".json");
  await refuseForeign(tables, isReport);
  await refuseForeign(index, isIndex);
  const files = {
    [page]: await pageHtml(report),
    [tables]: reportMarkdown(report),
    [index]: indexJson(report),
  };
  for (const [path, text] of Object.entries(files)) await writeFile(path, text);
  return { files: Object.keys(files), warnings };
}

/** Makes sure that no text of somebody's own is replaced: `--out README.html` goes with `README.md`. */
async function refuseForeign(path: string, isOurs: (text: string) => boolean): Promise<void> {
  const bytes = await readFile(path, MOST.table);
  if (!bytes || isOurs(new TextDecoder().decode(bytes))) return;
  throw new OutputError(`Cannot write ${path}: it is there and no report; want another --out`);
}
