/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/** Elements of the page.
 * @module
 */

/** All elements that a selector finds. */
export function all<T extends HTMLElement>(selector: string, inside: ParentNode = document): T[] {
  return [...inside.querySelectorAll<T>(selector)];
}

/** A new element with a class and a text. What comes from files is only ever a text. */
export function element(tag: string, name = "", text = ""): HTMLElement {
  const made = document.createElement(tag);
  if (name) made.className = name;
  made.textContent = text;
  return made;
}

/** What a script element of data holds. */
export function embedded<T>(id: string): T {
  return JSON.parse(document.getElementById(id)?.textContent ?? "null");
}
