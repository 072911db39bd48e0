/** Curves as rows of data. The page's script makes them too, so that the page holds each number once.
 * @module
 */
import type { Series } from "./chart.ts";

/** A point of a curve. */
export interface CurveRow {
  readonly run: string;
  readonly x: number;
  readonly y: number;
  /** A standard deviation below, and above. */
  readonly low: number;
  readonly high: number;
  /** Whether the run diverged after it. */
  readonly end: boolean;
}

/** The points of curves, as the specification of their chart wants them. */
export function curveRows(series: readonly Series[]): CurveRow[] {
  return series.flatMap(({ run, x, y, std, diverged = false }) =>
    x.map((at, i) => ({
      run,
      x: at,
      y: y[i],
      // A logarithmic axis has no place for what is not above 0.
      low: Math.max(y[i] - (std?.[i] ?? 0), y[i] > 0 ? y[i] / 10 : -Infinity),
      high: y[i] + (std?.[i] ?? 0),
      end: diverged && i === x.length - 1,
    }))
  );
}
