/** The page.
 * @module
 */
import { type Chart, lookOf } from "../../charts/chart.ts";
import { compiled } from "../../charts/compile.ts";
import { NO_RUNS, type Runs } from "../../charts/runs.ts";
import licences from "../assets/licences.txt" with { type: "text" };
import template from "../assets/page.html" with { type: "text" };
import style from "../assets/style.css" with { type: "text" };
import { Html, html, scriptCode, scriptJson } from "../html.ts";
import type { Report, StudyReport } from "../report.ts";
import { plotId } from "./chart_html.ts";
import { networkId } from "./networks_html.ts";
import { morphScript, pageScript, vegaScript } from "./script.ts";
import { factsHtml, sectionHtml, warningsHtml } from "./section_html.ts";
import { tableHtml } from "./table_html.ts";
import { fillTemplate } from "./template.ts";

/** What of the page depends on the results. */
export interface PageContent {
  readonly title: string;
  /** The links to the sections, what is in them, and how it was made: HTML. */
  readonly contents: string;
  readonly main: string;
  readonly facts: string;
  /** What the charts are drawn from, by the names of their places. */
  readonly charts: Readonly<Record<string, unknown>>;
}

/** The page as one file that needs nothing else. */
export async function pageHtml(report: Report): Promise<string> {
  return await fullPage(contentOf(report));
}

/** What can be done on the page. */
const HINT =
  "Point at a chart to read its values, press a run in a legend to hide it, press a heading to sort by it.";

/** The parts of the page. */
export function contentOf(
  { title, lead, overview, comparisons, studies, warnings, facts }: Report,
): PageContent {
  const contents = studies.map(({ study }) => html`<li><a href="#${study.id}">${study.label}</a></li>`);
  const main = html`
    <section id="overview" aria-labelledby="title">
      <h1 id="title">${title}</h1>
      <p class="lead">${lead}${studies.length > 0 && ` ${HINT}`}</p>
      ${warningsHtml(warnings, "h2")}
      ${overview.rows.length > 0 && tableHtml(overview, "h2")}
      ${comparisons.map((table) => tableHtml(table, "h2"))}
    </section>
    ${studies.map(sectionHtml)}
  `;
  return {
    title,
    contents: String(html`<li><a href="#overview">Overview</a></li>${contents}`),
    main: String(main),
    facts: String(factsHtml(facts)),
    charts: chartData(studies),
  };
}

/** A page with its scripts. One that is live asks where it comes from for what is new. */
export async function fullPage(
  { title, contents, main, facts, charts }: PageContent,
  live = false,
): Promise<string> {
  const scripts = [await vegaScript(), ...live ? [await morphScript()] : [], await pageScript(live)];
  const slots = {
    title,
    policy: live && "; connect-src 'self'",
    live: live && html`<span id="live">Live</span>`,
    contents: new Html(contents),
    main: new Html(main),
    facts: new Html(facts),
    licences,
    charts: html`<script type="application/json" id="charts">${scriptJson(charts)}</script>`,
    scripts: scripts.map((code) => html`<script>${scriptCode(code)}</script>`),
  };
  return fillTemplate(template, style, slots);
}

/** What the charts are drawn from, by the names of their places. */
function chartData(studies: readonly StudyReport[]): Record<string, unknown> {
  const drawings = studies.flatMap(({ study, charts, networks, runs }) => [
    ...drawingsOf(study.id, charts, runs),
    ...networks.flatMap(({ record, charts }) => drawingsOf(networkId(study.id, record), charts, NO_RUNS)),
  ]);
  return Object.fromEntries(drawings);
}

/** What the charts of a study are drawn from, or those of one of its networks. */
function drawingsOf(id: string, charts: readonly Chart[], runs: Runs): [string, unknown][] {
  return charts.flatMap(({ id: chart, plots }) =>
    plots.map(({ name, spec, curves }, k): [string, unknown] => {
      const series = curves?.series.map((series) => ({
        ...series,
        name: name === undefined ? undefined : runs.layout.of(series.run).line,
        color: lookOf(runs, series.run).color,
      }));
      return [plotId(id, chart, k), { spec: compiled(spec), curves: curves && { ...curves, series } }];
    })
  );
}
