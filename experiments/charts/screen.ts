/** How charts look on the page: as wide as their place, in colours of style.css, which change with light and dark.
 * @module
 */

/** What all charts on the page share. */
export const SCREEN: Readonly<Record<string, unknown>> = {
  $schema: "https://vega.github.io/schema/vega-lite/v6.json",
  width: "container",
  autosize: { type: "fit-x", contains: "padding" },
  background: null,
  padding: { left: 2, right: 12, top: 6, bottom: 2 },
  config: {
    font: "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif",
    axis: {
      labelFontSize: 12,
      titleFontSize: 12,
      titleFontWeight: "normal",
      titlePadding: 8,
      labelColor: "var(--ink-soft)",
      titleColor: "var(--ink-soft)",
      gridColor: "var(--rule)",
      domainColor: "var(--rule-strong)",
      tickColor: "var(--rule-strong)",
      tickSize: 4,
    },
    text: { color: "var(--ink)", fontSize: 12 },
    view: { stroke: null },
  },
};
