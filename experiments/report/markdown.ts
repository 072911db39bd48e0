/** The report as Markdown: the same sentences and tables, for pasting.
 * @module
 */
import type { Cell, DataTable } from "./data_table.ts";
import { labelOf } from "./found_study.ts";
import { max } from "../study/extent.ts";
import type { Warning } from "../study/warning.ts";
import { type Fact, facts, provenance } from "./provenance.ts";
import type { Report, StudyReport } from "./report.ts";

/** Text that Markdown would take for something else, as text. */
export function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_[\]<>|]/g, "\\$&").replaceAll("\n", " ");
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
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |\n`;
  const cell = ({ text, best }: Cell) => best ? `**${escapeMarkdown(text)}**` : escapeMarkdown(text);
  const heading = ({ group, title, unit }: DataTable["columns"][number]) =>
    escapeMarkdown((group ? `${group}: ${title.toLowerCase()}` : title) + (unit ? `, ${unit}` : ""));
  return line(columns.map(heading)) + line(columns.map(({ left }) => left ? ":--" : "--:")) +
    rows.map((cells) => line(cells.map(cell))).join("");
}

/** The report as Markdown. */
export function reportMarkdown({ title, lead, overview, studies, warnings, facts }: Report): string {
  return [
    `# ${escapeMarkdown(title)}`,
    escapeMarkdown(lead),
    ...warningLines(warnings),
    markdownTable(overview),
    ...studies.map(studyMarkdown),
    "## How this was made",
    factLines(facts),
  ].join("\n\n").replace(/\n{3,}/g, "\n\n").trimEnd() + "\n";
}

function studyMarkdown({ study, sentences, published, tables }: StudyReport): string {
  const { title, question } = study.record.study;
  const [main, ...others] = tables;
  const section = (
    table: DataTable,
  ) => [
    `### ${escapeMarkdown(table.caption)}`,
    markdownTable(table),
    table.note ? escapeMarkdown(table.note) : "",
  ];
  return [
    `## ${escapeMarkdown(`${title} (${labelOf(study)})`)}`,
    escapeMarkdown(question),
    escapeMarkdown(facts(study).join(", ")),
    ...warningLines(study.warnings),
    sentences.map((sentence) => `- ${escapeMarkdown(sentence)}`).join("\n"),
    ...(main ? section(main) : []),
    ...(published ? section(published.table) : []),
    (published?.remarks ?? []).map((remark) => `- ${escapeMarkdown(remark)}`).join("\n"),
    ...others.flatMap(section),
    factLines(provenance(study)),
  ].filter((part) => part !== "").join("\n\n");
}

function warningLines(warnings: readonly Warning[]): string[] {
  return warnings.length === 0 ? [] : [
    "Not everything could be read:",
    warnings.map(({ file, message }) => escapeMarkdown(`- ${file}: ${message}`)).join("\n"),
  ];
}

function factLines(facts: readonly Fact[]): string {
  return facts.map(({ name, value, code }) => `- ${name}: ${code ? codeSpan(value) : escapeMarkdown(value)}`)
    .join("\n");
}

/** Text between as many backticks as it takes. */
function codeSpan(text: string): string {
  const fence = "`".repeat((max(text.match(/`+/g) ?? [], ({ length }) => length) ?? 0) + 1);
  const space = text.includes("`") ? " " : "";
  return `${fence}${space}${text.replaceAll("\n", " ")}${space}${fence}`;
}
