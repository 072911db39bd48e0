/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/** Draws the charts.
 * @module
 */
import { curveRows } from "../../charts/curve_rows.ts";
import { hoverCurves } from "./curves.ts";
import { all, embedded } from "./dom.ts";
import { startLegends } from "./legend.ts";
import { Tooltip } from "./tooltip.ts";
import type { Curves, View } from "./view.ts";

/** What a chart is drawn from. */
interface ChartData {
  readonly spec: unknown;
  readonly curves?: Curves;
}

/** What the Vega script leaves behind. */
declare const vega: {
  parse(spec: unknown): unknown;
  View: new (runtime: unknown, options: Record<string, unknown>) => View;
};

/** Draws the charts: those that come near the screen first, and all of them before printing. */
export function startCharts(): void {
  const charts = embedded<Record<string, ChartData>>("charts");
  const tooltip = new Tooltip(), legends = startLegends();
  const places = new Map(
    all<HTMLElement>("[data-chart]").map((place) => [place, charts[place.dataset.chart!]]),
  );
  const draw = async (place: HTMLElement) => {
    const chart = places.get(place);
    if (!places.delete(place) || !chart) return;
    const view = new vega.View(vega.parse(chart.spec), { renderer: "svg", container: place, hover: false });
    view.tooltip((_, event, __, value) => showItem(tooltip, event, value));
    if (chart.curves) view.data("points", curveRows(chart.curves.series));
    if (place.dataset.hides !== undefined) legends.add(place, view);
    await view.runAsync();
    if (chart.curves) hoverCurves(place, view, chart.curves, tooltip, (run) => legends.isHidden(place, run));
    else tapMarks(place, tooltip);
    place.classList.add("drawn");
  };
  const observer = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      observer.unobserve(target);
      draw(target as HTMLElement);
    }
  }, { rootMargin: "600px" });
  for (const place of places.keys()) observer.observe(place);
  // The others when there is nothing else to do, so that links lead to where they should and find-in-page finds all.
  const drawNext = () => {
    const [place] = places.keys();
    if (place) draw(place).finally(() => setTimeout(drawNext, 20));
  };
  setTimeout(drawNext, 200);
  addEventListener("beforeprint", () => [...places.keys()].forEach(draw));
}

/** Shows the values of the mark that is nearest to a finger. */
function tapMarks(place: HTMLElement, tooltip: Tooltip): void {
  place.addEventListener("click", (event) => {
    if ((event as PointerEvent).pointerType !== "touch") return;
    const { clientX: x, clientY: y } = event;
    // Vega leaves the item of a mark on its element.
    const marks = all<HTMLElement & { __data__?: { tooltip?: unknown } }>("path", place)
      .filter((mark) => mark.__data__?.tooltip)
      .map((mark) => ({ mark, distance: distanceTo(mark.getBoundingClientRect(), x, y) }));
    const [nearest] = marks.sort((a, b) => a.distance - b.distance);
    if (nearest?.distance <= FINGER) showItem(tooltip, event, nearest.mark.__data__!.tooltip);
  });
}

/** How far from a mark a finger may be, in pixels. */
const FINGER = 24;

function distanceTo({ left, right, top, bottom }: DOMRect, x: number, y: number): number {
  return Math.hypot(Math.max(left - x, 0, x - right), Math.max(top - y, 0, y - bottom));
}

function showItem(tooltip: Tooltip, event: MouseEvent, value: unknown): void {
  if (typeof value !== "object" || value === null) return tooltip.hide();
  const lines = Object.entries(value).map(([name, value]) => ({ name, value: String(value) }));
  tooltip.show(event.clientX, event.clientY, "", lines);
}
