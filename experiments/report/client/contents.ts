/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/** The list of studies shows which one is being read.
 * @module
 */
import { all } from "./dom.ts";

/** Marks the link of the section that is on the screen. */
export function startContents(): void {
  const links = new Map(all<HTMLAnchorElement>("nav a[href^='#']").map((link) => [link.hash.slice(1), link]));
  const observer = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      for (const link of links.values()) link.removeAttribute("aria-current");
      links.get(target.id)?.setAttribute("aria-current", "true");
    }
  }, { rootMargin: "-15% 0px -75% 0px" });
  for (const section of all("main > section[id]")) observer.observe(section);
}
