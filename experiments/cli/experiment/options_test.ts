import {
  assert,
  assertEquals,
  assertMatch,
  assertNotEquals,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import fc from "fast-check";
import { ACTIVATIONS, LOSSES } from "../../study/choices.ts";
import { DEFAULTS, type RunConfiguration } from "../../study/configuration.ts";
import { type Invocation, parseInvocation } from "./invocation.ts";
import { withFolder } from "../../fixtures.ts";
import { optionName } from "../option.ts";
import { Answer } from "../run_command.ts";
import { OPTIONS } from "./options.ts";
import { folderOf } from "./session.ts";
import { studies } from "../../studies/mod.ts";
import type { AskedStudy } from "../../study/study_record.ts";
import { UsageError } from "../../study/usage_error.ts";

const names = Object.entries(OPTIONS).map(([key, option]) => [optionName(key), option] as const);
/** Those that want a value, and those that may stand alone. */
const VALUED = names.flatMap(([name, { value, alone }]) => value && !alone ? [name] : []);
const FLAGS = names.flatMap(([name, { value, alone }]) => value && !alone ? [] : [name]);

/** What a command line for one study asks for. */
function parse(...args: string[]): Omit<Invocation, "asked"> & AskedStudy {
  const invocation = parseInvocation(args);
  assertNotEquals(invocation, "help");
  assert(!(invocation instanceof Answer));
  const { asked: [first, ...others], ...rest } = invocation as Invocation;
  assertEquals(others, []);
  return { ...rest, ...first };
}

/** What a command line that is wrong is answered with. */
function refusal(...args: string[]): string {
  const { message } = assertThrows(() => parseInvocation(args), UsageError);
  assert(!message.includes("\n"), message);
  return message;
}

/** The losses that the study of them compares. */
const FOUR = ["kl-div", "softmax-cross-entropy", "hinge", "focal"] as const;

Deno.test("no options: the study loss with the defaults", () => {
  const { study, runs, out, training, quiet, dataDir } = parse();
  assertEquals([study.name, out, quiet, dataDir], ["loss", "results", false, undefined]);
  assertEquals(training, {
    logEvery: 100,
    checkpointEvery: 10,
    saveModels: false,
    threads: 1,
    native: false,
  });
  assertEquals(runs.map(({ configuration }) => configuration), FOUR.map((loss) => ({ ...DEFAULTS, loss })));
  assertEquals(runs.map(({ name }) => name), [...FOUR]);
});

Deno.test("every option arrives where it belongs", () => {
  const { study, runs: [{ configuration }], ...rest } = parse(
    ...("train --epochs 3 --batch-size=7 --learning-rate 1e-2 --weight-decay .5 --momentum 0 --optimizer sgd " +
      "--activation selu,relu --loss hinge --margin 2.5 --init-std 5e-3 --scale raw --seed 0 --dataset mnist " +
      "--data-dir -d --log-every 0 --quiet --clip-norm 2 --exponential exact").split(" "),
    "--hidden",
    "64, 32",
    "--out",
    "x y",
  );
  assertEquals(study.name, "train");
  assertEquals(
    configuration,
    {
      ...DEFAULTS,
      epochs: 3,
      batchSize: 7,
      learningRate: 0.01,
      weightDecay: 0.5,
      momentum: 0,
      optimizer: "sgd",
      hidden: [64, 32],
      activation: ["selu", "relu"],
      loss: "hinge",
      margin: 2.5,
      initStd: 0.005,
      scale: "raw",
      seed: 0,
      dataset: "mnist",
      clipNorm: 2,
      exponential: "exact",
    } satisfies RunConfiguration,
  );
  const { training, command: _, epochs: __, ...others } = rest;
  assertEquals(training, {
    logEvery: 0,
    checkpointEvery: 10,
    saveModels: false,
    threads: 1,
    native: false,
  });
  assertEquals(others, {
    action: "run",
    seeds: 1,
    dataDir: "-d",
    data: undefined,
    out: "x y",
    from: undefined,
    name: undefined,
    resume: false,
    jobs: undefined,
    threads: undefined,
    native: undefined,
    fresh: false,
    tensorboard: false,
    untimed: false,
    quiet: true,
    halving: undefined,
    shard: undefined,
    shards: undefined,
    strict: false,
    allowGaps: false,
    plan: false,
    status: false,
    merge: false,
    redraw: false,
  });
  assertEquals(parse("train", "--init", "lecun").runs[0].configuration.init, "lecun");
  assertEquals(parse("train", "--softmax", "plain").runs[0].configuration.softmax, "plain");
  const augmented = parse("train", "--augment", "rotation=10,shift=2", "--data", "x.csv");
  assertEquals(augmented.runs[0].configuration.augment, "shift=2+rotation=10");
  assertEquals(augmented.data, "x.csv");
  const focal = parse("train", "--loss", "focal", "--alpha", "0.25", "--gamma", "0.5").runs[0].configuration;
  assertEquals([focal.alpha, focal.gamma], [0.25, 0.5]);
});

Deno.test("settings of the modules arrive where something uses them, and are refused elsewhere", () => {
  const cases: [where: string, option: string, value: string, arrives: unknown][] = [
    ["--activation leaky-relu", "negative-slope", "0.2", 0.2],
    ["--activation p-relu", "init-slope", "-0.5", -0.5],
    ["--activation p-relu", "slopes", "unit", "unit"],
    ["--activation elu", "elu-alpha", "2", 2],
    ["--norm layer", "norm-epsilon", "1e-3", 1e-3],
    ["--norm batch", "norm-momentum", "0.5", 0.5],
    ["--loss ce", "class-weights", "9=0.5,8=2", "8=2+9=0.5"],
    ["--optimizer adam", "beta1", "0.8", 0.8],
    ["--optimizer adamw", "beta2", "0.99", 0.99],
    ["--optimizer rmsprop", "epsilon", "1e-6", 1e-6],
    ["--optimizer rmsprop", "rms-decay", "0.9", 0.9],
    ["--optimizer rmsprop", "rms-momentum", "0.9", 0.9],
    ["--optimizer rmsprop", "rms-centered", "true", true],
    ["--schedule cosine", "min-rate", "1e-4", 1e-4],
    ["--schedule one-cycle", "rise", "0.4", 0.4],
    ["--schedule one-cycle", "start-factor", "10", 10],
    ["--schedule one-cycle", "end-factor", "100", 100],
  ];
  for (const [where, option, value, arrives] of cases) {
    const words = [`--${option}`, value],
      [{ configuration }] = parse("train", ...where.split(" "), ...words).runs;
    const key = Object.keys(DEFAULTS).find((key) => optionName(key) === option) as keyof RunConfiguration;
    assertEquals(configuration[key], arrives as never);
    const elsewhere = option === "class-weights" ? ["--loss", "hinge"] : [];
    assertStringIncludes(refusal("train", ...elsewhere, ...words), "belongs to --");
  }
  const { configuration } = parse("train", "--optimizer", "rmsprop", "--rms-centered").runs[0];
  assertEquals(configuration.rmsCentered, true); // alone
  const several = parse("grid", "--class-weights", "none,8=2+9=3").runs.map(({ configuration: c }) =>
    c.classWeights
  );
  assertEquals(several, ["none", "8=2+9=3"]);
  assertStringIncludes(
    refusal("train", "--class-weights", "1=2", "--softmax", "plain"),
    "--class-weights with another softmax",
  );
});

Deno.test("flags take no value but true and false", () => {
  assertEquals(parse("--quiet", "loss").study.name, "loss");
  assertEquals(parse("--quiet", "loss").quiet, true);
  assertEquals(parse("--quiet=false").quiet, false);
  assertEquals(parse("--quiet=true").quiet, true);
  assertEquals(parseInvocation(["--help"]), "help");
  assert(parseInvocation(["train", "--epochs", "x", "-h"]) instanceof Answer);
  assertStringIncludes(refusal("--quiet=banana"), '--quiet="banana": want --quiet alone');
  assertStringIncludes(refusal("--quiet", "--quiet"), "--quiet 2 times");
});

Deno.test("what people write elsewhere is understood", () => {
  const { configuration } = parse("train", "--lr", "0.5", "--bs=7", "--wd", "0", "--loss", "ce").runs[0];
  const { learningRate, batchSize, weightDecay, loss } = configuration;
  assertEquals([learningRate, batchSize, weightDecay, loss], [0.5, 7, 0, "softmax-cross-entropy"]);
  assertEquals(parse("loss", "--loss", "ce,kl,hinge").runs.map(({ name }) => name), [
    "softmax-cross-entropy",
    "kl-div",
    "hinge",
  ]);
  const called = parse("train", "--hidden", "8,8", "--activation", "prelu,swish").runs[0].configuration;
  assertEquals(called.activation, ["p-relu", "silu"]);
  assertEquals(parse("train", "--loss", "mse").runs[0].configuration.loss, "mean-squared-error");
  assertEquals(parse("grid", "--trials", "2", "--sampler", "sobol", "--hidden", "2..4").runs.length, 2);
  assertStringIncludes(
    refusal("train", "--schedule", "one-cycle", "--rise", "2"),
    "want a number above 0 and below 1",
  );
  assertStringIncludes(refusal("--lr", "x"), 'Cannot use --learning-rate "x"');
  assertStringIncludes(refusal("--lr", "1", "--learning-rate", "1"), "--learning-rate 2 times");
});

Deno.test("the help is of what was asked for, and the version is told", () => {
  const answer = (...words: string[]) => {
    const said = parseInvocation(words);
    assert(said instanceof Answer, words.join(" "));
    return said.text;
  };
  assertEquals(parseInvocation(["help"]), "help");
  for (const words of [["help", "grid"], ["--help", "grid"], ["grid", "--help"], ["grid", "-h"]]) {
    assertStringIncludes(answer(...words), "deno task experiment grid [options]");
  }
  assertEquals(answer("help", "all"), answer("--help", "all"));
  for (const study of Object.values(studies)) {
    const text = answer("help", study.name);
    assertStringIncludes(text, `deno task experiment ${study.name} [options]`);
    assertEquals(text.includes("--halving"), study.search === true, study.name);
    for (const key of Object.keys(study.varied)) assertStringIncludes(text, `--${optionName(key)} `);
    assert(text.split("\n").every((line) => line.length <= 80), text);
  }
  assertStringIncludes(answer("help", "grid"), "passes over the training set [10]");
  for (const word of ["--version", "-v", "-V"]) assertMatch(answer(word), /^chainrule \d+\.\d+\.\d+ \(deno /);
});

Deno.test("going on is what is done anyhow, and said to be", () => {
  assertEquals(parse("--resume").fresh, false);
  assertEquals(parse("--resume=false").fresh, true);
  assertStringIncludes(refusal("--resume", "--fresh"), "--resume with --fresh: want one of them");
  assertEquals(parse("train", "--resume").command, "deno task experiment train");
});

Deno.test("a folder may be at home, and have a name of its own", () => {
  const home = Deno.env.get("HOME");
  try {
    Deno.env.set("HOME", "/home/somebody");
    assertEquals(parse("--out=~/x").out, "/home/somebody/x");
    assertEquals(parse("--out", "~").out, "/home/somebody");
    assertEquals(parse("--data-dir=~/digits").dataDir, "/home/somebody/digits");
    assertEquals(parse("--out", "x/~y").out, "x/~y");
    assertStringIncludes(refusal("grid", "--grid=~/none.json"), '"/home/somebody/none.json"');
  } finally {
    if (home === undefined) Deno.env.delete("HOME");
    else Deno.env.set("HOME", home);
  }
  const wide = parse("train", "--name", "wide");
  assertEquals([wide.name, folderOf("train", wide as unknown as Invocation)], ["wide", "results/wide"]);
  assertEquals(wide.command, "deno task experiment train --name wide");
  assertEquals(parse("--redraw", "--name", "wide").action, "redraw");
  for (const name of ["", ".", "..", "a/b", "-x", "a\u202eb"]) {
    assertStringIncludes(refusal("train", "--name", name), "want a name of letters");
  }
  assertStringIncludes(refusal("all", "--name", "x"), "--name with several studies at once: want one");
});

Deno.test("hidden layers: none, one, several", () => {
  const hidden = (...args: string[]) => parse("train", ...args).runs[0].configuration.hidden;
  assertEquals(hidden("--hidden", ""), []);
  assertEquals(hidden("--hidden="), []);
  assertEquals(hidden("--hidden", "none"), []);
  assertEquals(hidden("--hidden", "128"), [128]);
  assertEquals(hidden("--hidden=64,64"), [64, 64]);
  assertEquals(hidden("--hidden", "256-128"), [256, 128]); // as runs.csv has it
  assertEquals(
    parse("train", "--hidden", "8-8", "--activation", "tanh+selu").runs[0].configuration.activation,
    [
      "tanh",
      "selu",
    ],
  );
  for (const text of ["0", "-1", "8-8,8", "8-", "1.5", "64,", ",", "64,,32", "none,1", "1e9", "NaN"]) {
    assertStringIncludes(refusal("--hidden", text), "want a whole number from 1 to 100000");
  }
});

Deno.test("presets set what the options don't", () => {
  const published = parse("--preset", "published").runs[0].configuration;
  assertEquals([published.learningRate, published.weightDecay], [1e-5, 0.1]);
  const mixed = parse("--preset", "published", "--weight-decay", "0").runs[0].configuration;
  assertEquals([mixed.learningRate, mixed.weightDecay], [1e-5, 0]);
  assertEquals(parse("--preset", "reproduced").runs, parse().runs);
});

Deno.test("a study's own setting takes several values, which restrict it", () => {
  assertEquals(parse("--loss", "focal,hinge").runs.map(({ name }) => name), ["focal", "hinge"]);
  assertEquals(parse("loss", "--loss", "hinge").runs.length, 1);
  assertStringIncludes(refusal("train", "--loss", "hinge,focal"), "the study train wants a single value");
  assertStringIncludes(refusal("--loss", "hinge,hinge"), 'Cannot compare "hinge" with itself');
  assertStringIncludes(refusal("--epochs", "3,4"), "the study loss wants a single value");
});

Deno.test("unknown names are answered with the nearest", () => {
  const cases: [string[], string][] = [
    [["los"], 'Unknown study "los": the nearest is "loss"'],
    [["trian"], 'Unknown study "trian": the nearest is "train"'],
    [[""], 'Unknown study "": want one of loss, '],
    [["help", "gird"], 'Unknown study "gird": the nearest is "grid"'],
    [["predict"], 'Unknown study "predict": it is a command of its own, deno task predict'],
    [["--device", "gpu"], 'Unknown option "--device": see --help'],
    [["--verbose"], 'Unknown option "--verbose": see --help'],
    [["--batch", "7"], "the nearest is --batch-size"],
    [["--loss", "rmse"], 'unknown loss "rmse" (of kl-div, '],
    [["12"], 'Unknown study "12"'],
    [["--epoch", "3"], 'Unknown option "--epoch": the nearest is --epochs'],
    [["--Epochs", "3"], "the nearest is --epochs"],
    [["--learning_rate", "3"], "the nearest is --learning-rate"],
    [["--learnin-rate=3"], 'Unknown option "--learnin-rate": the nearest is --learning-rate'],
    [["-epochs", "3"], 'Unknown option "-epochs": the nearest is --epochs'],
    [["-x"], 'Unknown option "-x"'],
    [["--no-quiet"], "the nearest is --quiet"],
    [["--epochs.x=3"], "the nearest is --epochs"],
    [["--__proto__=1"], "Unknown option"],
    [["--constructor", "1"], "Unknown option"],
    [["--=3"], "Unknown option"],
    [["--loss", "hing"], 'unknown loss "hing", the nearest is "hinge"'],
    [["--loss", "Hinge"], 'the nearest is "hinge"'],
    [["--activation", "tanh,tahn", "--hidden", "1,2"], 'unknown activation "tahn", the nearest is "tanh"'],
    [["--activation", "hardswish"], 'the nearest is "hard-swish"'],
    [["--activation", ""], 'unknown activation ""'],
    [["--optimizer", "adan"], 'the nearest is "adam"'],
    [["--scale", "centred"], 'the nearest is "centered"'],
    [["--dataset", "mnits"], 'the nearest is "mnist"'],
    [["--preset", "publish"], 'the nearest is "published"'],
  ];
  for (const [args, wanted] of cases) assertStringIncludes(refusal(...args), wanted);
});

Deno.test("more epochs than a checkpoint can tell of are refused", () => {
  assertEquals(parse("--epochs", "400000").runs[0].configuration.epochs, 400_000);
  assertStringIncludes(refusal("--epochs", "400001"), "Cannot train 400,001 epochs: want at most 400,000");
});

Deno.test("numbers out of range are refused", () => {
  const cases: Record<string, [wanted: string, ...texts: string[]]> = {
    "epochs": [
      "a whole number of at least 1",
      "0",
      "-1",
      "1.5",
      "NaN",
      "1e400",
      "",
      " ",
      "ten",
      "0x10",
      "1_000",
    ],
    "batch-size": ["a whole number of at least 1", "0", "-100", "1e-3", "Infinity"],
    "learning-rate": ["a number of at least 0", "-1", "-1e-9", "NaN", "1e400", "", "1e", "."],
    "weight-decay": ["a number of at least 0", "-0.1", "1 000"],
    "momentum": ["a number from 0 to 1", "-0.1", "1.1"],
    "margin": ["a number of at least 0", "-5"],
    "alpha": ["a number from 0 to 1", "2", "-1"],
    "gamma": ["a number of at least 0", "-2"],
    "init-std": ["a number of at least 0", "-0.01"],
    "clip-norm": ["a number of at least 0", "-1"],
    "seeds": ["a whole number from 1 to 1000", "0", "1001", "1.5"],
    "seed": ["a whole number", "-1", "0.5", "9007199254740992", "1e400"],
    "log-every": ["a whole number of at least 0", "-1", "0.5", "all"],
    "threads": ["a whole number from 1 to 64", "0", "65", "2.5", "all"],
  };
  for (const [name, [wanted, ...texts]] of Object.entries(cases)) {
    for (const text of texts) {
      assertStringIncludes(
        refusal(`--${name}`, text),
        `Cannot use --${name} ${JSON.stringify(text)}: want ${wanted}`,
      );
    }
  }
  assertEquals(parse("--epochs", "1e2").runs[0].configuration.epochs, 100);
  assert(Object.is(parse("--learning-rate", "-0").runs[0].configuration.learningRate, 0));
  assertEquals(parse("--seed", "9007199254740991").runs[0].configuration.seed, Number.MAX_SAFE_INTEGER);
});

Deno.test("missing, repeated and superfluous arguments are refused", () => {
  for (
    const name of VALUED
  ) {
    assertStringIncludes(refusal(`--${name}`), `Cannot use --${name} without a value`);
    assertStringIncludes(refusal(`--${name}`, "--quiet"), `Cannot use --${name} without a value`);
  }
  assertStringIncludes(refusal("--epochs", "3", "--epochs", "4"), "--epochs 2 times: want it once");
  assertStringIncludes(refusal("--epochs=3", "--epochs=3"), "--epochs 2 times");
  assertStringIncludes(refusal("loss", "train"), 'found "loss" "train", want one');
  assertStringIncludes(refusal("--", "--epochs"), 'Unknown study "--epochs"');
  assertStringIncludes(refusal("--out", ""), "want a folder");
  assertStringIncludes(refusal("--data-dir", " "), "want a folder");
});

Deno.test("options that do not go together are refused", () => {
  const cases: [string[], string][] = [
    [
      ["--hidden", "64,32", "--activation", "tanh,selu,relu"],
      "3 activations (tanh,selu,relu) with 2 hidden layers",
    ],
    [["--activation", "tanh,selu"], "2 activations (tanh,selu) with 1 hidden layers (128)"],
    [["--hidden", "none", "--activation", "tanh"], "--activation here: it belongs to hidden layers"],
    [["--optimizer", "adam", "--momentum", "0.5"], "--momentum here: it belongs to --optimizer sgd"],
    [["train", "--margin", "5"], "--margin here: it belongs to --loss hinge"],
    [["train", "--init", "he", "--init-std", "1"], "--init-std here: it belongs to --init normal"],
    [["train", "--loss", "hinge", "--softmax", "plain"], "--softmax here: it belongs to --loss"],
    [["train", "--loss", "hinge", "--activation", "relu", "--exponential", "exact"], "--exponential here"],
    [["train", "--softmax", "plain", "--exponential", "exact"], "--softmax plain with --exponential exact"],
    [["depth", "--hidden", "3"], "--hidden here: the study depth compares values of its own"],
    [["loss", "--halving"], "--halving here: it belongs to the study grid"],
    [["loss", "--rungs", "1"], "--rungs here: it belongs to the study grid"],
    [["grid", "--keep", "0.5"], "--keep here: it belongs to --halving"],
    [["grid", "--halving", "--rungs", "3,2"], "want rising numbers below the 10 epochs"],
    [["grid", "--halving", "--rungs", "10"], "want rising numbers below the 10 epochs"],
    [["grid", "--halving", "--keep", "1"], "want a number above 0 and below 1"],
    [["grid", "--learning-rate", "1,1"], 'Cannot compare "1" with itself'],
    [["grid", "--learning-rate", ","], "want a number of at least 0"],
    [
      ["grid", "--hidden", "64,32-16", "--activation", "tanh+selu"],
      "2 activations (tanh,selu) with 1 hidden",
    ],
    [["--seeds", "3", "--seed", "9007199254740991"], "the last seed would be above"],
    [["--loss", "hinge,kl-div", "--gamma", "2"], "--gamma here: it belongs to --loss focal"],
    [["--loss", "hinge", "--alpha", "0.1"], "--alpha here: it belongs to --loss focal"],
    [
      ["--dataset", "synthetic", "--data-dir", "x"],
      "--data-dir here: it belongs to datasets that are read from files",
    ],
  ];
  for (const [args, wanted] of cases) assertStringIncludes(refusal(...args), wanted);
  assertEquals(parse("--margin", "1", "--gamma", "1").runs.length, 4);
});

Deno.test("any words are read or refused in one line that is not endless", () => {
  const word = fc.oneof(
    fc.constantFrom(...VALUED.map((name) => "--" + name), ...VALUED),
    fc.constantFrom(
      ...FLAGS.map((name) => "--" + name),
      "loss",
      "train",
      "--",
      "-",
      "-h",
      "none",
    ),
    fc.constantFrom(...ACTIVATIONS, ...LOSSES, "1", "0", "-1", "1e400", "", "\n", "\u0000"),
    fc.string({ unit: "binary", maxLength: 200 }),
  );
  fc.assert(fc.property(fc.array(word, { maxLength: 6 }), (args) => {
    try {
      parseInvocation(args);
    } catch (error) {
      assert(error instanceof UsageError, String(error));
      assert(!/[\n\r]/.test(error.message) && error.message.length < 500, error.message);
    }
  }));
});

Deno.test("what JavaScript prints of a number is read back exactly", () => {
  fc.assert(fc.property(fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }), (value) => {
    assertEquals(parse("--learning-rate", String(value)).runs[0].configuration.learningRate, value + 0);
  }));
});

