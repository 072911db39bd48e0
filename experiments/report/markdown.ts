/** The report as Markdown: the same sentences and tables, for pasting.
 * @module
 */
import type { Warning } from "../study/warning.ts";
import type { Cell, DataTable } from "./data_table.ts";
import { type Fact, facts, provenance } from "./provenance.ts";
import type { Report, StudyReport } from "./report.ts";

/** Text that Markdown would take for something else, as text. */
function escape(text: string): string {
  return text.replace(/[\\`*_[\]<>|~&]/g, "\\$&").replaceAll("\n", " ");
}

/** The same where a line begins: there more signs mean something. */
function escapeLine(text: string): string {
  return escape(text).replace(/^(\s*\d*)([#+.)=-])/, "$1\\$2");
}

/**
 * A table as Markdown. What is best is bold.
 *
 * @example
 * ```ts
 * import { markdownTable } from "./markdown.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const table = {
 *   caption: "Figures",
 *   columns: [{ title: "Run", left: true }, { title: "Accuracy", unit: "%" }],
 *   rows: [[{ text: "hinge" }, { text: "97.83", best: true }]],
 * };
 * assertEquals(markdownTable(table), "| Run | Accuracy, % |\n| :-- | --: |\n| hinge | **97.83** |\n");
 * ```
 */
export function markdownTable({ columns, rows }: DataTable): string {
  const cell = ({ text, best }: Cell) => best ? `**${escape(text)}**` : escape(text);
  const heading = ({ group, title, unit }: DataTable["columns"][number]) =>
    escape((group ? `${group}: ${title.toLowerCase()}` : title) + (unit ? `, ${unit}` : ""));
  return [
    columns.map(heading),
    columns.map(({ left }) => left ? ":--" : "--:"),
    ...rows.map((row) => row.map(cell)),
  ]
    .map((cells) => `| ${cells.join(" | ")} |\n`).join("");
}

/** What the last part of a report is called. */
const LAST = "## How this was made";

/** Whether a text is a report, and not what somebody has written. */
export function isReport(markdown: string): boolean {
  return markdown.includes(`\n${LAST}\n`);
}

/** The report as Markdown. */
export function reportMarkdown(
  { title, lead, overview, comparisons, studies, warnings, facts }: Report,
): string {
  const parts = [
    `# ${escape(title)}`,
    escapeLine(lead),
    ...warningParts(warnings),
    markdownTable(overview),
    ...comparisons.flatMap((table) => section(table, "##")),
    ...studies.flatMap(studyParts),
    LAST,
    factList(facts),
  ];
  return parts.map((part) => part.trimEnd()).filter((part) => part !== "").join("\n\n") + "\n";
}

function studyParts({ study, sentences, published, tables }: StudyReport): string[] {
  const { title, question } = study.record.study, [main, ...others] = tables;
  return [
    `## ${escape(`${title} (${study.label})`)}`,
    escapeLine(question),
    escapeLine(facts(study).join(", ")),
    ...warningParts(study.warnings),
    list(sentences.map(escapeLine)),
    ...(main ? section(main) : []),
    ...(published ? [...section(published.table), list(published.remarks.map(escapeLine))] : []),
    ...others.flatMap((table) => section(table)),
    factList(provenance(study)),
  ];
}

function section(table: DataTable, level = "###"): string[] {
  return [`${level} ${escape(table.caption)}`, markdownTable(table), escape(table.note ?? "")];
}

function list(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join("\n");
}

function warningParts(warnings: readonly Warning[]): string[] {
  if (warnings.length === 0) return [];
  return [
    "Not everything could be read:",
    list(warnings.map(({ file, message }) => escapeLine(`${file}: ${message}`))),
  ];
}

function factList(facts: readonly Fact[]): string {
  return list(facts.map(({ name, value, code }) => `${name}: ${code ? codeSpan(value) : escape(value)}`));
}

/** Text between as many backticks as it takes. */
function codeSpan(text: string): string {
  const fences = text.match(/`+/g) ?? [], space = fences.length > 0 ? " " : "";
  const fence = "`".repeat(fences.reduce((most, { length }) => Math.max(most, length), 0) + 1);
  return fence + space + text.replaceAll("\n", " ") + space + fence;
}
