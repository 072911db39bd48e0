import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { HELP, type Options, parseOptions, PEERS, UsageError } from "./options.ts";

const options = (...args: string[]) => parseOptions(args) as Options;

Deno.test("options: there is a default for each", () => {
  assertEquals(options(), {
    hidden: [128],
    batchSize: 100,
    epochs: 3,
    seconds: 5,
    rounds: 3,
    peers: [...PEERS],
    threads: [],
    pythons: ["python3", "/usr/bin/python3"],
    dataset: "auto",
    out: undefined,
  });
});

Deno.test("options: lists and numbers are read", () => {
  const { hidden, seconds, peers, threads, out } = options(
    "--hidden",
    "512,256, 128",
    "--seconds=0.5",
    "--peers",
    "numpy,tfjs-cpu",
    "--threads=1,8",
    "--out",
    "a.csv",
  );
  assertEquals(hidden, [512, 256, 128]);
  assertEquals(seconds, 0.5);
  assertEquals(peers, ["numpy", "tfjs-cpu"]);
  assertEquals(threads, [1, 8]);
  assertEquals(out, "a.csv");
});

Deno.test("options: --help wins, and names every option", () => {
  assertEquals(parseOptions(["--rounds", "2", "--help"]), "help");
  for (
    const name of ["hidden", "batch-size", "epochs", "seconds", "rounds", "peers", "threads", "python", "out"]
  ) {
    assertStringIncludes(HELP, `--${name} `);
  }
});

Deno.test("options: what is wrong is refused", () => {
  const cases: [string[], string][] = [
    [["--hiden", "1"], "Unknown argument --hiden: want --hidden"],
    [["loss"], "Unknown argument loss"],
    [["--rounds", "0"], 'Cannot use --rounds "0": want a whole number over 0'],
    [["--rounds", "1.5"], 'Cannot use --rounds "1.5": want a whole number'],
    [["--hidden", "128,"], 'Cannot use --hidden "": want a whole number'],
    [["--seconds", "x"], 'Cannot use --seconds "x": want a number over 0'],
    [
      ["--peers", "numpy,scipy"],
      'Cannot use --peers "scipy": want chainrule-native, numpy, numpy-float64, ',
    ],
    [["--dataset", "cifar"], 'Cannot use --dataset "cifar": want auto, mnist, synthetic'],
    [["--out"], "Cannot use --out without a value"],
    [["--rounds", "1", "--rounds", "2"], "Cannot use --rounds 2 times: want it once"],
  ];
  for (const [args, message] of cases) assertThrows(() => parseOptions(args), UsageError, message);
});