Deno.test("--seeds gives each variant several runs", () => {
  const { runs, seeds } = parse("--loss", "hinge,focal", "--seeds", "2", "--seed", "5");
  assertEquals([seeds, ...runs.map(({ name }) => name)], [2, "hinge@5", "hinge@6", "focal@5", "focal@6"]);
  assertEquals(runs.map(({ configuration }) => configuration.seed), [5, 6, 5, 6]);
});

Deno.test("all stands for all studies but train", () => {
  const { asked } = parseInvocation(["all", "--epochs", "2"]) as Invocation;
  assertEquals(asked.map(({ study }) => study.name), Object.keys(studies).filter((name) => name !== "train"));
  assert(asked.every(({ runs }) => runs.every(({ configuration }) => configuration.epochs === 2)));
});

Deno.test("a grid takes several values of every setting, and layers joined by dashes", () => {
  const { runs } = parse(
    ...("grid --learning-rate 0.1 --weight-decay 0,1 --momentum 0 --batch-size 10 --hidden 64,256-128,none " +
      "--activation selu --loss focal --gamma 1,2").split(" "),
  );
  assertEquals(runs.length, 12);
  assertEquals(runs[0].name, "t001");
  const { hidden, activation, gamma, learningRate } = runs[11].configuration;
  assertEquals([hidden, activation, gamma, learningRate], [[], ["selu"], 2, 0.1]);
  assertEquals(
    [...new Set(runs.map(({ configuration }) => configuration.hidden.join("-")))],
    ["64", "256-128", ""],
  );
  assertEquals(parse("matrix", "--hidden", "32,8-8").runs.length, 18);
});

