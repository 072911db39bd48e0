/** `deno task export`.
 * @module
 */
import type { TrainedNetwork } from "../../storage/model_file.ts";
import { OutputError } from "../../storage/output_error.ts";
import { MOST } from "../../storage/file_limits.ts";
import { UsageError } from "../../study/usage_error.ts";
import { CommandLine } from "../command_line.ts";
import { type Io, processIo } from "../io.ts";
import { HELP, option } from "../option.ts";
import { runCommand } from "../run_command.ts";
import { oneOf, text } from "../values.ts";

/** The formats: how they are written, and what their files are called. */
const FORMATS = {
  onnx: {
    ending: ".onnx",
    encode: async (network: TrainedNetwork) =>
      (await import("../../storage/export/onnx.ts")).encodeOnnx(network),
  },
  pytorch: {
    ending: ".pytorch.safetensors",
    encode: async (network: TrainedNetwork) =>
      (await import("../../storage/export/pytorch.ts")).encodePytorch(network),
  },
};

type Format = keyof typeof FORMATS;

const OPTIONS = {
  format: option("NAME", Object.keys(FORMATS).join(", "), oneOf("format", Object.keys(FORMATS) as Format[]), {
    default: "onnx" as Format,
  }),
  out: option("FILE", "the file to write [beside the network]", text("a file")),
  help: HELP,
};

const GUIDE = {
  about: "Writes a trained network for other programs.",
  usage: "deno task export model.safetensors [options]",
  words: { "Words": { "model": "a file that deno task experiment --save-models has written" } },
  sections: { "Options": OPTIONS },
  notes: [
    "ONNX: the input `pixels` is [n, rows · columns], float32 from 0 to 255, and is scaled within; the outputs are `logits` and " +
    "`probabilities`. PyTorch: the state_dict of a Sequential of the same layers, as safetensors; pixels have to be scaled as in " +
    "training.",
  ],
  exitCodes:
    "0 done, 1 a file can't be read, used or written, 2 wrong options, 74 done, but output was lost.",
};

/** What a command line asks for. */
interface Invocation {
  readonly model: string;
  readonly format: Format;
  readonly out: string;
}

/** The command: of the words after `deno task export` it makes the exit code. */
export function main(words: readonly string[], io: Pick<Io, "out" | "error">): Promise<number> {
  const act = async ({ model, format, out }: Invocation) => {
    // Only now is it worth waiting for everything else.
    const { decodeModel } = await import("../../storage/model_file.ts");
    const { readNamed } = await import("../../storage/read_file.ts");
    const { writeFile } = await import("../../storage/write_file.ts");
    const bytes = await readNamed(model, MOST.tensors), folder = out.replace(/[^/]*$/, "") || ".";
    if (!await Deno.stat(folder).then(({ isDirectory }) => isDirectory, () => false)) {
      throw new OutputError(`Cannot write ${out}: there is no folder ${folder}`);
    }
    await writeFile(out, await FORMATS[format].encode(decodeModel(bytes, model)));
    io.out(`${out}\n`);
    return 0;
  };
  return runCommand({ guide: GUIDE, parse: parseExportOptions, act }, words, io);
}

function parseExportOptions(words: readonly string[]): Invocation | "help" {
  const line = new CommandLine(words, OPTIONS);
  if (line.given.has("help")) return "help";
  const [model, ...others] = line.positional;
  if (model === undefined || others.length > 0) {
    throw new UsageError(`Cannot export ${line.positional.length} networks: want a file of --save-models`);
  }
  const { format, out } = line.values(OPTIONS);
  return { model, format, out: out ?? model.replace(/\.safetensors$/, "") + FORMATS[format].ending };
}

if (import.meta.main) {
  const io = processIo();
  await io.exit(await main(Deno.args, io));
}
