import type { Study } from "../study/study.ts";

export interface Drawn {
  /** Its panel; undefined for every one. */
  readonly panel: string | undefined;
  /** The name of its line: variants in different panels may share it, and then look alike. */
  readonly line: string;
}

export interface Layout {
  /** The names of the lines, in order. */
  readonly lines: readonly string[];
  /** The panels, in order; empty for a single one without a name. */
  readonly panels: readonly string[];
  of(variant: string): Drawn;
}

/** The layout of the variants of a study. */
export function layoutOf(study: Pick<Study, "panels">, variants: Iterable<string>): Layout {
  const of = (variant: string): Drawn => {
    const { panel, line } = study.panels?.(variant) ?? {};
    return { panel, line: line || variant };
  };
  const drawn = [...new Set(variants)].map(of);
  const panels = [...new Set(drawn.flatMap(({ panel }) => panel ?? []))];
  return { lines: [...new Set(drawn.map(({ line }) => line))], panels: panels.length > 1 ? panels : [], of };
}
