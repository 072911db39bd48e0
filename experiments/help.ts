/** What `--help` prints.
 * @module
 */
import { DEFAULTS, LOSSES, type RunConfiguration } from "./configuration.ts";
import { formatSetting, wrap } from "./format.ts";
import { FLAGS, optionName, OTHERS, SETTINGS } from "./settings.ts";
import { studies } from "./studies/mod.ts";

const WIDTH = 80;
const INDENT = 26;

/** The help of the command, at most 80 columns wide. */
export function help(): string {
  const lines = [
    "Trains networks and compares them.",
    "",
    "  deno task experiment [study] [options]",
    "",
    "Studies",
    ...Object.values(studies).flatMap(({ name, description }, i) =>
      entry(name, description + (i === 0 ? " (default)" : ""))
    ),
    "",
    "Options",
    ...Object.entries(SETTINGS).flatMap(([key, { value, help }]) =>
      entry(`--${optionName(key)} ${value}`, `${help} [${showDefault(key as keyof RunConfiguration)}]`)
    ),
    ...Object.entries(OTHERS).flatMap(([name, { value, help }]) => entry(`--${name} ${value}`, help)),
    ...Object.entries(FLAGS).flatMap(([name, help]) => entry(`--${name}`, help)),
    "",
    ...wrap(
      `The study loss compares several: --loss ${LOSSES.slice(1, 3).join(",")} restricts it to these. ` +
        `Results go to <out>/<study>/: epochs.csv, runs.csv, iterations.csv, config.json, training_loss.svg, ` +
        `testing_accuracy.svg. Without --data-dir, files of MNIST come from the folder that MNIST_DIR names, ` +
        `the cache, or a download.`,
      WIDTH,
    ),
    "",
    "  deno task experiment loss --epochs 10",
    "  deno task experiment train --hidden 256,128 --activation selu --loss hinge",
    "",
    "Exit codes: 0 done, 1 data or disk failed, 2 wrong options, 130 interrupted.",
  ];
  return lines.join("\n") + "\n";
}

function showDefault(key: keyof RunConfiguration): string {
  const value = DEFAULTS[key];
  return typeof value === "number" ? formatSetting(value) : String(value);
}

/** A name and its explanation, which begins in a column of its own. */
function entry(name: string, explanation: string): string[] {
  const [first, ...rest] = wrap(explanation, WIDTH - INDENT);
  return [`  ${name}`.padEnd(INDENT - 1) + " " + first, ...rest.map((line) => " ".repeat(INDENT) + line)];
}
