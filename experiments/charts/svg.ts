/** The charts of a study as SVG files.
 * @module
 */
import type { StudyRecord } from "../study/study_record.ts";
import { chartsOf } from "./charts_of.ts";
import { paper } from "./paper.ts";
import { drawnRuns } from "./runs.ts";

/** The charts of a study, by the names of their files. The same record gives the same bytes. */
export async function plots(record: StudyRecord): Promise<Record<string, string>> {
  const runs = drawnRuns(record), drawn: Record<string, string> = {};
  for (const chart of chartsOf(record, runs)) drawn[`${chart.id}.svg`] = await paper(record, runs, chart);
  return drawn;
}
