/** Tables as HTML.
 * @module
 */
import type { Cell, DataTable } from "../data_table.ts";
import { classes, element, type Html, html } from "../html.ts";

/** Texts that are longer than this may be broken into lines, names sooner. */
const LONG = 40, LONG_NAME = 20;

/** Tables with more rows than these scroll by themselves. */
const MANY = 20;

/** A table that the page can sort, with its heading, of a level, above it. */
export function tableHtml(
  { caption, note, folded, columns, rows }: DataTable,
  level: "h2" | "h3" = "h3",
): Html {
  const body = rows.map((cells) =>
    html`<tr>${cells.map((cell, i) => cellHtml(cell, i, columns[i].left))}</tr>`
  );
  const content = html`
    <div class="${classes("table", rows.length > MANY && "tall")}" tabindex="0" role="group"
      aria-label="${caption}">
      <table class="sortable">
        <thead>${groupsHtml(columns)}<tr>${columns.map(headingHtml)}</tr></thead>
        <tbody>${body}</tbody>
      </table>
    </div>${note && html`<p class="note">${note}</p>`}
  `;
  return folded
    ? html`<details><summary>${caption}</summary>${content}</details>`
    : html`${element(level, {}, caption)}${content}`;
}

function headingHtml({ title, unit, left }: DataTable["columns"][number], i: number): Html {
  const unitHtml = unit && html`<span class="unit">${",\u00a0" + unit}</span>`;
  const button = html`<button type="button">${title}${unitHtml}</button>`;
  return element("th", { "scope": "col", "data-column": i, "class": left && "left" }, button);
}

/** The line above the headings: what neighbours have in common. */
function groupsHtml(columns: DataTable["columns"]): Html | undefined {
  if (columns.every(({ group }) => group === undefined)) return undefined;
  const starts = columns.flatMap(({ group }, i) => i > 0 && columns[i - 1].group === group ? [] : [i]);
  return html`<tr>${
    starts.map((start, i) => {
      const { group } = columns[start], colspan = (starts[i + 1] ?? columns.length) - start;
      return group === undefined
        ? element("td", { colspan })
        : element("th", { scope: "colgroup", class: "group", colspan }, html`<span>${group}</span>`);
    })
  }</tr>`;
}

function cellHtml({ text, sort, best }: Cell, i: number, left?: boolean): Html {
  const long = left && text.length > LONG && "text", longName = i === 0 && text.length > LONG_NAME && "long";
  const attributes = { "class": classes(left && "left", best && "best", long, longName), "data-sort": sort };
  const [mean, deviation] = text.split(/(?= ± )/),
    content = [mean, deviation && html`<small>${deviation}</small>`];
  return i === 0
    ? element("th", { scope: "row", ...attributes }, content)
    : element("td", attributes, content);
}
