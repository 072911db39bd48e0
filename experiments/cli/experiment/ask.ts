import { DEFAULTS, PRESETS, type RunConfiguration } from "../../study/configuration.ts";
import type { Run } from "../../study/run_names.ts";
import { quote } from "../../study/format.ts";
import { defaultRungs, type Halving, KEEP } from "../../study/halving.ts";
import { type Axis, drawTrials, Range } from "../../study/sampler.ts";
import { runsOf, type Study, type Varied } from "../../study/study.ts";
import type { AskedStudy } from "../../study/study_record.ts";
import { UsageError } from "../../study/usage_error.ts";
import type { CommandLine } from "../command_line.ts";
import { type Option, optionName } from "../option.ts";
import { list } from "../values.ts";
import { FIXED_IN_GRIDS, readGrid } from "./grid_file.ts";
import { CHOICE } from "./options.ts";
import { isRange, rangeOf } from "./range.ts";
import { SETTINGS } from "./settings.ts";

/** The most trials of a grid: more are a slip of the pen. */
const MOST_TRIALS = 1e5;

/** What was measured in an epoch takes about 200 bytes in the header of a checkpoint, which may have 100 MB. */
const MOST_EPOCHS = 400_000;

/** The runs that a command line wants of a study. Throws a {@linkcode UsageError} where it does not have such settings. */
export function ask(study: Study, line: CommandLine): AskedStudy {
  const { preset, seeds, grid } = line.values(CHOICE);
  const chosen: Record<string, unknown> = { ...(preset && PRESETS[preset]) };
  const varied: Record<string, Axis> = { ...(study.search && grid !== undefined && readGrid(grid)) };
  const listed = new Set(Object.values(study.variants ?? {}).flatMap(Object.keys));
  for (const [key, { parse, parseOne }] of Object.entries<Option>(SETTINGS)) {
    const text = line.text(key), name = optionName(key);
    if (text === undefined) continue;
    const combines = study.search && !FIXED_IN_GRIDS.includes(key);
    if (combines && isRange(text)) {
      varied[key] = line.read(key, rangeOf(SETTINGS[key as keyof RunConfiguration]))!;
    } else if (key in study.varied || combines) varied[key] = line.read(key, list(parseOne ?? parse))!;
    else if (listed.has(key) && key !== "epochs") {
      throw new UsageError(`Cannot use --${name} here: the study ${study.name} compares values of its own`);
    } else if (text.includes(",") && !parseOne) {
      throw new UsageError(
        `Cannot use --${name} ${quote(text)}: the study ${study.name} wants a single value`,
      );
    } else chosen[key] = line.read(key, parse);
  }
  const search = study.search ? searchOf(study, varied, chosen, line) : undefined;
  if (!search?.trials) checkCount({ ...(search ?? study).varied, ...varied });
  checkVaried(varied);
  const runs = runsOf(search ? { ...study, varied: search.varied } : study, {
    settings: chosen,
    varied: search?.trials ? {} : varied as Varied,
    trials: search?.trials,
    seeds,
  });
  for (const run of runs) checkRun(run, study);
  const halving = search && halvingOf(line, runs);
  const logEvery = line.text("logEvery") === undefined ? study.logEvery : undefined;
  return {
    study,
    runs,
    seeds,
    halving,
    ...(search && { chosen: search.why }),
    ...(logEvery !== undefined && { logEvery }),
  };
}

/**
 * What a search searches: what was named with several values and nothing else, or if nothing was, its own grid, but for what was
 * named with one value.
 */
