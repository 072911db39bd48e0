/** Made-up results of every kind of study, for tests.
 * @module
 */
import { Random } from "@chainrule/core";
import { type TableName, TABLES } from "./known_files.ts";
import { measuresOf } from "./measures.ts";

/** The folder's files by path: what `../FILES.md` describes, with numbers that look like measured ones. */
export type Files = Record<string, string>;

/** Writes files into a folder. */
export async function writeFiles(folder: string, files: Files): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    const file = `${folder}/${path}`;
    await Deno.mkdir(file.slice(0, file.lastIndexOf("/")), { recursive: true });
    await Deno.writeTextFile(file, text);
  }
}

/** A table with the columns that its first row has. */
export function csv(rows: readonly Record<string, unknown>[]): string {
  const columns = Object.keys(rows[0] ?? {});
  const cell = (value: unknown) => {
    const text = value === undefined ? "" : String(value);
    return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return [columns, ...rows.map((row) => columns.map((name) => row[name]))].map((row) =>
    row.map(cell).join(",") + "\n"
  )
    .join("");
}

/** How a study is made up. */
export interface MadeUp {
  readonly name: string;
  readonly title: string;
  readonly question: string;
  /** Variants with their values, and the accuracy and loss that they come to. */
  readonly variants: readonly {
    readonly name: string;
    readonly values?: Readonly<Record<string, string>>;
    readonly accuracy: number;
    readonly loss: number;
    readonly diverges?: boolean;
  }[];
  readonly seeds?: number;
  readonly epochs?: number;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly measuredOn?: string;
}

const SETTINGS = {
  ...{
    dataset: "mnist",
    scale: "centered",
    hidden: [128],
    activation: ["tanh"],
    initStd: 0.01,
    loss: "hinge",
  },
  ...{
    margin: 5,
    alpha: 0.1,
    gamma: 2,
    optimizer: "sgd",
    learningRate: 1e-3,
    weightDecay: 1e-5,
    momentum: 0.9,
  },
  ...{ batchSize: 100, epochs: 100, seed: 1 },
};

/** The files that every study leaves behind. */
export function studyFiles(
  { name, title, question, variants, seeds = 1, epochs = 20, settings, measuredOn = "test" }: MadeUp,
): Files {
  const random = new Random(7);
  const runs = variants.flatMap((variant) =>
    Array.from(
      { length: seeds },
      (_, i) => ({
        ...variant,
        variant: variant.name,
        seed: i + 1,
        run: seeds > 1 ? `${variant.name}@${i + 1}` : variant.name,
      }),
    )
  );
  const measured = runs.map((run) => {
    const luck = random.normal() * 0.0004, length = run.diverges ? 0 : epochs;
    return Array.from({ length }, (_, i) => {
      const rest = Math.exp(-4 * (i + 1) / epochs) + 0.002 * random.uniform() / (i + 1);
      return {
        ...{ run: run.run, epoch: i + 1, train_loss: run.loss * (0.8 + 6 * rest) },
        ...{ train_accuracy: Math.min(1, run.accuracy + 0.012 - 0.3 * rest) },
        ...{ test_loss: run.loss * (1 + 5 * rest), test_accuracy: run.accuracy + luck - 0.3 * rest },
        seconds: 0.2 + 0.01 * random.uniform() + 0.01 * run.name.length,
      };
    });
  });
  const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
  const rows = runs.map((run, i) => {
    const of = measured[i], last = of.at(-1);
    const first = (accuracy: number) => of.find(({ test_accuracy }) => test_accuracy >= accuracy)?.epoch;
    const keys = ["train_loss", "train_accuracy", "test_loss", "test_accuracy"] as const;
    return {
      ...{ run: run.run, dataset: "mnist", hidden: "128", activation: "tanh", loss: "hinge", seed: run.seed },
      ...{
        optimizer: "sgd",
        learning_rate: 0.001,
        weight_decay: 0.00001,
        momentum: 0.9,
        batch_size: 100,
        epochs,
      },
      ...{ ...run.values, status: run.diverges ? "diverged" : "finished", parameters: 101_770 },
      ...Object.fromEntries(keys.flatMap((key) => [
        [`${key}_final`, last?.[key]],
        [`${key}_average`, last && mean(of.map((epoch) => epoch[key]))],
      ])),
      test_accuracy_best: last && Math.max(...of.map(({ test_accuracy }) => test_accuracy)),
      ...{
        epochs_to_95: first(0.95),
        epochs_to_97: first(0.97),
        train_seconds: of.reduce((sum, { seconds }) => sum + seconds, 0),
      },
    };
  });
  const configuration = {
    command: `deno task experiment ${name} --seeds ${seeds}`,
    study: {
      ...{ name, title, question, description: "compares", axes: Object.keys(variants[0].values ?? {}) },
      ...{ variants: variants.map(({ name, values = {} }) => ({ name, values })), measuredOn },
      seeds: Array.from({ length: seeds }, (_, i) => i + 1),
    },
    dataset: {
      ...{ name: "mnist", checksum: "ac89dbc26b7b", verified: true, trainImages: 60_000, testImages: 10_000 },
      ...{ rows: 28, columns: 28, classes: 10 },
    },
    versions: { chainrule: "0.1.0", deno: "2.9.5", v8: "15.0", target: "x86_64-unknown-linux-gnu" },
    logEvery: 100,
    runs: runs.map(({ run, seed, values }) => ({
      name: run,
      configuration: { ...SETTINGS, epochs, ...fromValues(values), ...settings, seed },
    })),
  };
  const machine = {
    date: "2025-01-31T12:00:00.000Z",
    os: "linux",
    arch: "x86_64",
    cpu: "A processor",
    cores: 2,
    deno: "2.9.5",
  };
  const summary = variants.map(({ name }) =>
    summaryRow(name, rows.filter((_, i) => runs[i].variant === name))
  );
  const diverged = rows.filter(({ status }) => status === "diverged").map(({ run }) => ({
    ...{ run, epoch: 1, iteration: 17, layer: "selu 1", what: "output" },
  }));
  return {
    [`${name}/config.json`]: JSON.stringify(configuration, null, 2) + "\n",
    [`${name}/machine.json`]: JSON.stringify(machine) + "\n",
    [`${name}/epochs.csv`]: csv(measured.flat()),
    [`${name}/runs.csv`]: csv(rows),
    [`${name}/summary.csv`]: csv(summary),
    [`${name}/iterations.csv`]: head("iterations"),
    [`${name}/comparisons.csv`]: head("comparisons"),
    [`${name}/divergences.csv`]: diverged.length > 0 ? csv(diverged) : head("divergences"),
  };
}

/** A table without rows. */
function head(table: TableName): string {
  return TABLES[table].join(",") + "\n";
}

/** A row of `summary.csv`. */
function summaryRow(variant: string, rows: readonly Record<string, unknown>[]): Record<string, unknown> {
  const texts = rows.map((row) =>
    Object.fromEntries(Object.entries(row).map(([name, value]) => [name, String(value ?? "")]))
  );
  const diverged = rows.filter(({ status }) => status === "diverged").length;
  return {
    ...{ variant, seeds: rows.length, diverged, parameters: rows[0].parameters },
    ...Object.fromEntries(
      Object.entries(measuresOf(texts)).flatMap(([metric, measure]) => [
        [`${metric}_mean`, measure?.mean],
        [`${metric}_std`, measure?.std],
        ...(metric.startsWith("epochs_to") ? [[`${metric}_reached`, measure?.count ?? 0]] : []),
      ]),
    ),
  };
}

/** What a run's values of `runs.csv` are in its configuration. */
function fromValues(values: Readonly<Record<string, string>> = {}): Record<string, unknown> {
  return {
    ...values,
    ...(values.hidden ? { hidden: values.hidden.split("-").map(Number) } : {}),
    ...(values.activation ? { activation: [values.activation] } : {}),
  };
}

/** The four losses, with several seeds and tested differences. */
export function lossFiles(epochs = 100): Files {
  const variants = [
    { name: "kl-div", accuracy: 0.965, loss: 0.117 },
    { name: "softmax-cross-entropy", accuracy: 0.9648, loss: 0.1169 },
    { name: "hinge", accuracy: 0.9783, loss: 0.4487 },
    { name: "focal", accuracy: 0.9125, loss: 0.0159 },
  ].map((variant) => ({ ...variant, values: { loss: variant.name } }));
  const made = studyFiles({
    ...{ name: "loss", title: "Losses compared", question: "Which loss trains the report's network best?" },
    ...{ variants, seeds: 5, epochs },
  });
  const pairs = variants.flatMap((a, i) => variants.slice(i + 1).map((b) => ({ a, b })));
  return {
    ...made,
    "loss/comparisons.csv": csv(pairs.map(({ a, b }) => {
      const difference = a.accuracy - b.accuracy, stands = Math.abs(difference) > 0.001;
      return {
        ...{
          a: a.name,
          b: b.name,
          metric: "test_accuracy_final",
          mean_a: a.accuracy,
          mean_b: b.accuracy,
          difference,
        },
        ...{
          standard_error: 0.0004,
          degrees_of_freedom: 7.5,
          p: stands ? 1e-5 : 0.6,
          p_adjusted: stands ? 6e-5 : 0.6,
          stands,
        },
      };
    })),
    "loss/conclusion.txt":
      "Hinge is most accurate on the test set. The two that are the same mathematics agree.\n",
  };
}

/** The same losses with the learning rate and weight decay that the report states. */
export function publishedFiles(): Files {
  const variants = ["kl-div", "softmax-cross-entropy", "hinge", "focal"].map((name, i) => ({
    ...{ name, values: { loss: name }, accuracy: 0.3 + 0.05 * i, loss: 2.2 },
  }));
  const files = studyFiles({
    ...{ name: "loss", title: "Losses compared", question: "Which loss trains the report's network best?" },
    ...{ variants, epochs: 100, settings: { learningRate: 1e-5, weightDecay: 0.1 } },
  });
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [`published/${path}`, text]));
}

