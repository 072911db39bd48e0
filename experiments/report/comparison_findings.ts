/** Which differences stand.
 * @module
 */
import { ranked } from "./variants.ts";
import { listed, percent, probability } from "./numbers.ts";
import { numberIn, type Row } from "../storage/read_csv.ts";
import { compared, seedsOf, type Study } from "./study.ts";

/** How far seeds are usually from each other, as a fraction: differences below it say nothing with one seed. */
const USUAL_SPREAD = 0.0015;

/** Which differences between what was compared are more than chance. */
export function comparisonFindings(study: Study): string[] {
  const rows = (study.tables.comparisons?.rows ?? []).filter(({ difference }) =>
    numberIn(difference) !== undefined
  );
  if (rows.length > 0) return tested(rows);
  const order = ranked(compared(study), "test_accuracy_final");
  if (order.length < 2 || seedsOf(study) > 1) return [];
  const accuracy = (i: number) => order[i].measures.test_accuracy_final!.mean;
  const close = order.slice(1).filter((_, i) => accuracy(i) - accuracy(i + 1) < USUAL_SPREAD);
  return [
    "There is one seed, so no difference is tested. Seeds usually lie 0.05 to 0.15 points from each other" +
    (close.length > 0
      ? `: the order of neighbours as close as that is chance.`
      : ", less than between neighbours here."),
  ];
}

function tested(rows: readonly Row[]): string[] {
  const size = (row: Row) => Math.abs(Number(row.difference));
  const stand = rows.filter(({ stands }) => stands === "true").toSorted((a, b) => size(b) - size(a));
  const fall = rows.filter(({ stands }) => stands !== "true");
  const show = (row: Row) => {
    const [high, low] = Number(row.difference) > 0 ? [row.a, row.b] : [row.b, row.a];
    return `${high} over ${low} by ${percent(size(row))} points`;
  };
  const sentences: string[] = [];
  const method = "Welch's t-test, corrected for the number of pairs";
  if (stand.length === 0) sentences.push(`No difference stands (${method}): this ranking may be chance.`);
  else if (stand.length === rows.length) {
    sentences.push(
      `${
        rows.length === 1 ? "The difference stands" : `All ${rows.length} differences stand`
      } (${method}); ` +
        `the largest is ${show(stand[0])}, the smallest ${show(stand.at(-1)!)}.`,
    );
  } else {
    sentences.push(
      `${stand.length} of ${rows.length} differences stand (${method}), such as ${
        listed(stand.slice(0, 3).map(show))
      }.`,
    );
    const pairs = fall.map((row) => {
      const p = numberIn(row.p_adjusted);
      return `${row.a} and ${row.b}${p === undefined ? "" : ` (p = ${probability(p)})`}`;
    });
    sentences.push(`Not told apart: ${pairs.length > 5 ? listed(pairs, 4) : pairs.join("; ")}.`);
  }
  return sentences;
}
