/// <reference lib="dom" />
/** The values of a chart as a table: for the keyboard, for who listens to the page, and for copying.
 * @module
 */
import type { Curves } from "./curves.ts";
import { written } from "./curves.ts";

/** A table before it is one. */
interface Values {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Fills the folded part of a chart with the values of its drawings. */
export function fillValues(
  details: HTMLElement,
  drawings: readonly { place: HTMLElement; curves?: Curves }[],
): void {
  const box = document.createElement("div");
  box.className = "table tall";
  box.tabIndex = 0;
  box.role = "group";
  box.ariaLabel = details.firstElementChild!.textContent;
  for (const { place, curves } of drawings) {
    const name = drawings.length > 1 ? place.previousElementSibling?.textContent : undefined;
    box.append(tableOf(curves ? valuesOfCurves(curves) : valuesOfMarks(place), name ?? undefined));
  }
  while (details.lastElementChild !== details.firstElementChild) details.lastElementChild!.remove();
  details.append(box);
}

/** A line for each place where something was measured, a column for each curve. */
function valuesOfCurves({ series, xTitle, writing }: Curves): Values {
  const places = [...new Set(series.flatMap(({ x }) => x))].sort((a, b) => a - b);
  const at = series.map(({ x }) => new Map(x.map((place, i) => [place, i])));
  return {
    columns: [xTitle, ...series.map(({ run, name = run }) => name)],
    rows: places.map((place) => [
      place.toLocaleString("en-US"),
      ...series.map(({ y, std }, k) => {
        const i = at[k].get(place);
        return i === undefined ? "–" : written(y[i], std?.[i], writing);
      }),
    ]),
  };
}

/** A line for each mark: what it shows when it is pointed at. */
function valuesOfMarks(place: HTMLElement): Values {
  const marks = [...place.querySelectorAll<SVGElement & { __data__?: { tooltip?: unknown } }>("path, image")];
  const shown = marks.map(({ __data__ }) => __data__?.tooltip)
    .filter((value): value is Record<string, unknown> => typeof value === "object" && value !== null);
  const columns = [...new Set(shown.flatMap(Object.keys))];
  const rows = shown.map((values) => columns.map((name) => String(values[name] ?? "–")));
  return { columns, rows: [...new Map(rows.map((row) => [row.join("\0"), row])).values()] };
}

function tableOf({ columns, rows }: Values, name: string | undefined): HTMLTableElement {
  const table = document.createElement("table");
  if (name) table.createCaption().textContent = name;
  const head = table.createTHead().insertRow(), body = table.createTBody();
  const heading = (text: string, scope: string) =>
    Object.assign(document.createElement("th"), { textContent: text, scope });
  for (const column of columns) head.append(heading(column, "col"));
  for (const [first, ...others] of rows) {
    const row = body.insertRow();
    row.append(heading(first, "row"));
    for (const text of others) row.insertCell().textContent = text;
  }
  return table;
}