/** Two axes and a third: eighteen variants. */
export function matrixFiles(): Files {
  const variants = ["128", "256-128"].flatMap((hidden, h) =>
    ["selu", "hard-swish", "tanh"].flatMap((activation, a) =>
      ["kl-div", "softmax-cross-entropy", "hinge"].map((loss, l) => ({
        ...{ name: `${hidden} ${activation} ${loss}`, values: { hidden, activation, loss } },
        ...{ accuracy: 0.96 + 0.006 * (l === 2 ? 2 : 0) + 0.002 * a + 0.003 * h, loss: 0.1 + 0.1 * l },
      }))
    )
  );
  return {
    ...studyFiles({
      ...{ name: "matrix", title: "Losses, activations and layers", question: "What matters more?" },
      ...{ variants, seeds: 3, epochs: 20 },
    }),
    "matrix/importance.csv": csv(
      [
        ["loss", 0.7, "hinge", 0.974],
        ["hidden", 0.2, "256-128", 0.972],
        ["activation × loss", 0.06, "", ""],
        ["the rest", 0.04, "", ""],
      ]
        .map(([setting, importance, best_value, best_mean]) => ({
          setting,
          importance,
          best_value,
          best_mean,
          worst_value: "",
          worst_mean: "",
          metric: "test_accuracy_final",
        })),
    ),
  };
}

