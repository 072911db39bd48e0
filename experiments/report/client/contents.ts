/// <reference lib="dom" />
/** The list of studies shows which one is being read.
 * @module
 */

/** Marks the link of the section that is on the screen. Call what it returns when there are new sections. */
export function startContents(): () => void {
  const observer = new IntersectionObserver((entries) => {
    for (const { target } of entries.filter(({ isIntersecting }) => isIntersecting)) {
      document.querySelector("nav a[aria-current]")?.removeAttribute("aria-current");
      document.querySelector(`nav a[href="#${target.id}"]`)?.setAttribute("aria-current", "true");
    }
  }, { rootMargin: "-15% 0px -75% 0px" });
  const observe = () => {
    for (const section of document.querySelectorAll("main > section")) observer.observe(section);
  };
  observe();
  return observe;
}
