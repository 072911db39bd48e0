/** Trials as lines across their settings: where the lines go.
 * @module
 */

/** What was tried, with which values of the settings, and how well it did. */
export interface Trial {
  readonly trial: string;
  readonly values: Readonly<Record<string, string>>;
  readonly accuracy: number;
}

/** A place on one of the axes: those of the settings in their order, and the accuracy's behind them. */
interface Place {
  /** Which axis, from 0. */
  readonly axis: number;
  /** How far up, from 0 to 1. */
  readonly y: number;
}

export interface Parallel {
  /** Where each trial crosses each axis, the worst trial first. */
  readonly points: readonly (Place & Pick<Trial, "trial" | "accuracy"> & { readonly top: boolean })[];
  /** Where the values of the settings are. */
  readonly ticks: readonly (Place & { readonly value: string })[];
  /** How many trials are marked as the top ones: a twentieth. */
  readonly top: number;
  /** How far up an accuracy is. */
  readonly height: (accuracy: number) => number;
}

/**
 * Numbers by size, and networks by their width; names as they are found.
 */
export function inOrder(values: Iterable<string>): string[] {
  const all = [...new Set(values)];
  const size = (value: string) =>
    value === "none" ? -1 : Number(Number.isFinite(Number(value)) ? value : value.split("-")[0]);
  return all.every((value) => Number.isFinite(size(value)))
    ? all.sort((a, b) => size(a) - size(b) || a.length - b.length)
    : all;
}

/** Lays trials out. Those with the same value of a setting are spread around it, the better ones above. */
export function parallel(trials: readonly Trial[], settings: readonly string[]): Parallel {
  const ranked = trials.toSorted((a, b) => a.accuracy - b.accuracy);
  const [least, most] = [ranked[0]?.accuracy ?? 0, ranked.at(-1)?.accuracy ?? 1];
  const height = (accuracy: number) => most > least ? 0.02 + 0.96 * (accuracy - least) / (most - least) : 0.5;
  const ticks = settings.flatMap((setting, axis) => {
    const values = inOrder(trials.map(({ values }) => values[setting]));
    return values.map((value, i) => ({
      axis,
      value,
      y: (i + 0.5) / values.length,
      room: 0.4 / values.length,
    }));
  });
  const top = Math.max(1, Math.round(ranked.length / 20));
  const points = ranked.flatMap(({ trial, values, accuracy }, i) => {
    const common = { trial, accuracy, top: i >= ranked.length - top };
    const spread = i / Math.max(1, ranked.length - 1) - 0.5;
    return [
      ...settings.map((setting, axis) => {
        const { y, room } = ticks.find((tick) => tick.axis === axis && tick.value === values[setting])!;
        return { ...common, axis, y: y + spread * room };
      }),
      { ...common, axis: settings.length, y: height(accuracy) },
    ];
  });
  return { points, ticks: ticks.map(({ axis, value, y }) => ({ axis, value, y })), top, height };
}

/** A long name in two lines. */
export function brokenName(name: string): string[] {
  return name.length > 12 ? name.replace(/^([a-z]+-)/, "$1\n").split("\n") : [name];
}
