/** What all charts share, with letters of a size and colour of the theme. */
export function theme(font: string, fontSize: number, color: string): Record<string, unknown> {
  const axis = {
    labelFontSize: 12,
    titleFontSize: fontSize,
    titleFontWeight: "normal",
    titlePadding: 8,
    tickSize: 4,
  };
  const lines = {
    gridColor: "var(--rule)",
    domainColor: "var(--rule-strong)",
    tickColor: "var(--rule-strong)",
  };
  return {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    autosize: { type: "fit-x", contains: "padding" },
    background: null,
    padding: { left: 2, right: 12, top: 6, bottom: 2 },
    config: {
      aria: false, // thousands of marks are read out as numbers: the page has them as tables
      font,
      axis: { ...axis, ...lines, labelColor: color, titleColor: color },
      text: { color: "var(--ink)", fontSize: 12 },
      view: { stroke: null },
    },
  };
}

const FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif";

/** How charts look on the page: as wide as their place, in colours of style.css, which change with light and dark. */
export const SCREEN: Readonly<Record<string, unknown>> = {
  ...theme(FONT, 12, "var(--ink-soft)"),
  width: "container",
};
