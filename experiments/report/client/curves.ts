/// <reference lib="dom" />
/** What curves show where the pointer is.
 * @module
 */
import type { Tooltip, TooltipLine } from "./tooltip.ts";
import type { Curves, View } from "./view.ts";

/** More lines than these don't fit beside the pointer. */
const MOST = 14;

/** The number of a list that is nearest to a wanted one. */
export function nearestTo(wanted: number, numbers: readonly number[]): number {
  return numbers.reduce((a, b) => Math.abs(b - wanted) < Math.abs(a - wanted) ? b : a);
}

/** A value with its deviation: `97.61 ± 0.08 %`, `0.1169`. */
export function written(value: number, std: number | null | undefined, writing: Curves["writing"]): string {
  const show = (value: number) =>
    writing === "percent"
      ? (100 * value).toFixed(2)
      : value !== 0 && (Math.abs(value) < 1e-3 || Math.abs(value) >= 1e5)
      ? value.toExponential(2)
      : String(Number(value.toPrecision(4)));
  // A deviation has the decimals of the value it belongs to.
  const decimals = /^-?\d+\.(\d+)$/.exec(show(value))?.[1].length;
  const deviation = std == null
    ? ""
    : ` ± ${
      decimals === undefined ? show(std) : (writing === "percent" ? 100 * std : std).toFixed(decimals)
    }`;
  return show(value) + deviation + (writing === "percent" ? " %" : "");
}

/** The lines of a tooltip at a place: the visible runs, the highest first, the one nearest to the pointer strong. */
export function linesAt(
  { series, writing }: Curves,
  at: number,
  isHidden: (run: string) => boolean,
  pointer?: number,
): TooltipLine[] {
  const values = series.filter(({ run }) => !isHidden(run)).flatMap((
    { run, name = run, color, x, y, std },
  ) => {
    const i = x.indexOf(at);
    return i < 0 ? [] : [{ name, color, y: y[i], value: written(y[i], std?.[i], writing) }];
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
  curves: Curves,
  tooltip: Tooltip,
  isHidden: (run: string) => boolean,
): void {
  const places = [...new Set(curves.series.flatMap(({ x }) => x))].sort((a, b) => a - b);
  let at: number | null = null;
  const corner = () => {
    const { left, top } = place.querySelector("svg")!.getBoundingClientRect();
    const [x, y] = view.origin(), padding = view.padding();
    return { left: left + padding.left + x, top: top + padding.top + y };
  };
  const show = (next: number, pointer: { x: number; y: number; value?: number }) => {
    if (next !== at) view.signal("at", at = next).runAsync();
    tooltip.show(
      pointer.x,
      pointer.y,
      `${curves.xTitle} ${next.toLocaleString("en-US")}`,
      linesAt(curves, next, isHidden, pointer.value),
    );
  };
  const leave = () => {
    at = null;
    view.signal("at", null).runAsync();
    tooltip.hide();
  };
  const point = ({ clientX, clientY }: PointerEvent) => {
    const { left, top } = corner();
    const next = nearestTo(view.scale("x").invert(clientX - left), places);
    show(next, { x: clientX, y: clientY, value: view.scale("y").invert(clientY - top) });
  };
  place.addEventListener("pointermove", point);
  place.addEventListener("pointerdown", point);
  // What a finger has touched stays until it touches something else.
  place.addEventListener("pointerleave", ({ pointerType }) => pointerType !== "touch" && leave());
  addEventListener("pointerdown", ({ target }) => at !== null && !place.contains(target as Node) && leave());
  place.addEventListener("pointercancel", leave);
  place.addEventListener("blur", leave);
  place.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const from = at === null ? (step > 0 ? -1 : places.length) : places.indexOf(at);
    const next = places[
      Math.max(
        0,
        Math.min(places.length - 1, Number.isFinite(step) ? from + step : step > 0 ? places.length - 1 : 0),
      )
    ];
    const { left, top } = corner();
    show(next, { x: left + view.scale("x")(next), y: top + 20 });
  });
}
