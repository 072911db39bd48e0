/** What several folders have of the same study, side by side.
 * @module
 */
import { METRIC } from "../analysis/comparisons.ts";
import { welch } from "../analysis/statistics.ts";
import type { VariantSummary } from "../analysis/summary.ts";
import { type DataTable, dataTable, numbers, words } from "./data_table.ts";
import type { FoundStudy } from "./found_study.ts";
import { loss, percent, points, probability, seconds } from "./numbers.ts";

/** A variant as each of the folders has it. */
interface Line {
  readonly name: string;
  readonly found: readonly (VariantSummary | undefined)[];
}

/** A table for each study that several folders have runs of with the same names. */
export function foldersComparison(studies: readonly FoundStudy[]): DataTable[] {
  const inside = ({ folder, prefix }: FoundStudy) => prefix && folder.slice(prefix.length + 1);
  return [...Map.groupBy(studies, inside)].flatMap(([name, group]) => {
    if (!name || group.length < 2) return [];
    const lines = [...new Set(group.flatMap(({ variants }) => variants.map(({ variant }) => variant)))]
      .map((name): Line => ({
        name,
        found: group.map(({ variants }) => variants.find(({ variant }) => variant === name)),
      }))
      .filter(({ found }) => found.filter(Boolean).length > 1);
    return lines.length > 0 ? [comparison(name, lines, group)] : [];
  });
}

function comparison(name: string, lines: readonly Line[], studies: readonly FoundStudy[]): DataTable {
  const test = ({ found: [a, b] }: Line) => a && b && welch(b.values[METRIC], a.values[METRIC]);
  const accuracy = (summary: VariantSummary | undefined) => summary?.figures[METRIC]?.mean;
  const difference = ({ found: [a, b] }: Line) => {
    const [from, to] = [accuracy(a), accuracy(b)];
    return from === undefined || to === undefined ? undefined : to - from;
  };
  const both = studies.length === 2;
  return dataTable(`${name} in ${studies.length} folders`, lines, [
    words("Run", ({ name }) => name),
    ...studies.flatMap(({ prefix: group }, i) => [
      numbers<Line>("Test accuracy", ({ found }) => found[i]?.figures[METRIC], percent, { group, unit: "%" }),
      numbers<Line>("Test loss", ({ found }) => found[i]?.figures.test_loss_final, loss, { group }),
      numbers<Line>("Time", ({ found }) => found[i]?.figures.train_seconds, seconds, { group, unit: "s" }),
    ]),
    both && numbers("Difference", difference, points, { group: "Accuracy", unit: "points" }),
    both && numbers("p", (line) => test(line)?.p, probability, { group: "Accuracy" }),
  ], {
    note: both
      ? `The difference is ${studies[1].prefix} minus ${
        studies[0].prefix
      }; p is that of Welch's t-test, where both have several ` +
        "seeds, not corrected for the number of runs."
      : undefined,
  });
}
