/** `deno task timings`: what `deno bench --json` says of activations and losses, as a table and a chart.
 * @module
 */
import { machineJson } from "../../storage/machine.ts";
import { readData } from "../../storage/read_facts.ts";
import { readBench } from "../../storage/read_bench.ts";
import { makeFolder, writeFile } from "../../storage/write_file.ts";
import { plural } from "../../study/format.ts";
import { UsageError } from "../../study/usage_error.ts";
import { timingsCsv } from "../../analysis/extra_tables.ts";
import { CommandLine } from "../command_line.ts";
import { type Io, processIo } from "../io.ts";
import { HELP, option } from "../option.ts";
import { RESULTS } from "../results_folder.ts";
import { runCommand } from "../run_command.ts";
import { path } from "../values.ts";

const OPTIONS = {
  out: option("DIR", "where timings.csv, timings.svg and machine.json go", path("a folder"), {
    default: `${RESULTS}/timings`,
  }),
  help: HELP,
};

const GUIDE = {
  about: "Times activations and losses, forward and backward, with each kind of kernels.",
  usage: "deno task timings [options]",
  words: {},
  sections: { "Options": OPTIONS },
  notes: [
    "Run it on a machine that does nothing else. deno task report shows the chart, if the folder is among the results.",
  ],
  examples: ["deno task timings --out results/timings"],
  exitCodes: "0 done, 1 what deno bench wrote can't be read or the files not be written, 2 wrong options.",
};

/** What the chart is drawn as: a study without runs. */
const STUDY = { name: "timings", title: "Timings", question: "", description: "", varied: {} };

/** The command. What `deno bench --json` has written comes from `input`. */
export function main(
  words: readonly string[],
  io: Pick<Io, "out" | "error">,
  input: () => Promise<string>,
): Promise<number> {
  const act = async ({ out }: { out: string }) => {
    const timings = readBench(await input());
    const { plots } = await import("../../charts/svg.ts");
    const record = {
      study: STUDY,
      runs: [],
      records: [],
      seeds: 1,
      data: readData(undefined, {}),
      extra: { timings },
    };
    const files = {
      "timings.csv": timingsCsv(timings),
      "machine.json": machineJson(),
      "timings.svg": (await plots(record))["timings.svg"],
    };
    await makeFolder(out);
    for (const [name, text] of Object.entries(files)) await writeFile(`${out}/${name}`, text);
    io.error(`${plural(timings.length, "timing")}\n`);
    io.out(Object.keys(files).map((name) => `${out}/${name}\n`).join(""));
    return 0;
  };
  return runCommand({ guide: GUIDE, parse, act }, words, io);
}

function parse(words: readonly string[]): { out: string } | "help" {
  const line = new CommandLine(words, OPTIONS);
  if (line.given.has("help")) return "help";
  if (line.positional.length > 0) throw new UsageError("Cannot use words here: want options alone");
  return line.values(OPTIONS);
}

if (import.meta.main) {
  const io = processIo();
  await io.exit(await main(Deno.args, io, () => new Response(Deno.stdin.readable).text()));
}
