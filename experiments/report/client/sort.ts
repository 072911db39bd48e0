/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/** Tables that are sorted by clicking a heading.
 * @module
 */
import { all } from "./dom.ts";

/** What a cell is sorted by: a number, or its text; undefined if there is nothing in it. */
export type Key = number | string | undefined;

/** Compares two cells: numbers by size and before texts, texts as people sort them, nothing last whatever the direction. */
export function compareKeys(a: Key, b: Key, direction: 1 | -1): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  if (typeof a === "number" && typeof b === "number") return direction * (a - b);
  if (typeof a !== typeof b) return typeof a === "number" ? -1 : 1;
  return direction * String(a).localeCompare(String(b), "en", { numeric: true });
}

/** Makes the headings of all tables sort them. */
export function startSorting(): void {
  for (const table of all<HTMLTableElement>("table.sortable")) {
    const headings = all<HTMLElement>("th[data-column]", table);
    for (const heading of headings) {
      heading.querySelector("button")?.addEventListener("click", () => {
        const before = heading.getAttribute("aria-sort");
        // Of numbers the large ones are looked for first, of names the beginning of the alphabet.
        const first = heading.classList.contains("left") ? "ascending" : "descending";
        const other = first === "ascending" ? "descending" : "ascending";
        const order = before === first ? other : first;
        for (const each of headings) each.removeAttribute("aria-sort");
        heading.setAttribute("aria-sort", order);
        sortRows(table, Number(heading.dataset.column), order === "ascending" ? 1 : -1);
      });
    }
  }
}

function sortRows(table: HTMLTableElement, column: number, direction: 1 | -1): void {
  const body = table.tBodies[0];
  const rows = [...body.rows].map((row) => ({ row, key: keyOf(row.cells[column]) }));
  rows.sort((a, b) => compareKeys(a.key, b.key, direction));
  body.append(...rows.map(({ row }) => row));
}

function keyOf(cell: HTMLTableCellElement): Key {
  if (cell.dataset.sort !== undefined) return Number(cell.dataset.sort);
  const text = cell.textContent?.trim() ?? "";
  return text === "–" || text === "" ? undefined : text;
}
