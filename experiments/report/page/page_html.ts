/** The page.
 * @module
 */
import template from "../assets/page.html" with { type: "text" };
import style from "../assets/style.css" with { type: "text" };
import licences from "../assets/licences.txt" with { type: "text" };
import { lookOf } from "../../charts/chart.ts";
import { compiled } from "../../charts/compile.ts";
import { idOf, labelOf } from "../found_study.ts";
import { type Html, html, scriptCode, scriptJson } from "../html.ts";
import type { Report, StudyReport } from "../report.ts";
import { plotId } from "./chart_html.ts";
import { factsHtml, sectionHtml, warningsHtml } from "./section_html.ts";
import { tableHtml } from "./table_html.ts";

/** The page as one file that needs nothing else. */
export function pageHtml(report: Report, scripts: { vega: string; page: string }): string {
  const { title, lead, overview, studies, warnings, facts } = report;
  const slots: Record<string, Html | string> = {
    title: html`${title}`,
    styles: `<style>\n${style.replaceAll("</", "<\\/")}</style>`,
    contents: html`<ul><li><a href="#overview">Overview</a></li>${
      studies.map(({ study }) => html`<li><a href="#${idOf(study)}">${labelOf(study)}</a></li>`)
    }</ul>`,
    main: html`
      <section id="overview">
        <h1>${title}</h1>
        <p class="lead">${lead}</p>
        ${warningsHtml(warnings)}
        ${tableHtml(overview)}
      </section>
      ${studies.map(sectionHtml)}
    `,
    footer: html`
      ${factsHtml(facts)}
            <details>
        <summary>Licences of what this page contains</summary>
        <pre>${licences}</pre>
      </details>
    `,
    scripts: html`
      <script type="application/json" id="charts">${scriptJson(chartData(studies))}</script>
      <script>${scriptCode(scripts.vega)}</script>
      <script>${scriptCode(scripts.page)}</script>
    `,
  };
  return template.replace(/\{\{ ?(\w+) ?\}\}/g, (_, name) => String(slots[name]));
}

/** What the charts are drawn from, by the names of their places. */
function chartData(studies: readonly StudyReport[]): Record<string, unknown> {
  return Object.fromEntries(
    studies.flatMap(({ study, charts, runs }) =>
      charts.flatMap(({ title, note, plots }, i) =>
        plots.map(({ name, spec, curves }, k) => [plotId(idOf(study), i, k), {
          spec: compiled({ ...spec, description: [title, name, note].filter(Boolean).join(". ") }),
          curves: curves && {
            ...curves,
            series: curves.series.map((series) => ({
              ...series,
              name: name === undefined ? undefined : runs.layout.of(series.run).line,
              color: lookOf(runs, series.run).color,
            })),
          },
        }])
      )
    ),
  );
}
