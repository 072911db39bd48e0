import { METRIC } from "../analysis/comparisons.ts";
import { summarizeVariants } from "../analysis/summary.ts";
import { rank } from "../analysis/trials.ts";
import { variantOf } from "../study/run_names.ts";
import { isBest, type Study } from "../study/study.ts";
import type { StudyRecord } from "../study/study_record.ts";

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

/** Of the trials of a search, only so many have a colour, and of any other crowd. */
const BEST = 8, CROWD = 60;

/** What the charts of a study show, in colour. */
export interface Runs {
  /** The names of what is compared, or of the best trials, the best first. */
  readonly names: readonly string[];
  /** Which line each of them is, and in which panel. */
  readonly layout: Layout;
  /** Those that diverged with every seed. */
  readonly diverged: ReadonlySet<string>;
}

/** What charts show that are not about runs. */
export const NO_RUNS: Runs = { names: [], layout: layoutOf({}, []), diverged: new Set() };

/** What the charts of a study show: all that has begun, or the best of it. */
export function drawnRuns({ study, runs, records }: StudyRecord): Runs {
  const summaries = summarizeVariants(records);
  const diverged = new Set(
    summaries.filter(({ diverged, records }) => diverged === records.length).map(({ variant }) => variant),
  );
  if (study.search) {
    const names = rank(study, records).slice(0, BEST).map(({ run }) => run.name);
    return { names, layout: layoutOf(study, names), diverged };
  }
  const begun = new Set(records.map(({ run }) => variantOf(run)));
  const planned = [...new Set([...runs, ...records.map(({ run }) => run)].map(variantOf))];
  if (planned.length <= CROWD) {
    // What has not begun keeps its place, so that colours stay as they are when it does.
    return { names: planned.filter((name) => begun.has(name)), layout: layoutOf(study, planned), diverged };
  }
  const reached = summaries.filter(({ figures }) => figures[METRIC])
    .sort((a, b) => b.figures[METRIC]!.mean - a.figures[METRIC]!.mean);
  const names = reached.slice(0, BEST).map(({ variant }) => variant);
  return { names, layout: layoutOf(study, names), diverged };
}

/** The records of what a study compares: all but those of a search's best settings with all training images. */
export function comparedRecords({ study, records }: Pick<StudyRecord, "study" | "records">) {
  return records.filter(({ run }) => !isBest(study, run.name));
}

export interface Panel {
  /** Its name; undefined if it is the only one. */
  readonly name?: string;
  /** Its runs. */
  readonly names: readonly string[];
}

/** The panels in which the runs are drawn. Those that are in no panel are in all of them. */
export function panelsOf({ names, layout }: Runs): Panel[] {
  if (layout.panels.length === 0) return [{ names }];
  return layout.panels.map((name) => ({
    name,
    names: names.filter((run) => [name, undefined].includes(layout.of(run).panel)),
  }));
}