/** A grid of 48 trials and the training of the best. */
export function gridFiles(): Files {
  const trials = [0.01, 0.001, 0.0001].flatMap((learning_rate, i) =>
    ["64", "128", "256", "256-128"].flatMap((hidden, h) =>
      ["tanh", "selu"].flatMap((activation, a) =>
        [0, 0.9].map((momentum, m) => ({
          ...{ learning_rate, hidden, activation, momentum },
          accuracy: 0.98 - 0.02 * Math.abs(i - 1 + m) - 0.004 * (3 - h) - 0.001 * a,
        }))
      )
    )
  ).map((trial, i) => ({ ...trial, trial: `t${String(i + 1).padStart(3, "0")}` }));
  const order = trials.toSorted((a, b) => b.accuracy - a.accuracy);
  const variants = [...trials.map(({ trial, accuracy }) => ({ name: trial, accuracy, loss: 0.2 })), {
    name: "best",
    accuracy: 0.981,
    loss: 0.1,
  }];
  return {
    ...studyFiles({
      ...{
        name: "grid",
        title: "Grid search",
        question: "Which settings are best?",
        variants,
        epochs: 6,
        measuredOn: "validation",
      },
    }),
    "grid/trials.csv": csv(
      order.map(({ trial, learning_rate, hidden, activation, momentum, accuracy }, i) => ({
        ...{
          trial,
          rank: i + 1,
          status: i > 24 ? "stopped" : "finished",
          rung: i > 24 ? 1 : 2,
          epochs: i > 24 ? 2 : 6,
        },
        ...{
          validation_accuracy: accuracy,
          validation_loss: 0.1,
          train_accuracy: accuracy + 0.01,
          train_loss: 0.1,
        },
        ...{
          parameters: 101_770,
          hidden,
          activation,
          loss: "hinge",
          optimizer: "sgd",
          learning_rate,
          momentum,
          seed: 1,
        },
        train_seconds: 1.2 + 0.01 * i,
      })),
    ),
    "grid/importance.csv": csv(
      [["learning_rate", 0.6, 0.001, 0.975], ["momentum", 0.2, 0.9, 0.972], [
        "hidden",
        0.15,
        "256-128",
        0.973,
      ], ["the rest", 0.05, "", ""]]
        .map(([setting, importance, best_value, best_mean]) => ({
          setting,
          importance,
          best_value,
          best_mean,
          worst_value: "",
          worst_mean: "",
          metric: "validation_accuracy",
        })),
    ),
  };
}

