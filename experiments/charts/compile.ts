import { compile } from "vega-lite";
import { SCREEN } from "./screen.ts";

/**
 * A description for Vega. The page draws it with Vega alone, which is two thirds of what both would weigh.
 *
 * @param theme What all charts share: the page's unless said otherwise.
 */
export function compiled(spec: Readonly<Record<string, unknown>>, theme = SCREEN): unknown {
  const logger = {
    level: () => logger,
    error: () => logger,
    warn: () => logger,
    info: () => logger,
    debug: () => logger,
  };
  return compile({ ...theme, ...spec } as unknown as Parameters<typeof compile>[0], {
    logger: logger as never,
  }).spec;
}
