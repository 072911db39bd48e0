/** Places for charts, and legends.
 * @module
 */
import { type Chart, look } from "../charts/chart.ts";
import { type Html, html } from "../html.ts";
import type { Study } from "../study.ts";

/** The charts of a study with a legend for all of them. */
export function chartsHtml(
  { id }: Study,
  charts: readonly Chart[],
  runs: readonly string[],
): Html | undefined {
  if (charts.length === 0) return undefined;
  const legend = runs.length > 1 && charts.some(({ hides }) => hides);
  return html`${legend && legendHtml(id, runs)}
    <div class="charts">${charts.map((chart, i) => figureHtml(id, chart, i))}</div>`;
}

/** What the data of a chart are called in the page. */
export function chartId(study: string, i: number): string {
  return `${study}-chart-${i}`;
}

function figureHtml(study: string, { title, note, curves, hides, wide }: Chart, i: number): Html {
  const attributes = html`${
    hides && html`
      data-hides
    `
  }${
    curves && html`
      tabindex="0"
    `
  }`;
  const place = html`
    <div class="plot${curves && " tall"}" data-chart="${chartId(
      study,
      i,
    )}" data-study="${study}" ${attributes}></div>
  `;
  return html`
    <figure class="chart${wide && " wide"}">
      <figcaption><h4>${title}</h4><p>${note}</p></figcaption>
      ${wide
        ? html`<div class="scroll" tabindex="0" role="region" aria-label="${title}">${place}</div>`
        : place}
    </figure>
  `;
}

function legendHtml(study: string, runs: readonly string[]): Html {
  return html`
    <div class="legend" data-legend="${study}" role="group"
      aria-label="Runs: press one to hide it in the charts, or to show it again">
      ${runs.map(entryHtml)}
      ${runs.length > 2 && html`<button type="button" class="all">All or none</button>`}
    </div>
  `;
}

function entryHtml(run: string, i: number): Html {
  const { color, dash } = look(i);
  return html`
    <button type="button" data-run="${run}"
      aria-pressed="true"><svg width="28" height="10" aria-hidden="true"><line x1="1" x2="27" y1="5" y2="5" stroke="${color}" stroke-width="3"${dash[
            1
          ] > 0 && html`
        stroke-dasharray="${dash.join(" ")}"
      `}/></svg>${run}</button>
  `;
}
