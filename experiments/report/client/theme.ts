/// <reference lib="dom" />
/** Light and dark.
 * @module
 */

/** Lets the button change between light and dark, from what the reader's system prefers. */
export function startTheme(): void {
  const button = document.querySelector<HTMLButtonElement>("#theme");
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const root = document.documentElement;
  const now = () => root.dataset.theme ?? (dark.matches ? "dark" : "light");
  const show = () => {
    const other = now() === "dark" ? "light" : "dark";
    button?.setAttribute("aria-label", `Change to ${other} colours`);
    const label = button?.querySelector("span");
    if (label) label.textContent = other === "dark" ? "Dark" : "Light";
  };
  button?.addEventListener("click", () => {
    root.dataset.theme = now() === "dark" ? "light" : "dark";
    try {
      localStorage.setItem("chainrule-theme", root.dataset.theme);
    } catch { /* a page from disk may have no storage */ }
    show();
  });
  try {
    const kept = localStorage.getItem("chainrule-theme");
    if (kept === "dark" || kept === "light") root.dataset.theme = kept;
  } catch { /* likewise */ }
  dark.addEventListener("change", show);
  show();
}
