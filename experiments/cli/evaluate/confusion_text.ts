import { formatCount, plural } from "../../study/format.ts";
import { table, widthOf } from "../table.ts";

/** So many mistakes are told where there is no room for all. */
const MOST = 15;

/** Which classes are taken for which: all pairs, or those that are most often where they are wider than the screen. */
export function confusionText(
  confusion: readonly (readonly number[])[],
  classes: readonly string[],
  width: number,
): string {
  const all = table([
    { title: "label \\ answer", cells: [...classes], left: true },
    ...classes.map((title, k) => ({
      title,
      cells: confusion.map((row) => row[k] === 0 ? "·" : String(row[k])),
    })),
  ]);
  if (widthOf(all) <= width) return all;
  const mistakes = confusion.flatMap((row, label) =>
    row.flatMap((images, answer) => images > 0 && answer !== label ? [{ label, answer, images }] : [])
  ).sort((a, b) => b.images - a.images);
  const shown = mistakes.slice(0, MOST), more = mistakes.length - shown.length;
  return table([
    { title: "label", cells: shown.map(({ label }) => classes[label]), left: true },
    { title: "taken for", cells: shown.map(({ answer }) => classes[answer]), left: true },
    { title: "images", cells: shown.map(({ images }) => formatCount(images)) },
  ]) + (more > 0 ? `and ${plural(more, "more pair")}; all are in confusion.csv of --out DIR\n` : "");
}
