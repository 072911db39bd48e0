/** What `deno task evaluate` does.
 * @module
 */
import { DATASETS } from "../../study/choices.ts";
import { UsageError } from "../../study/usage_error.ts";
import { CommandLine } from "../command_line.ts";
import type { Io } from "../io.ts";
import { HELP, notWith, option } from "../option.ts";
import { runCommand } from "../run_command.ts";
import { oneOf, path } from "../values.ts";
import { warning } from "../warning.ts";
import type { Invocation } from "./evaluate_model.ts";

const OPTIONS = {
  dataset: option(
    "NAME",
    `${DATASETS.join(", ")} [what the network has learned]`,
    oneOf("dataset", DATASETS),
  ),
  dataDir: option("DIR", "where the dataset's files are", path("a folder")),
  data: option(
    "PATH",
    "images of your own, as deno task experiment --data takes them",
    path("a file or a folder"),
    {
      rules: [notWith(["dataset", "dataDir"], ": want one of them")],
    },
  ),
  out: option("DIR", "where tables and charts go; none are written unless given", path("a folder")),
  help: HELP,
};

const GUIDE = {
  about: "Says how well a trained network does on the test images of a dataset, and looks inside it.",
  usage: "deno task evaluate model.safetensors [options]",
  words: { "Words": { "model": "a file that deno task experiment --save-models has written" } },
  sections: { "Options": OPTIONS },
  notes: [
    "With --out there are CSV files and charts of: loss, accuracy and calibration; precision, recall and F1 of each " +
    "class; which classes are taken for which; the surest mistakes; the weights of the first layer; and where the network looks, " +
    "by the derivative of its answer by each pixel. See FILES.md.",
  ],
  examples: ["deno task evaluate results/train/models/train.safetensors --out results/train/inside"],
  exitCodes:
    "0 done, 1 a file can't be read, used or written, 2 wrong options, 74 done, but output was lost.",
};

/** The command: of the words after `deno task evaluate` it makes the exit code. */
export function evaluate(
  words: readonly string[],
  io: Pick<Io, "out" | "error" | "color" | "columns" | "outColumns" | "downloads">,
): Promise<number> {
  const act = async (invocation: Invocation) => {
    // Only now is it worth waiting for everything else.
    const { evaluateModel } = await import("./evaluate_model.ts");
    const warn = (message: string) => io.error(warning(message, io.color, io.columns()));
    const how = { width: io.outColumns(), download: io.downloads?.download };
    io.out(await evaluateModel(invocation, warn, how));
    return 0;
  };
  return runCommand({ guide: GUIDE, parse: parseEvaluateOptions, act }, words, io);
}

function parseEvaluateOptions(words: readonly string[]): Invocation | "help" {
  const line = new CommandLine(words, OPTIONS);
  if (line.given.has("help")) return "help";
  const [model, ...others] = line.positional;
  if (model === undefined || others.length > 0) {
    throw new UsageError(`Cannot evaluate ${line.positional.length} networks: want a file of --save-models`);
  }
  line.check(undefined);
  return { model, ...line.values(OPTIONS) };
}
