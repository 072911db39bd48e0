/** How charts look on paper: white, with fixed sizes, in colours that do not change.
 * @module
 */
import type { Plot } from "./chart.ts";
import { theme } from "./theme.ts";

export const FONT = "Helvetica, Arial, sans-serif";

/** The colours of the theme, by their names in specifications. */
export const COLOURS: Readonly<Record<string, string>> = {
  "card": "#ffffff",
  "ink": "#000000",
  "ink-soft": "#444444",
  "rule": "#dddddd",
  "rule-strong": "#999999",
  // People with any kind of colour vision tell these apart on white (M. Okabe and K. Ito, 2008).
  "run-0": "#0072B2",
  "run-1": "#D55E00",
  "run-2": "#009E73",
  "run-3": "#CC79A7",
  "run-4": "#000000",
  "run-5": "#E69F00",
  "run-6": "#56B4E9",
  "ramp-0": "#e6eef5",
  "ramp-1": "#c3d9ec",
  "ramp-2": "#94c0e0",
  "ramp-3": "#5b9fcd",
  "ramp-4": "#2a78b3",
  "ramp-5": "#0f5791",
  "ramp-6": "#07335f",
  "on-low": "#14202b",
  "on-high": "#ffffff",
};

/** How much higher drawings are than on the page. */
const HIGHER = 1.2;

/** A colour of the theme as it is on paper: `var(--ink)` is `#000000`. */
export function resolved(text: string): string {
  return text.replace(/var\(--([\w-]+)\)/g, (name, key) => {
    if (!Object.hasOwn(COLOURS, key)) throw new RangeError(`Cannot draw on paper: it has no colour ${name}`);
    return COLOURS[key];
  });
}

/** The members of specifications that hold names and data, which stay as they are, whatever they look like. */
const GIVEN = new Set(["params", "values", "domain", "sort", "equal"]);

/** A part of a specification in which texts are replaced. */
function mapped(part: unknown, replace: (text: string) => string): unknown {
  if (typeof part === "string") return replace(part);
  if (Array.isArray(part)) return part.map((item) => mapped(item, replace));
  if (typeof part !== "object" || part === null) return part;
  return Object.fromEntries(
    Object.entries(part).map(([key, value]) => [key, GIVEN.has(key) ? value : mapped(value, replace)]),
  );
}

/** The specification of a drawing on paper, so many pixels wide with all that belongs to it; without the data of curves. */
export function onPaper({ spec }: Plot, width: number): Record<string, unknown> {
  const { config, ...shared } = theme(FONT, 13, "var(--ink)");
  const whole = {
    ...shared,
    config: { ...config as object, aria: false, view: { stroke: "var(--rule-strong)" } },
    ...spec,
    width,
    ...(typeof spec.height === "number" && { height: Math.round(HIGHER * spec.height) }),
  };
  const replace = (text: string) => resolved(text).replaceAll("containerSize()[0]", String(width));
  return mapped(whole, replace) as Record<string, unknown>;
}
