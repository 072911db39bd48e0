/** `deno task predict`.
 * @module
 */
import { UsageError } from "../../study/usage_error.ts";
import { CommandLine } from "../command_line.ts";
import { type Io, processIo } from "../io.ts";
import { flag, HELP } from "../option.ts";
import { runCommand } from "../run_command.ts";

const OPTIONS = {
  json: flag("the answers as JSON, with the probability of each class"),
  help: HELP,
};

const GUIDE = {
  about: "Says what a trained network sees in images.",
  usage: "deno task predict model.safetensors [images…] [options]",
  words: {
    "Words": {
      "model": "a file that deno task experiment --save-models has written",
      "images":
        "PNG, JPEG, IDX or CSV files, as many as there are; - for standard input, which is read if there are none",
    },
  },
  sections: { "Options": OPTIONS },
  notes: [
    "For networks that have learned digits, a picture of any size is made as those of MNIST were: the ink is found, " +
    "whatever the light on the paper, scaled to 20 pixels and centred by its mass. Lines of a CSV are pixels from 0 to 255, " +
    "or a label and pixels.",
    "Probabilities are the softmax of the logits. Networks trained with hinge loss, squared error or binary cross-entropy have not learned any: only their order counts.",
  ],
  examples: [
    "deno task predict results/train/models/train.safetensors seven.png",
    "cat seven.png | deno task predict results/train/models/train.safetensors --json",
  ],
  exitCodes: "0 done, 1 a file can't be read or used, 2 wrong options, 74 done, but output was lost.",
};

/** What a command line asks for. */
interface Invocation {
  readonly model: string;
  /** Files; `-` is standard input. */
  readonly images: readonly string[];
  readonly json: boolean;
}

/** The command: of the words after `deno task predict` it makes the exit code. */
export function main(
  words: readonly string[],
  io: Pick<Io, "out" | "error">,
  input: () => Promise<Uint8Array<ArrayBuffer>>,
): Promise<number> {
  const act = async (invocation: Invocation) => {
    // Only now is it worth waiting for everything else.
    const { predictFiles } = await import("./predict_files.ts");
    io.out(await predictFiles(invocation, input));
    return 0;
  };
  return runCommand({ guide: GUIDE, parse: parsePredictOptions, act }, words, io);
}

function parsePredictOptions(words: readonly string[]): Invocation | "help" {
  // A lone `-` is a word, and looks like an option.
  const line = new CommandLine(words.filter((word) => word !== "-"), OPTIONS);
  if (line.given.has("help")) return "help";
  const [model, ...files] = line.positional;
  if (model === undefined) {
    throw new UsageError("Cannot predict without a network: want a file of --save-models");
  }
  const images = words.includes("-") || files.length === 0 ? [...files, "-"] : files;
  return { model, images, json: line.values(OPTIONS).json };
}

if (import.meta.main) {
  const input = async () => new Uint8Array(await new Response(Deno.stdin.readable).arrayBuffer());
  const io = processIo();
  await io.exit(await main(Deno.args, io, input));
}
