/** Texts in tables that a spreadsheet may open.
 * @module
 */

/** How a cell begins that a spreadsheet would run as a formula, or that was kept from it. */
const FORMULA = /^'*[=+\-@]/, NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$|^-Infinity$/i;

/** A text as a cell: one that a spreadsheet would run gets an apostrophe in front, which says that it is a text. */
export function cellOf(text: string): string {
  return FORMULA.test(text) && !NUMBER.test(text) ? "'" + text : text;
}

/** The text of a cell that {@linkcode cellOf} made. */
export function textOf(cell: string): string {
  return cell.startsWith("'") && FORMULA.test(cell) ? cell.slice(1) : cell;
}
