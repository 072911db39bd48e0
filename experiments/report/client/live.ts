/// <reference lib="dom" />
/** Keeps the page of `deno task watch` up to date, without losing what is open, scrolled, sorted or selected.
 * @module
 */
import type { PageContent } from "../page/page_html.ts";
import type { Drawings } from "./charts.ts";
import { charts, legends, observeSections } from "./main.ts";
import { sortBy } from "./sort.ts";

/** What the script of the library leaves behind. */
declare const morphdom: typeof import("morphdom").default;

startUpdating();

/** Fetches what is new whenever the server says that something is. */
function startUpdating(): void {
  const light = document.querySelector<HTMLElement>("#live")!;
  let last = "", busy = false, again = false;
  const show = (state: string, text: string) => Object.assign(light, { className: state, textContent: text });
  const update = async () => {
    // What comes while it is at it is fetched once, afterwards.
    again = busy;
    if (busy) return;
    busy = true;
    try {
      const text = await (await fetch("/content", { cache: "no-store" })).text();
      if (text !== last) apply(JSON.parse(last = text));
      show("on", `Live, ${new Date().toLocaleTimeString()}`);
    } catch {
      show("off", "Not connected");
    }
    busy = false;
    if (again) update();
  };
  const events = new EventSource("/events");
  events.onmessage = update;
  // The browser connects again by itself.
  events.onerror = () => show("off", "Not connected");
}

/** Puts what is new in the place of what was there. */
function apply({ title, contents, main, facts, charts: drawings }: PageContent): void {
  document.title = title;
  change(document.querySelector("nav ul")!, contents);
  change(document.querySelector("main")!, main);
  change(document.querySelector("#facts")!, facts);
  legends.refresh();
  charts.update(drawings as Drawings);
  observeSections();
}

function change(element: Element, inner: string): void {
  const next = element.cloneNode() as Element;
  next.innerHTML = inner;
  morphdom(element, next, { childrenOnly: true, onBeforeElUpdated: keepState });
}

/** What the reader has done to an element is done to the one that takes its place. Returns whether it is to be changed. */
function keepState(from: HTMLElement, to: HTMLElement): boolean {
  if (from.matches(".plot")) {
    Object.assign(from.dataset, to.dataset);
    if (to.dataset.hides === undefined) delete from.dataset.hides;
    return false;
  }
  if (from instanceof HTMLDetailsElement && to instanceof HTMLDetailsElement) {
    to.open = from.open;
    if (from.matches(".values")) return false;
  }
  const current = from.getAttribute("aria-current");
  if (current !== null) to.setAttribute("aria-current", current);
  if (from.matches("table")) {
    const sorted = from.querySelector<HTMLElement>("th[aria-sort]");
    const heading = to.querySelector<HTMLTableCellElement>(`th[data-column="${sorted?.dataset.column}"]`);
    if (sorted && heading) sortBy(heading, sorted.getAttribute("aria-sort")!);
  }
  return !from.isEqualNode(to);
}
