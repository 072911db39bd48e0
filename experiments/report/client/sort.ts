/// <reference lib="dom" />
/** Tables that are sorted by clicking a heading.
 * @module
 */

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
  document.addEventListener("click", ({ target }) => {
    const heading = (target as Element).closest("table.sortable th button")?.closest("th");
    if (!heading) return;
    // Of numbers the large ones are looked for first, of names the beginning of the alphabet.
    const orders = ["descending", "ascending"];
    if (heading.classList.contains("left")) orders.reverse();
    sortBy(heading, orders[heading.getAttribute("aria-sort") === orders[0] ? 1 : 0]);
  });
}

/** Sorts the table of a heading by what is below it. */
export function sortBy(heading: HTMLTableCellElement, order: string): void {
  const table = heading.closest("table")!;
  table.querySelector("th[aria-sort]")?.removeAttribute("aria-sort");
  heading.setAttribute("aria-sort", order);
  const key = ({ cells }: HTMLTableRowElement) => keyOf(cells[Number(heading.dataset.column)]);
  const [body] = table.tBodies, direction = order === "ascending" ? 1 : -1;
  const rows = Array.from(body.rows).sort((a, b) => compareKeys(key(a), key(b), direction));
  for (const row of rows) body.append(row);
}

function keyOf({ dataset, textContent }: HTMLTableCellElement): Key {
  if (dataset.sort !== undefined) return Number(dataset.sort);
  const text = textContent?.trim();
  return text === "–" || text === "" ? undefined : text;
}