Deno.test("a grid searches what was named with several values, and nothing else; its own grid if nothing was", () => {
  const asked = (...words: string[]) => {
    const { runs, chosen } = parse("grid", ...words);
    return [runs.length, chosen];
  };
  const named = "every combination of what was named";
  const own = "every combination of the study's own grid, for no option has several values";
  assertEquals(asked(), [288, own]);
  assertEquals(asked("--learning-rate", "0.1,0.01"), [2, named]);
  assertEquals(asked("--learning-rate", "0.1,0.01", "--hidden", "64,32-16", "--momentum", "0"), [4, named]);
  assertEquals(asked("--learning-rate", "0.1", "--epochs", "3"), [96, own]);
  const { runs } = parse("grid", "--lr", "0.1,0.01", "--momentum", "0");
  assertEquals(runs.map(({ name, configuration: c }) => [name, c.learningRate, c.momentum, c.batchSize]), [
    ["t001", 0.1, 0, 100],
    ["t002", 0.01, 0, 100],
  ]);
});

Deno.test("everything that the modules have is an option, and may vary in a grid", () => {
  const { configuration } = parse(
    ...("train --optimizer sgd --nesterov --schedule step --warmup 1.5 --decay-every 3 --decay-factor 0.5 --dropout 0.2 " +
      "--input-dropout 0.1 --norm layer --label-smoothing 0.1 --ema 0.999").split(" "),
  ).runs[0];
  assertEquals(configuration, {
    ...DEFAULTS,
    nesterov: true,
    schedule: "step",
    warmUp: 1.5,
    decayEvery: 3,
    decayFactor: 0.5,
    dropout: 0.2,
    inputDropout: 0.1,
    norm: "layer",
    labelSmoothing: 0.1,
    ema: 0.999,
  });
  const { runs } = parse(
    ...("grid --optimizer sgd,rmsprop --nesterov true,false --schedule one-cycle,cosine --dropout 0,0.5 --norm none,batch " +
      "--label-smoothing 0,0.1 --ema 0,0.99 --patience 3").split(" "),
  );
  assertEquals([runs.length, runs[0].configuration.patience], [128, 3]);
  const wrong: [string[], string][] = [
    [
      ["train", "--optimizer", "adam", "--nesterov"],
      "--nesterov here: it belongs to --optimizer sgd with --momentum",
    ],
    [["train", "--momentum", "0", "--nesterov"], "--nesterov here"],
    [["train", "--nesterov=perhaps"], 'unknown truth "perhaps"'],
    [["train", "--decay-every", "3"], "--decay-every here: it belongs to --schedule step"],
    [
      ["train", "--schedule", "one-cycle", "--warm-up", "1"],
      "--warm-up here: it belongs to --schedule constant",
    ],
    [
      ["train", "--loss", "hinge", "--label-smoothing", "0.1"],
      "--label-smoothing here: it belongs to --loss softmax",
    ],
    [["train", "--softmax", "plain", "--label-smoothing", "0.1"], "--label-smoothing with another softmax"],
    [["train", "--hidden", "none", "--dropout", "0.5"], "--dropout here: it belongs to hidden layers"],
    [["train", "--dropout", "1"], '--dropout "1": want a number from 0 to'],
    [["range", "--patience", "3"], "--patience here: a range test goes on to the end"],
    [["grid", "--patience", "3,4"], "the study grid wants a single value"],
  ];
  for (const [words, wanted] of wrong) assertStringIncludes(refusal(...words), wanted);
});

