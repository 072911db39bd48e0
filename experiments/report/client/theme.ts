/// <reference lib="dom" />
/** Light and dark.
 * @module
 */

/** Where the choice is kept. */
const KEY = "chainrule-theme";

/** Lets the button change between light and dark, from what the reader's system prefers. */
export function startTheme(): void {
  const button = document.querySelector("#theme")!, label = button.querySelector("span")!;
  const dark = matchMedia("(prefers-color-scheme: dark)"), { dataset } = document.documentElement;
  const other = () => (dataset.theme ?? (dark.matches ? "dark" : "light")) === "dark" ? "light" : "dark";
  const show = () => {
    button.setAttribute("aria-label", `Change to ${other()} colours`);
    label.textContent = other() === "dark" ? "Dark" : "Light";
  };
  button.addEventListener("click", () => {
    dataset.theme = other();
    show();
    try {
      localStorage.setItem(KEY, dataset.theme);
    } catch { /* a page from disk may have no storage */ }
  });
  try {
    const kept = localStorage.getItem(KEY);
    if (kept === "dark" || kept === "light") dataset.theme = kept;
  } catch { /* likewise */ }
  dark.addEventListener("change", show);
  show();
}
