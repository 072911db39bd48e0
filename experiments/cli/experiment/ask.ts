import { PRESETS, type Run } from "../../study/configuration.ts";
import { quote } from "../../study/format.ts";
import { defaultRungs, type Halving, KEEP } from "../../study/halving.ts";
import { runsOf, type Study, type Varied } from "../../study/study.ts";
import type { AskedStudy } from "../../study/study_record.ts";
import { UsageError } from "../../study/usage_error.ts";
import type { CommandLine } from "../command_line.ts";
import { type Option, optionName } from "../option.ts";
import { list } from "../values.ts";
import { FIXED_IN_GRIDS, readGrid } from "./grid_file.ts";
import { CHOICE } from "./options.ts";
import { SETTINGS } from "./settings.ts";

/** The most trials of a grid: more are a slip of the pen. */
const MOST_TRIALS = 1e5;

/** What was measured in an epoch takes about 200 bytes in the header of a checkpoint, which may have 100 MB. */
const MOST_EPOCHS = 400_000;

/** The runs that a command line wants of a study. Throws a {@linkcode UsageError} where it does not have such settings. */
export function ask(study: Study, line: CommandLine): AskedStudy {
  const { preset, seeds, grid } = line.values(CHOICE);
  const chosen: Record<string, unknown> = { ...(preset && PRESETS[preset]) };
  const varied: Record<string, readonly unknown[]> = {
    ...(study.search && grid !== undefined && readGrid(grid)),
  };
  const listed = new Set(Object.values(study.variants ?? {}).flatMap(Object.keys));
  for (const [key, { parse, parseOne }] of Object.entries<Option>(SETTINGS)) {
    const text = line.text(key), name = optionName(key);
    if (text === undefined) continue;
    const combines = study.search && !FIXED_IN_GRIDS.includes(key);
    if (key in study.varied || combines) varied[key] = line.read(key, list(parseOne ?? parse))!;
    else if (listed.has(key)) {
      throw new UsageError(`Cannot use --${name} here: the study ${study.name} compares values of its own`);
    } else if (text.includes(",") && !parseOne) {
      throw new UsageError(
        `Cannot use --${name} ${quote(text)}: the study ${study.name} wants a single value`,
      );
    } else chosen[key] = line.read(key, parse);
  }
  checkVaried({ ...study.varied, ...varied }, varied);
  const runs = runsOf(study, { settings: chosen, varied: varied as Varied, seeds });
  for (const run of runs) checkRun(run, study);
  return { study, runs, seeds, halving: study.search ? halvingOf(line, runs) : undefined };
}

/** Refuses more combinations than anybody can want, and values that are there twice. */
function checkVaried(all: Readonly<Record<string, readonly unknown[]>>, asked: typeof all): void {
  const trials = Object.values(all).reduce((product, values) => product * values.length, 1);
  if (trials > MOST_TRIALS) {
    throw new UsageError(`Cannot run ${trials.toLocaleString("en-US")} trials: want at most 100,000`);
  }
  for (const values of Object.values(asked)) {
    const texts = values.map((value) => [value].flat().join("-") || "none");
    const twice = texts.find((text, i) => texts.indexOf(text) !== i);
    if (twice !== undefined) throw new UsageError(`Cannot compare ${quote(twice)} with itself: want it once`);
  }
}

/** Refuses settings that do not go together. */
function checkRun({ configuration }: Run, { search }: Study): void {
  const { hidden, activation, exponential, softmax, seed, epochs } = configuration;
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
  if (softmax === "plain" && exponential !== "simd") {
    throw new UsageError(
      `Cannot use --softmax plain with --exponential ${exponential}: want --exponential simd or --softmax shifted`,
    );
  }
}

function halvingOf(line: CommandLine, runs: readonly Run[]): Halving | undefined {
  const { halving, rungs, keep = KEEP } = line.values(CHOICE);
  if (!halving) return undefined;
  const { epochs } = runs[0].configuration;
  if (rungs?.some((rung, i) => rung >= epochs || rung <= (rungs[i - 1] ?? 0))) {
    const text = quote(line.text("rungs")!);
    throw new UsageError(`Cannot use --rungs ${text}: want rising numbers below the ${epochs} epochs`);
  }
  return { rungs: rungs ?? defaultRungs(epochs, runs.length, keep), keep };
}