Deno.test("trials are drawn from ranges and lists, from the seed", () => {
  const words = "grid --lr 1e-4..1e-1:log --hidden 32..256 --loss ce,hinge --momentum 0.9".split(" ");
  const drawn = (...more: string[]) => parse(...words, ...more);
  const { runs, chosen } = drawn("--trials", "40");
  assertEquals([runs.length, chosen, runs[39].name], [40, "drawn at random from what was named", "t040"]);
  for (const { configuration: { learningRate, hidden: [width], loss, momentum, batchSize } } of runs) {
    assert(learningRate >= 1e-4 && learningRate <= 0.1);
    assert(width >= 32 && width <= 256 && Number.isInteger(width));
    assert(["softmax-cross-entropy", "hinge"].includes(loss));
    assertEquals([momentum, batchSize], [0.9, 100]);
  }
  const names = ({ runs }: AskedStudy) => runs.map(({ configuration }) => JSON.stringify(configuration));
  assertEquals(names(drawn("--trials", "12")), names({ runs } as unknown as AskedStudy).slice(0, 12));
  assertEquals(
    drawn("--trials", "4", "--sampler", "quasi-random").chosen,
    "drawn quasi-randomly from what was named",
  );
  assertNotEquals(drawn("--trials", "4", "--sampler", "quasi-random").runs, drawn("--trials", "4").runs);
  assertNotEquals(
    drawn("--trials", "4", "--seed", "2").runs[0].configuration.learningRate,
    runs[0].configuration.learningRate,
  );
  // Without a name, from the study's own grid.
  assertEquals(parse("grid", "--trials", "40").runs.length, 40);
  const wrong: [string[], string][] = [
    [
      ["--lr", "1e-4..1e-1:log"],
      '--learning-rate "1e-4..1e-1:log" without --trials: want how many are drawn',
    ],
    [["--sampler", "random"], "--sampler here: it belongs to --trials"],
    [
      ["--trials", "9", "--lr", "1,2", "--loss", "hinge,ce"],
      "Cannot draw 9 trials: there are 4 combinations of what",
    ],
    [["--trials", "9", "--lr", "1..x"], "want a number of at least 0"],
    [["--trials", "9", "--lr", "2..1"], "want a range from a smaller number to a larger one"],
    [["--trials", "9", "--lr", "0..1:log"], "want a range above 0"],
    [["--trials", "9", "--lr", "..1"], "want a range such as 0.001..0.1 or 1e-4..1e-1:log"],
    [["--trials", "9", "--momentum", "0..2"], "want a number from 0 to 1"],
    [["--trials", "9", "--loss", "hinge..ce"], "want names, for they have no range"],
    [["--trials", "0"], "want a whole number from 1"],
    [["--trials", "9", "--sampler", "halton"], 'unknown sampler "halton"'],
  ];
  for (const [words, wanted] of wrong) assertStringIncludes(refusal("grid", ...words), wanted);
  assertStringIncludes(refusal("loss", "--trials", "3"), "--trials here: it belongs to the study grid");
  assertStringIncludes(refusal("train", "--lr", "1..2"), "want a number of at least 0");
});