function searchOf(
  study: Study,
  axes: Readonly<Record<string, Axis>>,
  { seed = DEFAULTS.seed }: Partial<RunConfiguration>,
  line: CommandLine,
): { varied: Varied; why: string; trials?: Record<string, unknown>[] } {
  const { trials: count, sampler = "random" } = line.values(CHOICE);
  const named = Object.values(axes).some((axis) => axis instanceof Range || axis.length > 1);
  const varied = named ? {} : study.varied, whole = { ...varied, ...axes };
  const of = named ? "what was named" : "the study's own grid, for no option has several values";
  const range = Object.keys(axes).find((key) => axes[key] instanceof Range);
  if (count === undefined) {
    if (study.trials && Object.keys(axes).length === 0) {
      return { varied: {}, why: "which the study lists", trials: [...study.trials] };
    }
    if (range === undefined) return { varied, why: `every combination of ${of}` };
    throw new UsageError(
      `Cannot use --${optionName(range)} ${
        quote(line.text(range) ?? "with a range")
      } without --trials: want how many are drawn`,
    );
  }
  const trials = drawTrials(whole, { sampler, trials: count, seed });
  if (trials.length < count) {
    throw new UsageError(`Cannot draw ${count} trials: there are ${trials.length} combinations of ${of}`);
  }
  return {
    varied: {},
    why: `drawn ${sampler === "random" ? "at random" : "quasi-randomly"} from ${of}`,
    trials,
  };
}

/** Refuses more combinations than anybody can want. */
function checkCount(axes: Readonly<Record<string, Axis>>): void {
  const trials = Object.values(axes).reduce(
    (product, axis) => axis instanceof Range ? product : product * axis.length,
    1,
  );
  if (trials > MOST_TRIALS) {
    throw new UsageError(`Cannot run ${trials.toLocaleString("en-US")} trials: want at most 100,000`);
  }
}

/** Refuses values that are there twice. */
function checkVaried(asked: Readonly<Record<string, Axis>>): void {
  for (const axis of Object.values(asked)) {
    if (axis instanceof Range) continue;
    const texts = axis.map((value) => [value].flat().join("-") || "none");
    const twice = texts.find((text, i) => texts.indexOf(text) !== i);
    if (twice !== undefined) throw new UsageError(`Cannot compare ${quote(twice)} with itself: want it once`);
  }
}

/** Refuses settings that do not go together. */
function checkRun({ configuration }: Run, { search }: Study): void {
  const { hidden, activation, exponential, softmax, seed, epochs, loss } = configuration;
  const { labelSmoothing, classWeights } = configuration;
  if (epochs > MOST_EPOCHS) {
    throw new UsageError(`Cannot train ${epochs.toLocaleString("en-US")} epochs: want at most 400,000`);
  }
  if (seed > Number.MAX_SAFE_INTEGER) {
    throw new UsageError(`Cannot use --seeds here: the last seed would be above 2^53 - 1`);
  }
  if (activation.length > 1 && activation.length !== hidden.length) {
    const names = activation.slice(0, 20).join(","), widths = hidden.slice(0, 20).join(",") || "none";
    throw new UsageError(
      `Cannot use ${activation.length} activations (${names}) with ${hidden.length} hidden layers (${widths})` +
        `${search ? " in a grid" : ""}: want one for all, or one for each`,
    );
  }
  const ofTargets = labelSmoothing > 0
    ? "--label-smoothing"
    : classWeights === "none"
    ? undefined
    : "--class-weights";
  if (ofTargets && loss === "softmax-cross-entropy" && (softmax === "plain" || exponential !== "simd")) {
    throw new UsageError(`Cannot use ${ofTargets} with another softmax or exponential than the default`);
  }
  if (softmax === "plain" && exponential !== "simd") {
    throw new UsageError(
      `Cannot use --softmax plain with --exponential ${exponential}: want --exponential simd or --softmax shifted`,
    );
  }
}

function halvingOf(line: CommandLine, runs: readonly Run[]): Halving | undefined {
  const { halving, hyperband, rungs, keep = KEEP } = line.values(CHOICE);
  if (!halving && !hyperband) return undefined;
  const { epochs } = runs[0].configuration;
  if (rungs?.some((rung, i) => rung >= epochs || rung <= (rungs[i - 1] ?? 0))) {
    const text = quote(line.text("rungs")!);
    throw new UsageError(`Cannot use --rungs ${text}: want rising numbers below the ${epochs} epochs`);
  }
  return { rungs: rungs ?? defaultRungs(epochs, runs.length, keep), keep, ...(hyperband && { hyperband }) };
}
