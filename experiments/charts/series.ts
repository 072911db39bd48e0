import { meanStd } from "../analysis/statistics.ts";
import { variantOf } from "../study/run_names.ts";
import type { RunRecord } from "../study/run_record.ts";
import type { Series } from "./chart.ts";
import type { Runs } from "./runs.ts";

/** Where something was measured in a run, and what. */
export type Points = (record: RunRecord) => readonly (readonly [x: number, y: number])[];

/** A curve for each run that is shown: means over seeds with standard deviations. What is no finite number is left out. */
export function seriesOf(
  records: readonly RunRecord[],
  { names, diverged }: Pick<Runs, "names" | "diverged">,
  points: Points,
): Series[] {
  const byVariant = Map.groupBy(records, ({ run }) => variantOf(run));
  return names.map((run): Series => {
    const measured = (byVariant.get(run) ?? []).flatMap(points).filter(([, y]) => Number.isFinite(y));
    const means = [...Map.groupBy(measured, ([x]) => x)].sort(([a], [b]) => a - b)
      .map(([x, of]) => ({ x, ...meanStd(of.map(([, y]) => y))! }));
    return {
      run,
      x: means.map(({ x }) => x),
      y: means.map(({ mean }) => rounded(mean)),
      ...(means.some(({ std }) => std !== undefined) &&
        { std: means.map(({ std }) => std === undefined ? null : rounded(std)) }),
      ...(diverged.has(run) && { diverged: true }),
    };
  });
}

/** Six digits: more can't be seen. */
export function rounded(value: number): number {
  return Number(value.toPrecision(6));
}
