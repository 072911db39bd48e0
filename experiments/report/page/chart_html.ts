/** Places for charts, and legends.
 * @module
 */
import { type Chart, lookOf } from "../../charts/chart.ts";
import { panelsOf, type Runs } from "../../charts/runs.ts";
import { classes, element, type Html, html } from "../html.ts";

/** Beside each other there is room for so many panels; more of them are smaller. */
const MANY = 4;

/** The entries of a legend with more of them than this are smaller. */
const CROWD = 12;

/** The charts of a study with a legend for all of them. */
export function chartsHtml(id: string, charts: readonly Chart[], runs: Runs): Html | undefined {
  if (charts.length === 0) return undefined;
  const legend = runs.names.length > 1 && charts.some(({ hides }) => hides);
  return html`
    <div>
      ${legend && legendHtml(id, runs)}
      <div class="charts">${charts.map((chart) => figureHtml(id, chart))}</div>
    </div>
  `;
}

/** What the data of a drawing are called in the page. */
export function plotId(study: string, chart: string, plot: number): string {
  return `${study}-${chart}-${plot}`;
}

function figureHtml(study: string, { id, title, note, plots, hides, wide, least }: Chart): Html {
  const places = plots.map(({ name, curves }, k) => {
    const place = element("div", {
      "class": classes("plot", curves && (name === undefined ? "tall" : "low")),
      "id": plotId(study, id, k),
      "data-chart": plotId(study, id, k),
      "data-study": study,
      "data-hides": hides && "",
      "tabindex": curves && 0,
      "role": "img",
      "aria-label": [title, name, note].filter(Boolean).join(". "),
    });
    return name === undefined ? place : html`<div><h4>${name}</h4>${place}</div>`;
  });
  const many = plots.length > MANY ? "many" : plots.length === MANY && "four";
  const panels = plots.length > 1 ? element("div", { class: classes("panels", many) }, places) : places;
  const moved = least !== undefined && html`
    <div class="scroll" tabindex="0" role="group" aria-label="${title}">
      <div style="min-width: ${least}px">${panels}</div>
    </div>
  `;
  return html`
    <figure id="${study}-${id}" class="${classes("chart", wide && "wide")}">
      <figcaption><h3>${title}</h3>${note && html`<p>${note}</p>`}</figcaption>
      ${moved || panels}
      <details class="values"><summary>Values<span class="unseen">: ${title}</span></summary></details>
    </figure>
  `;
}

/** A button for each run, by panels. Runs that are in all panels come first. */
function legendHtml(study: string, runs: Runs): Html {
  const { names, layout } = runs;
  const everywhere = names.filter((name) => layout.panels.length > 0 && layout.of(name).panel === undefined);
  const groups = [
    { name: undefined, names: everywhere },
    ...panelsOf(runs).map(({ name, names }) => ({
      name,
      names: names.filter((run) => !everywhere.includes(run)),
    })),
  ].filter(({ name, names }) => name !== undefined || names.length > 0);
  return html`
    <div class="${classes("legend", names.length > CROWD && "many")}" data-legend="${study}" role="group"
      aria-label="Runs: press one to hide it in the charts, or to show it again">
      ${groups.map(({ name, names }) => {
        const entries = names.map((run) => entryHtml(runs, run));
        return html`<div class="group">${name && html`<span>${name}</span>`}${entries}</div>`;
      })}
      ${names.length > 2 && html`<button type="button" class="all">All or none</button>`}
    </div>
  `;
}

function entryHtml(runs: Runs, run: string): Html {
  const { color, dash } = lookOf(runs, run), { panels, of } = runs.layout;
  const line = element("line", {
    "x1": 1,
    "x2": 27,
    "y1": 5,
    "y2": 5,
    "stroke": color,
    "stroke-width": 3,
    "stroke-dasharray": dash[1] > 0 && dash.join(" "),
  });
  return html`
    <button type="button" data-run="${run}" aria-label="${run}"
      aria-pressed="true"><svg width="28" height="10"
      aria-hidden="true">${line}</svg>${panels.length > 0 ? of(run).line : run}</button>
  `;
}
