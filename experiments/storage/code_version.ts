import manifest from "../deno.json" with { type: "json" };
import { sha256 } from "../study/sha256.ts";

/** The packages whose code has a part in the numbers of a run. */
const PACKAGES = ["core", "layers", "losses", "optim", "data"] as const;

/** The modules of `training/` that have, too. A test compares the list with what `train.ts` imports. */
export const MODULES: readonly string[] = [
  "augmentation.ts",
  "class_weights.ts",
  "divergence.ts",
  "evaluate.ts",
  "exponential_formulas.ts",
  "exponentials.ts",
  "histograms.ts",
  "inspect.ts",
  "inspect_run.ts",
  "metrics.ts",
  "model.ts",
  "probe.ts",
  "rising_rate.ts",
  "schedule.ts",
  "train.ts",
];

/** Files of packages that have no part in them. */
const APART = /_(test|bench)\.ts$|^(assembly|testdata|build\.ts|parity\.ts)$/;

/**
 * The version of the packages and, where their sources are at hand, twelve digits of a SHA-256 over them: `0.1.0+1f0c2d3e4b5a`. Of
 * two versions of the code that may compute different numbers, no two have the same.
 */
export function codeVersion(): Promise<string> {
  return known ??= findVersion();
}

let known: Promise<string> | undefined;

async function findVersion(): Promise<string> {
  const here = new URL("../training/", import.meta.url);
  if (here.protocol !== "file:") return manifest.version;
  const files: URL[] = MODULES.map((name) => new URL(name, here));
  for (const name of PACKAGES) {
    for await (const file of sources(new URL("./", import.meta.resolve(`@chainrule/${name}`)))) {
      files.push(file);
    }
  }
  const parts = await Promise.all(
    files.sort((a, b) => a.href < b.href ? -1 : 1).map(async (file) => {
      const name = new TextEncoder().encode(file.pathname.split("/").slice(-2).join("/") + "\0");
      return [name, await Deno.readFile(file)];
    }),
  );
  const bytes = new Blob(parts.flat());
  return `${manifest.version}+${(await sha256(await bytes.bytes())).slice(0, 12)}`;
}

async function* sources(folder: URL): AsyncGenerator<URL> {
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (APART.test(name)) continue;
    if (isDirectory) yield* sources(new URL(`${name}/`, folder));
    else if (/\.(ts|wasm)$/.test(name)) yield new URL(name, folder);
  }
}
