/** The command line of `deno task bench:peers`.
 * @module
 */
import { parseArgs } from "@std/cli";

/** The command line is wrong: the message says how, in one line. */
export class UsageError extends Error {
  /** The name that stack traces show. */
  override readonly name = "UsageError";
}

/** Every library, by the name that `--peers` knows. Chainrule always takes part; with native kernels only as one of these. */
export const PEERS = [
  "chainrule-native",
  "numpy",
  "numpy-float64",
  "pytorch",
  "jax-js",
  "tfjs-wasm",
  "tfjs-cpu",
] as const;

/** A name of {@linkcode PEERS}. */
export type PeerName = typeof PEERS[number];

/** What `--dataset` knows. */
export const DATASETS = ["auto", "mnist", "synthetic"] as const;

/** What to compare, and how long. */
export interface Options {
  /** The sizes of the hidden layers. */
  readonly hidden: readonly number[];
  /** Images in a batch. */
  readonly batchSize: number;
  /** Epochs of a process at most. */
  readonly epochs: number;
  /** Seconds of training of a process at most, be it in the middle of an epoch. */
  readonly seconds: number;
  /** How often each library has its turn. */
  readonly rounds: number;
  /** The libraries beside Chainrule. */
  readonly peers: readonly PeerName[];
  /** The thread counts of NumPy and PyTorch; none: 1, and the best other count. */
  readonly threads: readonly number[];
  /** The Python interpreters to look into. */
  readonly pythons: readonly string[];
  /** Which images. */
  readonly dataset: typeof DATASETS[number];
  /** The file of the CSV, if one is wanted. */
  readonly out: string | undefined;
}

const VALUED = {
  hidden: "128",
  "batch-size": "100",
  epochs: "3",
  seconds: "5",
  rounds: "3",
  peers: PEERS.join(","),
  threads: "",
  python: "python3,/usr/bin/python3",
  dataset: "auto",
  out: "",
};

/** What `--help` prints. */
export const HELP = `Trains one network with Chainrule and with other libraries, and compares the time.

  deno task bench:peers [options]

  --hidden LIST       sizes of the hidden layers [${VALUED.hidden}]; 512,512 is 784-512-512-10
  --batch-size N      images in a batch [${VALUED["batch-size"]}]
  --epochs N          epochs of each process at most [${VALUED.epochs}]
  --seconds S         seconds of training of each process at most [${VALUED.seconds}];
                      an epoch that is not over by then is extrapolated
  --rounds N          how often each library has its turn [${VALUED.rounds}]
  --peers LIST        which libraries beside Chainrule [all]:
                      ${PEERS.slice(0, 4).join(", ")},
                      ${PEERS.slice(4).join(", ")}
  --threads LIST      thread counts of NumPy and PyTorch
                      [1, and the fastest of the others]
  --python LIST       interpreters to look into [${VALUED.python}]
  --dataset NAME      ${DATASETS.join(", ")} [${VALUED.dataset}]: auto is MNIST where MNIST_DIR or the
                      cache has it, else synthetic digits
  --out FILE          write a line for each process as CSV
  --help              this text

A library that is not to be had is skipped. The task may run python3 from PATH and
/usr/bin/python3; for another one: PATH=/its/folder:$PATH deno task bench:peers.
`;

/**
 * Reads the command line.
 *
 * @throws {UsageError} If it is wrong.
 */
export function parseOptions(args: readonly string[]): Options | "help" {
  const names = Object.keys(VALUED);
  const parsed = parseArgs(args, {
    string: names,
    collect: names,
    boolean: ["help"],
    alias: { help: "h" },
    unknown: (argument) => {
      throw new UsageError(
        `Unknown argument ${argument}: want ${names.map((n) => `--${n}`).join(", ")} or --help`,
      );
    },
  });
  if (parsed.help) return "help";
  const given = (name: keyof typeof VALUED): string => {
    const texts: string[] = parsed[name];
    if (texts.length > 1) throw new UsageError(`Cannot use --${name} ${texts.length} times: want it once`);
    if (texts[0] === "") throw new UsageError(`Cannot use --${name} without a value`);
    return texts[0] ?? VALUED[name];
  };
  const list = (name: keyof typeof VALUED) => given(name).split(",").map((part) => part.trim());
  const number = (name: keyof typeof VALUED, text: string, whole = true) => {
    const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : NaN;
    if (value > 0 && (!whole || Number.isSafeInteger(value))) return value;
    throw new UsageError(
      `Cannot use --${name} ${JSON.stringify(text)}: want a ${whole ? "whole " : ""}number over 0`,
    );
  };
  const oneOf = <T extends string>(name: keyof typeof VALUED, text: string, known: readonly T[]) => {
    if ((known as readonly string[]).includes(text)) return text as T;
    throw new UsageError(`Cannot use --${name} ${JSON.stringify(text)}: want ${known.join(", ")}`);
  };
  return {
    hidden: list("hidden").map((text) => number("hidden", text)),
    batchSize: number("batch-size", given("batch-size")),
    epochs: number("epochs", given("epochs")),
    seconds: number("seconds", given("seconds"), false),
    rounds: number("rounds", given("rounds")),
    peers: list("peers").map((text) => oneOf("peers", text, PEERS)),
    threads: parsed.threads.length === 0 ? [] : list("threads").map((text) => number("threads", text)),
    pythons: list("python"),
    dataset: oneOf("dataset", given("dataset"), DATASETS),
    out: given("out") || undefined,
  };
}
