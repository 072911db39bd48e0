/** A study as a section of the page.
 * @module
 */
import type { Chart } from "../charts/chart.ts";
import type { Runs } from "../charts/runs.ts";
import type { DataTable } from "../data_table.ts";
import { type Html, html } from "../html.ts";
import { type Fact, facts, provenance } from "../provenance.ts";
import type { PublishedSection } from "../published_section.ts";
import type { Warning } from "../results.ts";
import type { Study } from "../study.ts";
import { chartsHtml } from "./chart_html.ts";
import { tableHtml } from "./table_html.ts";

/** All that is said about a study. */
export interface StudyReport {
  readonly study: Study;
  /** What the numbers say. */
  readonly findings: readonly string[];
  /** The report's figures beside ours. */
  readonly published?: PublishedSection;
  readonly tables: readonly DataTable[];
  readonly charts: readonly Chart[];
  /** The runs in its charts. */
  readonly runs: Runs;
  /** What was wrong with its files. */
  readonly warnings: readonly Warning[];
}

/** So many sentences are shown; what follows is folded. */
const MOST = 8;

/** A section: what was asked, what the numbers say, charts, tables, and how it was run. */
export function sectionHtml(
  { study, findings, published, tables, charts, runs, warnings }: StudyReport,
): Html {
  const { id, name, title, asPublished, configuration } = study;
  const [main, ...others] = tables;
  const shown = findings.length > MOST + 2 ? MOST : findings.length;
  return html`
    <section id="${id}" aria-labelledby="${id}-title">
      <p class="eyebrow">${name}</p>
      <h2 id="${id}-title">${title}${asPublished && ", as published"}</h2>
      ${questionHtml(study)}
      <ul class="facts">${facts(study).map((fact) => html`<li>${fact}</li>`)}</ul>
      ${warningsHtml(warnings)}
      ${findings.length > 0 && html`
        <div class="findings">
          <h3>What the numbers say</h3>
          ${sentencesHtml(findings.slice(0, shown))}
          ${findings.length > shown && html`
            <details><summary>${findings.length - shown} more sentences</summary>${sentencesHtml(
              findings.slice(shown),
            )}</details>
          `}
        </div>
      `}
      ${chartsHtml(study, charts, runs)}
      ${main && tableHtml(main)}
      ${published && publishedHtml(published)}
      ${others.map(tableHtml)}
      <details><summary>How it was run</summary>${factsHtml(provenance(study))}</details>
      ${!configuration &&
        html`<p class="note">config.json could not be read, so there is nothing to say about how it was run.</p>`}
    </section>
  `;
}

function questionHtml({ configuration }: Study): Html | undefined {
  const { question, description } = configuration?.study ?? {};
  const text = question ?? (description && `This study ${description.replace(/\.$/, "")}.`);
  return text ? html`<p class="lead">${text}</p>` : undefined;
}

function publishedHtml({ table, remarks }: PublishedSection): Html {
  return html`${tableHtml(table)}<div class="remarks">${sentencesHtml(remarks)}</div>`;
}

function sentencesHtml(sentences: readonly string[]): Html {
  return html`<ul>${sentences.map((sentence) => html`<li>${prose(sentence)}</li>`)}</ul>`;
}

/** A sentence whose numbers are not broken at their minus signs, nor from their units. */
function prose(text: string): Html {
  return html`${
    text.split(/(\d\S*e-\d+|[\d.]+ ± [\d.]+(?: %)?|[\d.]+ %|\(p [=<] [\d.]+\))/).map((part, i) =>
      i % 2 ? html`<span class="nowrap">${part}</span>` : part
    )
  }`;
}

/** What was wrong with files, if anything. */
export function warningsHtml(warnings: readonly Warning[]): Html | undefined {
  if (warnings.length === 0) return undefined;
  return html`
    <div class="warnings" role="note">
      <h3>Not everything could be read</h3>
      <ul>${warnings.map(({ file, message }) => html`<li><code>${file}</code>: ${message}</li>`)}</ul>
    </div>
  `;
}

/** Names and values. */
export function factsHtml(facts: readonly Fact[]): Html {
  return html`<dl class="run-facts">${
    facts.map(({ name, value, code }) =>
      html`
        <dt>${name}</dt>
        <dd>${code ? html`<code>${value}</code>` : value}</dd>
      `
    )
  }</dl>`;
}
