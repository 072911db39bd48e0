import { compile } from "vega-lite";
import { SCREEN } from "./theme.ts";

/**
 * A description for Vega. The page draws it with Vega alone, which is two thirds of what both would weigh.
 *
 * @param theme What all charts share: the page's unless said otherwise.
 */
export function compiled(spec: Readonly<Record<string, unknown>>, theme = SCREEN): unknown {
  // What it would warn of is meant.
  const logger: Record<string, () => unknown> = {};
  for (const level of ["level", "error", "warn", "info", "debug"]) logger[level] = () => logger;
  return compile({ ...theme, ...spec } as never, { logger: logger as never }).spec;
}
