/** From a folder of results to a report.
 * @module
 */
import type { Chart } from "../charts/chart.ts";
import { chartsOf } from "../charts/charts_of.ts";
import { type NetworkCharts, networkCharts } from "../charts/network_charts.ts";
import { datasetTitle } from "../charts/dataset_title.ts";
import { drawnRuns, NO_RUNS, type Runs } from "../charts/runs.ts";
import { listing, plural } from "../study/format.ts";
import type { Warning } from "../study/warning.ts";
import type { DataTable } from "./data_table.ts";
import { foldersComparison } from "./folders_comparison.ts";
import { type FoundStudy, runCount } from "./found_study.ts";
import { overview } from "./overview.ts";
import { dateOf, type Fact } from "./provenance.ts";
import { type PublishedSection, publishedSection } from "./published_section.ts";
import type { FoundResults } from "./read_results.ts";
import { plainSentencesOf, sentencesOf } from "./sentences.ts";
import { tablesOf } from "./tables.ts";

/** All that a report says. */
export interface Report {
  readonly title: string;
  /** What it is about, in a sentence. */
  readonly lead: string;
  /** The studies and their best. */
  readonly overview: DataTable;
  /** What several folders have of the same studies. */
  readonly comparisons: readonly DataTable[];
  readonly studies: readonly StudyReport[];
  /** What was wrong with files of no study. */
  readonly warnings: readonly Warning[];
  /** How it was made. */
  readonly facts: readonly Fact[];
}

/** All that is said about a study. */
export interface StudyReport {
  readonly study: FoundStudy;
  /** What the numbers say. */
  readonly sentences: readonly string[];
  /** The coursework report's figures beside ours. */
  readonly published?: PublishedSection;
  readonly tables: readonly DataTable[];
  readonly charts: readonly Chart[];
  /** What there is to see in some of its networks. */
  readonly networks: readonly NetworkCharts[];
  /** The runs in its charts. */
  readonly runs: Runs;
}

/**
 * What there is to say about results.
 *
 * @param command What makes the report.
 * @param warn Told of what turns out to be unusable only when it is used.
 */
export async function reportOf(
  { studies, begun, warnings }: FoundResults,
  { command, date, warn }: { command: string; date: Date; warn: (warning: Warning) => void },
): Promise<Report> {
  const reports: StudyReport[] = [];
  for (const study of studies) reports.push(await studyReport(study, studies, warn));
  const datasets = [...new Set(studies.map(({ record }) => datasetTitle(record.data.name)))];
  const runs = plural(studies.reduce((sum, study) => sum + runCount(study), 0), "training run");
  const count = studies.length === 1 ? "1 study" : `${studies.length} studies`;
  const waiting = begun.length > 0
    ? `Begun, with nothing measured yet: ${listing(begun)}.`
    : "There are no results here yet.";
  return {
    title: studies.length === 1 ? studies[0].title : "The studies and what they found",
    lead: studies.length === 0
      ? waiting
      : `${count} with ${runs} on ${listing(datasets)}, with forward and backward passes written by hand.`,
    overview: overview(studies),
    comparisons: foldersComparison(studies),
    studies: reports,
    warnings,
    facts: [
      { name: "Page made", value: dateOf(date.toISOString()) },
      { name: "Command", value: command, code: true },
      { name: "With", value: `Deno ${Deno.version.deno}, V8 ${Deno.version.v8}` },
      { name: "On", value: `${Deno.build.target}, ${plural(navigator.hardwareConcurrency, "core")}` },
    ],
  };
}

async function studyReport(
  study: FoundStudy,
  all: readonly FoundStudy[],
  warn: (warning: Warning) => void,
): Promise<StudyReport> {
  const { record } = study;
  // Files may agree with their columns and still make no sense together.
  const attempt = async <T>(what: string, make: () => T | Promise<T>, otherwise: T): Promise<T> => {
    try {
      return await make();
    } catch (error) {
      const message = `no ${what} could be made of it: ${(error as Error).message}`;
      study.warnings.push({ file: study.folder, message });
      warn({ file: study.folder, message });
      return otherwise;
    }
  };
  const runs = await attempt("legend", () => drawnRuns(record), NO_RUNS);
  return {
    study,
    runs,
    sentences: await attempt("conclusion of its own", () => sentencesOf(study), undefined) ??
      await attempt("sentences", () => plainSentencesOf(study), []),
    published: await attempt("comparison", () => publishedSection(study, all), undefined),
    tables: await attempt("tables", () => tablesOf(study), []),
    charts: await attempt("charts", () => chartsOf(record, runs), []),
    networks: await attempt("pictures of networks", () => networkCharts(record.records), []),
  };
}
