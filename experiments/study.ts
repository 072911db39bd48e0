/** What a study is.
 * @module
 */
import { DEFAULTS, type Run, type RunConfiguration } from "./configuration.ts";

/** The values of settings that a study compares, by setting. */
export type Varied = { readonly [K in keyof RunConfiguration]?: readonly RunConfiguration[K][] };

/** A comparison of runs, as data: what is fixed and what varies. */
export interface Study {
  /** What it is called on the command line, and the name of its folder. */
  readonly name: string;
  /** A headline for plots. */
  readonly title: string;
  /** What it asks, in a line. */
  readonly description: string;
  /** What is fixed at other values than the defaults; options come before it. */
  readonly fixed?: Partial<RunConfiguration>;
  /** What varies: there is a run for each combination of values. */
  readonly varied: Varied;
}

/** What was asked for besides the study itself. */
export interface Choices {
  /** Settings in place of the study's. */
  readonly settings?: Partial<RunConfiguration>;
  /** Values to compare in place of the study's. */
  readonly varied?: Varied;
}

/**
 * The runs of a study, named after what varies.
 *
 * @example
 * ```ts
 * import { runsOf, studies } from "@chainrule/experiments";
 * import { assertEquals } from "@std/assert";
 *
 * const runs = runsOf(studies.loss, { settings: { epochs: 3 }, varied: { loss: ["hinge", "focal"] } });
 * assertEquals(runs.map(({ name }) => name), ["hinge", "focal"]);
 * assertEquals(runs[1].configuration.epochs, 3);
 * ```
 */
export function runsOf(study: Study, { settings = {}, varied = {} }: Choices = {}): Run[] {
  const axes = Object.entries({ ...study.varied, ...varied }) as [string, readonly unknown[]][];
  let combinations: [string, unknown][][] = [[]];
  for (const [key, values] of axes) {
    combinations = combinations.flatMap((chosen) =>
      values.map((value): [string, unknown][] => [...chosen, [key, value]])
    );
  }
  return combinations.map((chosen) => ({
    name: chosen.map(([, value]) => [value].flat().join("-") || "none").join(" ") || study.name,
    configuration: { ...DEFAULTS, ...study.fixed, ...settings, ...Object.fromEntries(chosen) },
  }));
}
