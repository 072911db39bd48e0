/** Tables as HTML.
 * @module
 */
import type { Cell, DataTable } from "../data_table.ts";
import { type Html, html } from "../html.ts";

/** Texts that are longer than this may be broken into lines, names sooner. */
const LONG = 40, LONG_NAME = 20;

/** Tables with more rows than these scroll by themselves. */
const MANY = 20;

/** A table that the page can sort, with its heading above it. */
export function tableHtml(table: DataTable): Html {
  const { caption, note, folded, columns, rows } = table;
  const content = html`
    <div class="table${rows.length > MANY && " tall"}" tabindex="0" role="region" aria-label="${caption}">
      <table class="sortable">
        <thead>${groups(columns)}<tr>${columns.map(heading)}</tr></thead>
        <tbody>${rows.map((cells) =>
          html`<tr>${cells.map((cell, i) => cellHtml(cell, i, columns[i].left))}</tr>`
        )}</tbody>
      </table>
    </div>${note && html`<p class="note">${note}</p>`}
  `;
  return folded
    ? html`<details><summary>${caption}</summary>${content}</details>`
    : html`<h3>${caption}</h3>${content}`;
}

function heading({ title, unit, left }: DataTable["columns"][number], i: number): Html {
  const unitHtml = unit && html`<span class="unit">${",\u00a0" + unit}</span>`;
  return html`
    <th scope="col" data-column="${i}"
      ${left && html`
        class="left"
      `}><button type="button">${title}${unitHtml}</button></th>
  `;
}

/** The line above the headings: what neighbours have in common. */
function groups(columns: DataTable["columns"]): Html | undefined {
  if (columns.every(({ group }) => group === undefined)) return undefined;
  const spans: { group?: string; span: number }[] = [];
  for (const { group } of columns) {
    const last = spans.at(-1);
    if (last && last.group === group) last.span++;
    else spans.push({ group, span: 1 });
  }
  return html`<tr>${
    spans.map(({ group, span }) =>
      group === undefined
        ? html`<td colspan="${span}"></td>`
        : html`<th scope="colgroup" class="group" colspan="${span}"><span>${group}</span></th>`
    )
  }</tr>`;
}

function cellHtml({ text, sort, best }: Cell, i: number, left?: boolean): Html {
  const classes = [
    left && "left",
    best && "best",
    left && text.length > LONG && "text",
    i === 0 && text.length > LONG_NAME && "long",
  ].filter(Boolean).join(" ");
  const attributes = html`${
    classes && html`
      class="${classes}"
    `
  }${
    sort !== undefined && html`
      data-sort="${sort}"
    `
  }`;
  const [mean, deviation] = text.split(/(?= ± )/);
  const content = deviation ? html`${mean}<small>${deviation}</small>` : text;
  return i === 0
    ? html`
      <th scope="row" ${attributes}>${content}</th>
    `
    : html`<td${attributes}>${content}</td>`;
}