Deno.test("a grid comes from a file, and options come before it", () =>
  withFolder(async (folder) => {
    const path = `${folder}/grid.json`;
    await Deno.writeTextFile(
      path,
      JSON.stringify({
        "learning-rate": [1, 2, 3],
        "hidden": [64, [32, 16], "none"],
        "activation": ["tanh"],
        "loss": ["hinge"],
        "momentum": [0],
        "weight-decay": [0],
        "batch-size": [10],
      }),
    );
    assertEquals(parse("grid", "--grid", path).runs.length, 9);
    await Deno.writeTextFile(path, "\ufeff" + await Deno.readTextFile(path)); // as Notepad writes it
    assertEquals(parse("grid", "--grid", path).runs.length, 9);
    assertEquals(parse("grid", "--grid", path, "--learning-rate", "7").runs.length, 3);
    await Deno.writeTextFile(path, '{ "learning-rate": "1e-3..1:log", "hidden": "8..16", "loss": ["ce"] }');
    assertEquals(parse("grid", "--grid", path, "--trials", "5").runs.length, 5);
    assertStringIncludes(refusal("grid", "--grid", path), "without --trials");
    const cases: [string, string][] = [
      ["{", "it is no JSON"],
      ["[]", "want an object"],
      ["{}", "it is empty"],
      ['{"momentums": [1]}', 'unknown key "momentums", the nearest is "momentum"'],
      ['{"epochs": [1]}', '"epochs" is the same for all trials: use the option --epochs'],
      ['{"momentum": []}', '"momentum" has no values'],
      ['{"momentum": 0.5}', '"momentum" is 0.5, want an array of values'],
      ['{"momentum": ["x"]}', '"momentum" has "x": want a number'],
      ['{"momentum": [2]}', '"momentum" has 2: want a number from 0 to 1'],
      ['{"momentum": [[0, 1]]}', '"momentum" has [0,1]: want a number'],
      ['{"loss": [1]}', '"loss" has 1: want a name'],
      ['{"loss": ["hing"]}', 'unknown loss "hing"'],
      ['{"hidden": [[1, "2"]]}', '"hidden" has [1,"2"]: want a number, or an array of them'],
      ['{"hidden": [1.5]}', '"hidden" has 1.5: want a whole number'],
      ['{"activation": [["tanh", null]]}', "want a name, or an array of them"],
      ['{"momentum": [0, 0]}', 'Cannot compare "0" with itself'],
    ];
    for (const [text, wanted] of cases) {
      await Deno.writeTextFile(path, text);
      assertStringIncludes(refusal("grid", "--grid", path), wanted);
    }
    assertStringIncludes(refusal("grid", "--grid", `${folder}/none.json`), "there is no such file");
    assertStringIncludes(refusal("grid", "--grid", folder), "it can't be read");
  }));

