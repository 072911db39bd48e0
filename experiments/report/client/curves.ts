/// <reference lib="dom" />
/** What curves show where the pointer is.
 * @module
 */
import type { View } from "vega";
import type { Plot, Series, Writing } from "../../charts/chart.ts";
import { figureText } from "../../charts/figure_text.ts";
import { formatPercent } from "../../study/format.ts";
import type { Tooltip, TooltipLine } from "./tooltip.ts";

/** Curves as the page has them: with their colours, and with their names in their panel if those are shorter. */
export type Curves = Omit<NonNullable<Plot["curves"]>, "series"> & {
  readonly series: readonly (Series & { readonly name?: string; readonly color: string })[];
};

/** More lines than these don't fit beside the pointer. */
const MOST = 14;

/** The number of a list that is nearest to a wanted one. */
export function nearestTo(wanted: number, numbers: readonly number[]): number {
  return numbers.reduce((a, b) => Math.abs(b - wanted) < Math.abs(a - wanted) ? b : a);
}

/** A value with its deviation: `97.61 ± 0.08 %`, `0.1169`. */
export function written(mean: number, std: number | null | undefined, writing: Writing): string {
  const figure = { mean, std: std ?? undefined };
  return writing === "percent" ? `${figureText(figure, formatPercent)} %` : figureText(figure, fewDigits);
}

function fewDigits(value: number): string {
  const size = Math.abs(value);
  return size !== 0 && (size < 1e-3 || size >= 1e5)
    ? value.toExponential(2)
    : String(Number(value.toPrecision(4)));
}

/** The lines of a tooltip at a place: the visible runs, the highest first, the one nearest to the pointer strong. */
export function linesAt(
  { series, writing }: Curves,
  at: number,
  isHidden: (run: string) => boolean,
  pointer?: number,
): TooltipLine[] {
  const values = series.flatMap(({ run, name = run, color, x, y, std }) => {
    const i = x.indexOf(at);
    if (i < 0 || isHidden(run)) return [];
    return [{ name, color, y: y[i], value: written(y[i], std?.[i], writing) }];
  }).sort((a, b) => b.y - a.y);
  const near = pointer === undefined || values.length < 2
    ? undefined
    : nearestTo(pointer, values.map(({ y }) => y));
  const strong = values.findIndex(({ y }) => y === near);
  const start = Math.max(0, Math.min(strong - MOST / 2, values.length - MOST));
  return values.slice(start, start + MOST)
    .map(({ name, color, value, y }) => ({ name, color, value, strong: y === near }));
}

/** Shows values at the pointer, at a touch, and with the arrow keys. */
export function hoverCurves(
  place: HTMLElement,
  view: View,
  { curves, tooltip, isHidden, signal }: {
    curves: Curves;
    tooltip: Tooltip;
    isHidden: (run: string) => boolean;
    /** Ends it. */
    signal: AbortSignal;
  },
): void {
  const places = [...new Set(curves.series.flatMap(({ x }) => x))].sort((a, b) => a - b);
  let at: number | null = null;
  const corner = () => {
    const { left, top } = view.container()!.querySelector("svg")!.getBoundingClientRect();
    const [x, y] = view.origin(), padding = view.padding() as { left: number; top: number };
    return { left: left + padding.left + x, top: top + padding.top + y };
  };
  const show = (next: number, x: number, y: number, value?: number) => {
    if (next !== at) view.signal("at", at = next).runAsync();
    const title = `${curves.xTitle} ${next.toLocaleString("en-US")}`;
    tooltip.show(x, y, title, linesAt(curves, next, isHidden, value));
  };
  const leave = () => {
    view.signal("at", at = null).runAsync();
    tooltip.hide();
  };
  const point = ({ clientX, clientY }: PointerEvent) => {
    const { left, top } = corner();
    const next = nearestTo(view.scale("x").invert(clientX - left), places);
    show(next, clientX, clientY, view.scale("y").invert(clientY - top));
  };
  place.addEventListener("pointermove", point, { signal });
  place.addEventListener("pointerdown", point, { signal });
  // What a finger has touched stays until it touches something else.
  place.addEventListener("pointerleave", ({ pointerType }) => pointerType !== "touch" && leave(), {
    signal,
  });
  const elsewhere = ({ target }: PointerEvent) => at !== null && !place.contains(target as Node) && leave();
  addEventListener("pointerdown", elsewhere, { signal });
  place.addEventListener("pointercancel", leave, { signal });
  place.addEventListener("blur", leave, { signal });
  place.addEventListener("keydown", (event) => {
    const last = places.length - 1, i = at === null ? undefined : places.indexOf(at);
    const next = {
      ArrowLeft: i === undefined ? last : Math.max(0, i - 1),
      ArrowRight: i === undefined ? 0 : Math.min(last, i + 1),
      Home: 0,
      End: last,
    }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    const { left, top } = corner();
    show(places[next], left + view.scale("x")(places[next]), top + 20);
  }, { signal });
}
