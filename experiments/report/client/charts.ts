/// <reference lib="dom" />
/** Draws the charts.
 * @module
 */
import type { Spec } from "vega";
import { curveRows } from "../../charts/curve_rows.ts";
import { type Curves, hoverCurves } from "./curves.ts";
import { startLegends } from "./legend.ts";
import { Tooltip } from "./tooltip.ts";

/** What the Vega script leaves behind. */
declare const vega: typeof import("vega");

/** Draws the charts: those that come near the screen first, and all of them before printing. */
export function startCharts(): void {
  const charts: Record<string, { readonly spec: Spec; readonly curves?: Curves }> = JSON.parse(
    document.getElementById("charts")!.textContent!,
  );
  const tooltip = new Tooltip(), legends = startLegends();
  const places = new Set(document.querySelectorAll<HTMLElement>("[data-chart]"));
  const draw = async (place: HTMLElement) => {
    if (!places.delete(place)) return;
    const { chart, study, hides } = place.dataset, { spec, curves } = charts[chart!];
    const legend = hides === undefined ? undefined : legends.get(study!);
    const view = new vega.View(vega.parse(spec), { renderer: "svg", container: place, hover: false });
    view.tooltip((_, event, __, value) => showItem(tooltip, event, value));
    if (curves) view.data("points", curveRows(curves.series));
    if (legend) legend.views.push(view.signal("hidden", [...legend.hidden]));
    await view.runAsync();
    if (curves) hoverCurves(place, view, curves, tooltip, (run) => legend?.hidden.has(run) ?? false);
    else tapMarks(place, tooltip);
    place.classList.add("drawn");
  };
  const observer = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) if (isIntersecting) draw(target as HTMLElement);
  }, { rootMargin: "600px" });
  for (const place of places) observer.observe(place);
  // The others when there is nothing else to do, so that links lead to where they should and find-in-page finds all.
  const drawNext = () => {
    const [place] = places;
    if (place) draw(place).finally(() => setTimeout(drawNext, 20));
  };
  setTimeout(drawNext, 200);
  addEventListener("beforeprint", () => places.forEach(draw));
}

/** How far from a mark a finger may be, in pixels. */
const FINGER = 24;

/** Shows the values of the mark that is nearest to a finger. */
function tapMarks(place: HTMLElement, tooltip: Tooltip): void {
  place.addEventListener("click", (event) => {
    if ((event as PointerEvent).pointerType !== "touch") return;
    const { clientX: x, clientY: y } = event;
    // Vega leaves the item of a mark on its element.
    const marks = [...place.querySelectorAll<SVGElement & { __data__?: { tooltip?: unknown } }>("path")]
      .filter((mark) => mark.__data__?.tooltip)
      .map((mark) => ({ mark, distance: distanceTo(mark.getBoundingClientRect(), x, y) }));
    const [nearest] = marks.sort((a, b) => a.distance - b.distance);
    if (nearest?.distance <= FINGER) showItem(tooltip, event, nearest.mark.__data__!.tooltip);
  });
}

function distanceTo({ left, right, top, bottom }: DOMRect, x: number, y: number): number {
  return Math.hypot(Math.max(left - x, 0, x - right), Math.max(top - y, 0, y - bottom));
}

function showItem(tooltip: Tooltip, event: MouseEvent, value: unknown): void {
  if (typeof value !== "object" || value === null) return tooltip.hide();
  const lines = Object.entries(value).map(([name, value]) => ({ name, value: String(value) }));
  tooltip.show(event.clientX, event.clientY, "", lines);
}