Deno.test("halving has rungs of a third each, or those that are asked for", () => {
  assertEquals(parse("grid").halving, undefined);
  assertEquals(parse("grid", "--halving").halving, { rungs: [1, 3], keep: 1 / 3 });
  assertEquals(parse("grid", "--halving", "--epochs", "27").halving?.rungs, [1, 3, 9]);
  assertEquals(parse("grid", "--halving", "--rungs", "2,5", "--keep", "0.5").halving, {
    rungs: [2, 5],
    keep: 0.5,
  });
  assertEquals(parse("grid", "--hyperband", "--keep", "0.5", "--rungs", "2").halving, {
    rungs: [2],
    keep: 0.5,
    hyperband: true,
  });
  assertStringIncludes(refusal("grid", "--hyperband", "--halving"), "--hyperband with --halving");
});

Deno.test("how several machines share a study", () => {
  assertEquals(parse("grid", "--shard", "2/8").shard, { index: 2, count: 8 });
  assertEquals(parse("grid", "--shards", "8", "--plan").shards, 8);
  assertEquals(parse("loss", "--merge", "--allow-gaps").allowGaps, true);
  for (const action of ["plan", "status", "merge", "redraw"]) {
    assertEquals(parse(`--${action}`).action, action);
    assertEquals(parse(`--${action}=false`).action, "run");
  }
  assertEquals([parse("--jobs", "3").jobs, parse("--checkpoint-every", "0.5").training.checkpointEvery], [
    3,
    0.5,
  ]);
  const wrong: [string[], string][] = [
    [["--shard", "0/8"], "want a number of a part and how many there are"],
    [["--shard", "9/8"], "want a number of a part"],
    [["--shard", "1"], "want a number of a part"],
    [["--plan", "--merge"], "Cannot use --plan and --merge together"],
    [["--status", "--jobs", "2"], "Cannot use --jobs with --status, which trains nothing"],
    [["--merge", "--fresh"], "Cannot use --fresh with --merge"],
    [["--plan", "--shard", "1/2"], "Cannot use --shard with --plan"],
    [["--allow-gaps"], "it belongs to --merge"],
    [["--status", "--redraw"], "Cannot use --redraw and --status together: want one of them"],
    [["--redraw", "--epochs", "3"], "Cannot use --redraw with --epochs: all that it needs is in the folder"],
    [["grid", "--redraw", "--halving"], "Cannot use --redraw with --halving"],
    [["--redraw", "--log-every", "3"], "Cannot use --redraw with --log-every"],
    [["--redraw", "--jobs", "3"], "Cannot use --jobs with --redraw, which trains nothing"],
    [["--shards", "4", "--shard", "1/4"], "Cannot use --shards with --shard"],
    [["--jobs", "0"], "Cannot use --jobs"],
    [["--checkpoint-every", "-1"], "Cannot use --checkpoint-every"],
  ];
  for (const [args, message] of wrong) assertThrows(() => parseInvocation(args), UsageError, message);
});

