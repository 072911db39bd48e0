/// <reference lib="dom" />
/** What is done with elements everywhere.
 * @module
 */

/** The element that a selector finds. */
export function find<T extends HTMLElement = HTMLElement>(
  selector: string,
  within: ParentNode = document,
): T {
  const found = within.querySelector<T>(selector);
  if (!found) throw new Error(`Cannot start the page: ${selector} is missing`);
  return found;
}

/** A new element with attributes and contents. */
export function element<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Readonly<Record<string, string | number | undefined>> = {},
  ...contents: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined) made.setAttribute(key, String(value));
  }
  made.append(...contents);
  return made;
}

/** A copy of a formula that the page brought along. */
export function formula(part: string): Node {
  const template = find<HTMLTemplateElement>("#formula-parts");
  const copy = find(`[data-part="${part}"]`, template.content).cloneNode(true) as HTMLElement;
  return copy.firstElementChild ?? copy;
}

/** Does something when an element is pressed. */
export function onClick(selector: string, act: () => void): void {
  find(selector).addEventListener("click", act);
}

/** Whether an element is on the screen, or nearly so; `appear` is told when it gets there. */
export function watchVisible(target: Element, appear: () => void): () => boolean {
  let visible = false;
  new IntersectionObserver(([entry]) => {
    const appears = entry.isIntersecting && !visible;
    visible = entry.isIntersecting;
    if (appears) appear();
  }, { rootMargin: "300px" }).observe(target);
  return () => visible;
}

/** Offers bytes or a text as a file. */
export function offer(name: string, contents: Uint8Array<ArrayBuffer> | string, type: string): void {
  const href = URL.createObjectURL(new Blob([contents], { type }));
  element("a", { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), 10_000);
}
