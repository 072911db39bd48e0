/** What the scripts of the page share: types alone.
 * @module
 */

/** A drawn chart, as far as it is used here. */
export interface View {
  signal(name: string, value: unknown): View;
  data(name: string, rows: readonly unknown[]): View;
  runAsync(): Promise<View>;
  resize(): View;
  scale(name: string): { (value: number): number; invert(value: number): number };
  origin(): [number, number];
  padding(): { left: number; top: number };
  tooltip(handler: (handler: unknown, event: MouseEvent, item: unknown, value: unknown) => void): View;
}

/** Curves and what they are of. */
export interface Curves {
  readonly series: readonly {
    readonly run: string;
    /** What it is called in its panel, if that is shorter. */
    readonly name?: string;
    readonly color: string;
    readonly x: readonly number[];
    readonly y: readonly number[];
    readonly std?: readonly (number | null)[];
    readonly diverged?: boolean;
  }[];
  readonly xTitle: string;
  readonly yTitle: string;
  readonly writing: "percent" | "number";
}
