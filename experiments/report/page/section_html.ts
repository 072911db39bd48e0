/** A study as a section of the page.
 * @module
 */
import type { Warning } from "../../study/warning.ts";
import { element, type Html, html } from "../html.ts";
import { type Fact, facts, provenance } from "../provenance.ts";
import type { PublishedSection } from "../published_section.ts";
import type { StudyReport } from "../report.ts";
import { chartsHtml } from "./chart_html.ts";
import { networksHtml } from "./networks_html.ts";
import { progressHtml } from "./progress_html.ts";
import { tableHtml } from "./table_html.ts";

/** So many sentences are shown; what follows is folded. */
const MOST = 8;

/** A section: what was asked, what the numbers say, charts, tables, and how it was run. */
export function sectionHtml(
  { study, sentences, published, tables, charts, networks, runs }: StudyReport,
): Html {
  const { id, configuration, warnings } = study;
  const { question, description } = study.record.study;
  const lead = question || description && `This study ${description.replace(/\.$/, "")}.`;
  const [main, ...others] = tables;
  return html`
    <section id="${id}" aria-labelledby="${id}-title">
      <p class="eyebrow">${study.label}</p>
      <h2 id="${id}-title">${study.title}</h2>
      ${lead && html`<p class="lead">${lead}</p>`}
      <ul class="facts">${facts(study).map((fact) => html`<li>${fact}</li>`)}</ul>
      ${progressHtml(study)}
      ${warningsHtml(warnings)}
      ${sentences.length > 0 && findingsHtml(sentences)}
      ${chartsHtml(id, charts, runs)}
      ${networksHtml(study, networks)}
      ${main && tableHtml(main)}
      ${published && publishedHtml(published)}
      ${others.map((table) => tableHtml(table))}
      <details><summary>How it was run</summary>${factsHtml(provenance(study))}</details>
      ${!configuration && study.record.runs.length > 0 &&
        html`<p class="note">config.json could not be read, so there is nothing to say about how it was run.</p>`}
    </section>
  `;
}

function findingsHtml(sentences: readonly string[]): Html {
  const shown = sentences.length > MOST + 2 ? MOST : sentences.length, rest = sentences.slice(shown);
  const more = html`<details><summary>${rest.length} more sentences</summary>${
    sentencesHtml(rest)
  }</details>`;
  return html`
    <div class="findings">
      <h3>What the numbers say</h3>
      ${sentencesHtml(sentences.slice(0, shown))}
      ${rest.length > 0 && more}
    </div>
  `;
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
    text.split(/(\d\S*e-\d+|[\d.]+ ± [\d.]+(?: %)?|[\d.]+ %|\(p [=<] [\d.]+\)|--\w+ \d+)/).map((part, i) =>
      i % 2 ? html`<span class="nowrap">${part}</span>` : part
    )
  }`;
}

/** What was wrong with files, if anything. */
export function warningsHtml(warnings: readonly Warning[], level: "h2" | "h3" = "h3"): Html | undefined {
  if (warnings.length === 0) return undefined;
  return html`
    <div class="warnings" role="note">
      ${element(level, {}, "Not everything could be read")}
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
