/// <reference lib="dom" />
/** Draws the charts.
 * @module
 */
import type { Spec, View } from "vega";
import { curveRows } from "../../charts/curve_rows.ts";
import { type Curves, hoverCurves } from "./curves.ts";
import type { Legends } from "./legend.ts";
import { Tooltip } from "./tooltip.ts";
import { fillValues } from "./values.ts";

/** What the Vega script leaves behind. */
declare const vega: typeof import("vega");

/** What a chart is drawn from. */
export interface Drawing {
  readonly spec: Spec;
  readonly curves?: Curves;
}

/** The drawings of a page, by the names of their places. */
export type Drawings = Readonly<Record<string, Drawing>>;

/** What has been drawn in a place. */
interface Drawn {
  readonly of: string;
  /** Takes it away, and what listens to it. */
  end(): void;
}

/** The charts of the page: those that come near the screen are drawn first, and all of them before printing. */
export class Charts {
  #drawings: Drawings;
  readonly #legends: Legends;
  readonly #tooltip = new Tooltip();
  readonly #waiting = new Set<HTMLElement>();
  readonly #drawn = new Map<HTMLElement, Drawn>();
  readonly #observer = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) if (isIntersecting) this.#draw(target as HTMLElement);
  }, { rootMargin: "600px" });

  constructor(legends: Legends) {
    this.#legends = legends;
    this.#drawings = JSON.parse(document.getElementById("charts")!.textContent!);
    this.#look();
    // The others when there is nothing else to do, so that links lead to where they should and find-in-page finds all.
    const drawNext = () => {
      const [place] = this.#waiting;
      if (place) this.#draw(place).finally(() => setTimeout(drawNext, 20));
    };
    setTimeout(drawNext, 200);
    addEventListener("beforeprint", () => this.#waiting.forEach((place) => this.#draw(place)));
    // A chart's values are written down when somebody unfolds them.
    document.addEventListener("toggle", ({ target }) => {
      this.#look();
      // What was drawn there may have another width by now.
      if ((target as HTMLElement).querySelector(".plot.drawn")) dispatchEvent(new Event("resize"));
      this.#showValues(target as HTMLElement);
    }, true);
  }

  /** Draws anew what has changed, where somebody sees it; the rest when it comes near the screen. */
  update(drawings: Drawings): void {
    this.#drawings = drawings;
    for (const [place, { of, end }] of this.#drawn) {
      if (place.isConnected && this.#textOf(place) === of) continue;
      this.#observer.unobserve(place);
      this.#waiting.delete(place);
      if (place.isConnected) continue;
      this.#drawn.delete(place);
      end();
    }
    this.#look();
    // Values that are unfolded are kept true wherever they are.
    document.querySelectorAll<HTMLElement>("details.values[open]").forEach((one) => this.#showValues(one));
  }

  /** Finds the places that have something to be drawn. */
  #look(): void {
    for (const place of document.querySelectorAll<HTMLElement>("[data-chart]")) {
      // What is folded has no width yet.
      if (!place.checkVisibility() || this.#waiting.has(place)) continue;
      if (this.#drawn.get(place)?.of === this.#textOf(place)) continue;
      this.#waiting.add(place);
      this.#observer.observe(place);
    }
  }

  #textOf({ dataset }: HTMLElement): string {
    return JSON.stringify([this.#drawings[dataset.chart!], dataset.hides]);
  }

  async #draw(place: HTMLElement): Promise<void> {
    if (!this.#waiting.delete(place)) return;
    const { chart, study, hides } = place.dataset, { spec, curves } = this.#drawings[chart!];
    const of = this.#textOf(place), legend = hides === undefined ? undefined : this.#legends.of(study!);
    // What was there stays to be seen until this is ready.
    const box = document.createElement("div"), before = this.#drawn.get(place), gone = new AbortController();
    box.className = before ? "next" : "";
    box.ariaHidden = "true"; // its marks would be read out one by one; the place says what it is, and the table has the values
    place.append(box);
    const view: View = new vega.View(vega.parse(spec), { renderer: "svg", container: box, hover: false });
    const end = () => {
      gone.abort();
      legend?.views.delete(view);
      view.finalize();
      box.remove();
    };
    this.#drawn.set(place, { of, end });
    view.tooltip((_, event, __, value) => showItem(this.#tooltip, event, value));
    if (curves) view.data("points", curveRows(curves.series));
    if (legend) legend.views.add(view.signal("hidden", [...legend.hidden]));
    await view.runAsync();
    before?.end();
    box.className = "";
    const isHidden = (run: string) => legend?.hidden.has(run) ?? false;
    if (curves) hoverCurves(place, view, { curves, tooltip: this.#tooltip, isHidden, signal: gone.signal });
    else tapMarks(box, this.#tooltip);
    place.classList.add("drawn");
    this.#showValues(place.closest(".chart")?.querySelector("details.values"));
  }

  /** Writes the values of a chart down, if they are unfolded. */
  async #showValues(details: HTMLElement | null | undefined): Promise<void> {
    if (!(details instanceof HTMLDetailsElement) || !details.open || !details.matches(".values")) return;
    const places = [...details.closest(".chart")!.querySelectorAll<HTMLElement>("[data-chart]")];
    for (const place of places) await this.#draw(place);
    fillValues(
      details,
      places.map((place) => ({ place, curves: this.#drawings[place.dataset.chart!].curves })),
    );
  }
}

/** How far from a mark a finger may be, in pixels. */
const FINGER = 24;

/** What a mark of a chart shows when it is pointed at. Vega leaves the item of a mark on its element. */
export type Mark = SVGElement & { __data__?: { tooltip?: unknown } };

/** Shows the values of the mark that is nearest to a finger. */
function tapMarks(place: HTMLElement, tooltip: Tooltip): void {
  place.addEventListener("click", (event) => {
    if ((event as PointerEvent).pointerType !== "touch") return;
    const { clientX: x, clientY: y } = event;
    const marks = [...place.querySelectorAll<Mark>("path, image")]
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