/** Overflow in networks and in softmax. */
export function stabilityFiles(): Files {
  const rates = [0.001, 0.01, 0.1, 1];
  const steps = [1, 2, 4, 8, 16, 32, 64, 128, 256];
  return {
    ...studyFiles({
      ...{
        name: "stability",
        title: "When training breaks",
        question: "Why does training overflow, and what cures it?",
        epochs: 5,
      },
      variants: rates.map((rate, i) => ({
        name: `selu ${rate}`,
        accuracy: 0.96,
        loss: 0.3,
        diverges: i > 1,
      })),
    }),
    "stability/pre_activations.csv": csv(
      rates.flatMap((rate, i) =>
        steps.filter((step) => i < 2 || step < 20).flatMap((iteration) =>
          [1, 2].map((layer) => {
            const size = (1 + layer) * (i < 2 ? Math.sqrt(iteration) : Math.exp(iteration * rate * 2));
            return {
              ...{
                run: `selu ${rate}`,
                epoch: 1,
                iteration,
                layer: `linear ${layer}`,
                mean: size,
                maximum: 8 * size,
              },
              ...{
                gradient_norm: i > 1 && iteration === 16 ? "NaN" : 0.3 * size,
                lowest: -size,
                highest: size,
                row_range: size,
              },
            };
          })
        )
      ),
    ),
    "stability/softmax.csv": csv(
      ["plain", "shifted"].flatMap((method) =>
        [-200, -100, -10, 0, 10, 80, 90, 1000].map((shift) => {
          const status = method === "shifted" || Math.abs(shift) < 75
            ? "ok"
            : shift > 0
            ? "overflow"
            : "underflow";
          return {
            ...{
              method,
              shift,
              largest_logit: shift + 9,
              smallest_logit: shift,
              sum: status === "overflow" ? "Infinity" : 1.5,
            },
            ...{
              largest_probability: status === "ok" ? 0.63 : "NaN",
              maximum_error: status === "ok" ? 3e-8 : "NaN",
              status,
            },
          };
        })
      ),
    ),
  };
}

/** Ways to get the exponential. */
export function exponentialFiles(): Files {
  const ways = ["simd", "exact", "polynomial", "taylor"];
  const variants = ways.map((name, i) => ({
    name: `tanh ${name}`,
    accuracy: i === 3 ? 0.3 : 0.965,
    loss: 0.12,
  }));
  return {
    ...studyFiles({
      name: "exponential",
      title: "What exp costs",
      question: "Does a Taylor series in place of exp pay?",
      variants,
      epochs: 8,
    }),
    "exponential/pre_activations.csv": head("pre_activations"),
    "exponential/functions.csv": csv(
      ["selu", "tanh", "softmax"].flatMap((place, p) =>
        ways.map((exponential, i) => ({
          ...{
            place,
            exponential,
            low: -8 - p,
            high: 4,
            maximum_error: [6e-8, 0, 2e-7, 3.2][i],
            forward_ns: [0.6, 9, 1.1, 0.4][i] + p / 10,
          },
          ...{
            backward_ns: [0.3, 8, 0.9, 0.3][i],
            variant: `${place} ${exponential}`,
            test_accuracy_final: i === 3 ? 0.3 : 0.965,
          },
          ...{ seconds_per_epoch: 0.2 + i / 50, status: "finished" },
        }))
      ),
    ),
  };
}

/** Results of every kind. */
export function allFiles(): Files {
  return {
    ...{ ...lossFiles(), ...publishedFiles(), ...matrixFiles(), ...gridFiles(), ...stabilityFiles() },
    ...exponentialFiles(),
  };
}
