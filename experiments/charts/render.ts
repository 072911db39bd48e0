import * as vega from "vega";
import { compiled } from "./compile.ts";
import { textWidth } from "./text_width.ts";

/** A drawing: what is inside its SVG, and how high it is. */
export interface Drawing {
  readonly body: string;
  readonly height: number;
}

type MeasureText = (item: { fontSize?: number }, text: unknown) => number;

/** What was drawn last: panels often have the same specification, and to compile it takes longer than to draw. */
let last: { readonly key: string; readonly runtime: vega.Runtime } | undefined;

/**
 * Draws a specification that says all of how it looks.
 *
 * @param points The data of curves, if it has some.
 */
export async function render(spec: Readonly<Record<string, unknown>>, points?: unknown[]): Promise<Drawing> {
  // There is no canvas to measure text with, and what Vega assumes is much too wide.
  const { textMetrics } = vega as unknown as { textMetrics: { width: MeasureText } };
  textMetrics.width = ({ fontSize = 12 }, text) => textWidth(String(text ?? ""), fontSize);
  const key = JSON.stringify(spec);
  if (last?.key !== key) last = { key, runtime: vega.parse(compiled(spec, {}) as vega.Spec) };
  const view = new vega.View(last.runtime, { renderer: "none" });
  if (points) view.data("points", points);
  const svg = await view.toSVG();
  view.finalize();
  const [whole, height] = svg.match(/^<svg[^>]* height="([\d.]+)"[^>]*>/)!;
  return { body: svg.slice(whole.length, -"</svg>".length), height: Number(height) };
}
