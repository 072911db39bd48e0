/** From a folder of results to a report.
 * @module
 */
import { plural } from "../study/format.ts";
import { chartsOf } from "./charts/charts_of.ts";
import { drawnRuns } from "./charts/runs.ts";
import { findings } from "./findings.ts";
import { listed } from "./numbers.ts";
import { overview } from "./overview.ts";
import type { Report } from "./page/page_html.ts";
import type { StudyReport } from "./page/section_html.ts";
import { dateOf } from "./provenance.ts";
import { publishedSection } from "./published_section.ts";
import type { Results, Warning } from "./results.ts";
import { datasetName, studiesOf } from "./study.ts";
import { tablesOf } from "./tables.ts";

/** How a report is made. */
export interface ReportOptions {
  /** The command that makes it. */
  readonly command: string;
  /** When it is made. */
  readonly date: Date;
  /** Told of what turns out to be unusable only when it is used. */
  readonly warn: (warning: Warning) => void;
}

/** What there is to say about results. */
export function reportOf(results: Results, { command, date, warn }: ReportOptions): Report {
  const studies = studiesOf(results);
  const known = new Set<Warning>();
  const reports = studies.map((study): StudyReport => {
    const warnings = results.warnings.filter(({ file }) => file.startsWith(study.folder + "/"));
    for (const warning of warnings) known.add(warning);
    // Files may agree with their columns and still make no sense together.
    const attempt = <T>(what: string, make: () => T, otherwise: T): T => {
      try {
        return make();
      } catch (error) {
        const warning = {
          file: study.folder,
          message: `no ${what} could be made of it: ${(error as Error).message}`,
        };
        warnings.push(warning);
        warn(warning);
        return otherwise;
      }
    };
    const runs = drawnRuns(study);
    return {
      ...{ study, warnings, runs },
      findings: attempt("sentences", () => findings(study), []),
      published: attempt("comparison", () => publishedSection(study, studies), undefined),
      tables: attempt("tables", () => tablesOf(study), []),
      charts: attempt("charts", () => chartsOf(study, runs), []),
    };
  });
  const datasets = [...new Set(studies.map(datasetName))];
  const runs = studies.reduce(
    (sum, { variants }) => sum + variants.reduce((sum, { runs }) => sum + runs, 0),
    0,
  );
  return {
    title: studies.length === 1 ? studies[0].title : "The studies and what they found",
    lead:
      `${plural(studies.length, "study").replace("studys", "studies")} with ${
        plural(runs, "training run")
      } on ` +
      `${
        listed(datasets)
      }, with forward and backward passes written by hand. Point at a chart to read its values, press a ` +
      `run in a legend to hide it, press a heading to sort by it.`,
    overview: overview(studies),
    studies: reports,
    warnings: results.warnings.filter((warning) => !known.has(warning)),
    facts: [
      { name: "Page made", value: dateOf(date.toISOString()) },
      { name: "Command", value: command, code: true },
      { name: "With", value: `Deno ${Deno.version.deno}, V8 ${Deno.version.v8}` },
      { name: "On", value: `${Deno.build.target}, ${plural(navigator.hardwareConcurrency, "core")}` },
    ],
  };
}
