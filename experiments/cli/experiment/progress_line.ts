import { formatClock, formatCompact, formatCount, formatMeasure } from "../../study/format.ts";

/** How far a study is. */
export interface ProgressState {
  /** The number of the run, from 1, of so many. */
  readonly run: number;
  readonly runs: number;
  readonly name: string;
  /** The epoch it is in, from 1, of so many. */
  readonly epoch: number;
  readonly epochs: number;
  /** The loss of the last epoch's batches, or of a batch in the first epoch. */
  readonly loss: number;
  /** The accuracy on the test set after the last epoch, or of a batch in the first epoch. */
  readonly accuracy: number;
  /** Whether that is of the test set. */
  readonly tested: boolean;
  /** Training images per second. */
  readonly speed: number;
  /** The estimated seconds until all runs are done; undefined as long as nobody can tell. */
  readonly left: number | undefined;
  /** Whether they may end before their last epoch. */
  readonly atMost?: boolean;
}

/** `1:23 left`, or `at most 1:23 left` where runs may end early. */
export function leftText(seconds: number, atMost = false): string {
  return `${atMost ? "at most " : ""}${formatClock(seconds)} left`;
}

/** A line of at most `width` characters: in full if that fits, else shorter, else without what matters least. */
export function progressLine(state: ProgressState, width: number): string {
  const { run, runs, epoch, epochs, loss, tested, speed, left } = state;
  const name = runs > 1 ? `${run}/${runs} ${state.name}` : state.name;
  const parts = (epoch: string, accuracy: string, speed: string) => [
    name,
    epoch,
    `loss ${formatMeasure(loss)}`,
    `${accuracy} ${formatMeasure(state.accuracy)}`,
    speed,
    ...(left === undefined ? [] : [leftText(left, state.atMost)]),
  ];
  const place = `${epoch}/${epochs}`;
  const long = parts(
    `epoch ${place}`,
    tested ? "test accuracy" : "accuracy",
    `${formatCount(speed)} images/s`,
  );
  const short = parts(place, tested ? "test" : "acc", `${formatCompact(speed)}/s`);
  const candidates = [long, short];
  for (const least of [4, 2, 5, 3]) {
    candidates.push(candidates.at(-1)!.filter((part) => part !== short[least]));
  }
  const lines = candidates.map((parts) => parts.join("  "));
  return lines.find((line) => line.length <= width) ?? lines.at(-1)!.slice(0, Math.max(0, width));
}

/** How far several runs are that are trained side by side. */
export interface JobsState extends Pick<ProgressState, "runs" | "left" | "atMost"> {
  /** How many runs are over. */
  readonly ended: number;
  /** Those that are being trained. */
  readonly active: readonly Pick<ProgressState, "name" | "epoch" | "epochs">[];
}

/** The same for several runs side by side: those that fit are named. */
export function jobsLine({ ended, runs, active, left, atMost }: JobsState, width: number): string {
  const place = `${ended}/${runs} done`, clock = left === undefined ? "" : leftText(left, atMost);
  const named = active.map(({ name, epoch, epochs }) => `${name} ${epoch}/${epochs}`);
  for (let count = named.length; count >= 0; count--) {
    const others = named.length - count;
    const more = others > 0 ? `${others}${count > 0 ? " more" : " at work"}` : "";
    const line = [place, ...named.slice(0, count), more, clock].filter(Boolean).join("  ");
    if (line.length <= width) return line;
  }
  return place.slice(0, Math.max(0, width));
}
