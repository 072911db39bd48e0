import { max } from "../study/extent.ts";

/** A column: its heading, of one or two lines, and a cell for each row. */
export interface Column {
  readonly title: string;
  readonly cells: readonly string[];
  /** Whether cells begin at the same place instead of ending there. */
  readonly left?: boolean;
}

/** A table with its columns two spaces apart, a line under the headings, and no spaces at the ends of lines. */
export function table(columns: readonly Column[]): string {
  const headings = columns.map(({ title }) => title.split("\n"));
  const height = max(headings, (lines) => lines.length) ?? 0;
  const rows = max(columns, ({ cells }) => cells.length) ?? 0;
  const widths = columns.map(({ cells }, i) => max([...headings[i], ...cells], (text) => text.length) ?? 0);
  const line = (cell: (column: number) => string) =>
    columns.map(({ left }, i) => left ? cell(i).padEnd(widths[i]) : cell(i).padStart(widths[i]))
      .join("  ").trimEnd() + "\n";

  let text = "";
  for (let y = 0; y < height; y++) text += line((i) => headings[i][y - height + headings[i].length] ?? "");
  text += line((i) => "─".repeat(widths[i]));
  for (let row = 0; row < rows; row++) text += line((i) => columns[i].cells[row] ?? "");
  return text;
}

/** The width of the widest line. */
export function widthOf(text: string): number {
  return max(text.split("\n"), (line) => line.length) ?? 0;
}
