/** The page.
 * @module
 */
import { lookOf } from "../../charts/chart.ts";
import { compiled } from "../../charts/compile.ts";
import licences from "../assets/licences.txt" with { type: "text" };
import template from "../assets/page.html" with { type: "text" };
import style from "../assets/style.css" with { type: "text" };
import { labelOf } from "../found_study.ts";
import { type Content, Html, html, scriptCode, scriptJson } from "../html.ts";
import type { Report, StudyReport } from "../report.ts";
import { plotId } from "./chart_html.ts";
import { pageScript, vegaScript } from "./script.ts";
import { factsHtml, sectionHtml, warningsHtml } from "./section_html.ts";
import { tableHtml } from "./table_html.ts";

/** The page as one file that needs nothing else. */
export async function pageHtml(report: Report): Promise<string> {
  const { title, lead, overview, studies, warnings, facts } = report;
  const slots: Record<string, Content> = {
    title,
    style: html`<style>${new Html(style)}</style>`,
    contents: studies.map(({ study }) => html`<li><a href="#${study.id}">${labelOf(study)}</a></li>`),
    lead,
    warnings: warningsHtml(warnings),
    overview: tableHtml(overview),
    studies: studies.map(sectionHtml),
    facts: factsHtml(facts),
    licences,
    charts: html`<script type="application/json" id="charts">${scriptJson(chartData(studies))}</script>`,
    vega: html`<script>${scriptCode(await vegaScript())}</script>`,
    script: html`<script>${scriptCode(await pageScript())}</script>`,
  };
  return template.replace(/\{\{ ?(\w+) ?\}\}/g, (_, name) => String(html`${slots[name]}`));
}

/** What the charts are drawn from, by the names of their places. */
function chartData(studies: readonly StudyReport[]): Record<string, unknown> {
  const drawings = studies.flatMap(({ study, charts, runs }) =>
    charts.flatMap(({ title, note, plots }, i) =>
      plots.map(({ name, spec, curves }, k) => {
        const series = curves?.series.map((series) => ({
          ...series,
          name: name === undefined ? undefined : runs.layout.of(series.run).line,
          color: lookOf(runs, series.run).color,
        }));
        const description = [title, name, note].filter(Boolean).join(". ");
        const drawing = { spec: compiled({ ...spec, description }), curves: curves && { ...curves, series } };
        return [plotId(study.id, i, k), drawing];
      })
    )
  );
  return Object.fromEntries(drawings);
}
