/** The runs that the charts of a study show.
 * @module
 */
import { type Layout, layoutOf } from "./plot_style.ts";
import type { Study as PlannedStudy } from "../study/study.ts";
import { studies } from "../studies/mod.ts";
import type { Study } from "../report/study.ts";
import { byRank } from "../report/trials_table.ts";
import { ranked } from "../report/variants.ts";

/** Of the trials of a grid, only so many are drawn, and of any other crowd. */
const BEST = 8, CROWD = 60;

/** The runs in the charts of a study. */
export interface Runs {
  /** Their names: those of what is compared, or of the best trials. */
  readonly names: readonly string[];
  /** Which line each of them is, and in which panel. */
  readonly layout: Layout;
  /** Those that diverged with every seed. */
  readonly diverged: ReadonlySet<string>;
}

/** The runs in the charts of a study, laid out as in its own plots. */
export function drawnRuns({ name, tables, variants }: Study): Runs {
  const all = variants.map(({ name }) => name);
  const best = tables.trials
    ? byRank(tables.trials.rows).map(({ trial }) => trial).filter((trial) => all.includes(trial))
    : ranked(variants, "test_accuracy_final").map(({ name }) => name);
  const names = tables.trials || all.length > CROWD ? best.slice(0, BEST) : all;
  const known: Readonly<Record<string, PlannedStudy>> = studies;
  const planned = Object.hasOwn(known, name) ? known[name] : {};
  const diverged = variants.filter(({ runs, diverged }) => diverged > 0 && diverged >= runs);
  return {
    names,
    layout: layoutOf(planned, names),
    diverged: new Set(diverged.map(({ name }) => name)),
  };
}

/** A panel, and the runs in it. */
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