Deno.test("--native may stand alone, and takes no word that is none of its values", () => {
  const cases: [string[], string | undefined, string][] = [
    [["loss"], undefined, "loss"],
    [["--native"], "required", "loss"],
    [["--native", "train"], "required", "train"],
    [["--native", "--quiet"], "required", "loss"],
    [["--native", "auto"], "auto", "loss"],
    [["train", "--native=auto"], "auto", "train"],
    [["--native=required"], "required", "loss"],
  ];
  for (const [words, native, study] of cases) {
    const found = parse(...words), command = `deno task experiment${study === "train" ? " train" : ""}`;
    assertEquals([found.native, found.study.name], [native, study], words.join(" "));
    if (!words.includes("loss")) assertEquals(found.command, command);
    assertEquals(found.training.native, false, "the command finds out");
  }
  assertStringIncludes(refusal("--native=fast"), 'Cannot use --native "fast": unknown way "fast"');
  assertStringIncludes(refusal("--native", "fast"), 'Unknown study "fast"');
  assertStringIncludes(refusal("--native", "--native", "auto"), "--native 2 times: want it once");
  assertStringIncludes(
    refusal("--native", "--plan"),
    "Cannot use --native with --plan, which trains nothing",
  );
});

Deno.test("the command that is noted has what was asked for, and not how it was done", () => {
  const words =
    "loss --epochs=3 --out=x --jobs 2 --threads=1 --shard 1/2 --checkpoint-every 5 --fresh --quiet=true";
  assertEquals(
    parse(...words.split(" "), "--log-every", "7", "--loss", "hinge,focal").command,
    "deno task experiment loss --epochs=3 --log-every 7 --loss hinge,focal",
  );
  assertEquals(
    parse("--merge", "--allow-gaps", "--data-dir", "it's").command,
    "deno task experiment --data-dir 'it'\\''s'",
  );
});
