import { theme } from "./theme.ts";

const FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif";

/** How charts look on the page: as wide as their place, in colours of style.css, which change with light and dark. */
export const SCREEN: Readonly<Record<string, unknown>> = {
  ...theme(FONT, 12, "var(--ink-soft)"),
  width: "container",
};
