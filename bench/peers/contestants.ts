/** Who takes part.
 * @module
 */
import { exists } from "@std/fs";
import { buildFolder, isLibraryOf } from "../../core/kernels/native/folder.ts";
import { SOURCES } from "../../core/kernels/native/sources.ts";
import type { Job } from "./job.ts";
import type { Options, PeerName } from "./options.ts";
import { findPython, type Python } from "./python.ts";
import { sibling } from "./sibling.ts";

/** A library with its settings: a program that reads a job and prints a result. */
export interface Contestant {
  /** What the tables call it. */
  readonly name: string;
  /** How many threads it uses. */
  readonly threads: number;
  /** What else is to be known: where it was found, what it multiplies with. */
  readonly about: string;
  /** The program and its arguments, to which the path of the job is added. */
  readonly command: readonly string[];
  /** What its job has of its own. */
  readonly settings: Partial<Job>;
}

/** A library that is not there, and why. */
export interface Absence {
  /** What the tables would call it. */
  readonly name: string;
  /** In a few words. */
  readonly reason: string;
}

/** The packages of the JavaScript peers are their own business: they have a lock file of their own. */
const PEER_FLAGS = ["--no-config", "--frozen", `--lock=${sibling("peers.lock")}`, "--allow-read"];

/** Chainrule itself, with each number of threads. */
export function chainrule(folder: string, threads: readonly number[]): Contestant[] {
  const command = ownCommand(folder);
  return threads.map((count) => ({
    name: "Chainrule",
    threads: count,
    about: "",
    command,
    settings: { threads: count },
  }));
}

function ownCommand(folder: string, ...flags: string[]): string[] {
  const reading = `--allow-read=${folder},${sibling("../../")}`;
  return ["deno", "run", "--no-prompt", "--quiet", reading, ...flags, sibling("chainrule.ts")];
}

/** Chainrule with native kernels, if they were compiled, with each number of threads. */
async function native(folder: string, threads: readonly number[]): Promise<(Contestant | Absence)[]> {
  const name = "Chainrule native", libraries = buildFolder();
  const names = libraries && await exists(libraries)
    ? Array.from(Deno.readDirSync(libraries), ({ name }) => name)
    : [];
  const about = names.find((name) => isLibraryOf(SOURCES, name));
  if (about === undefined) {
    return [{ name, reason: "there is no library of its sources: `deno task native` compiles it" }];
  }
  const command = ownCommand(folder, `--allow-ffi=${libraries}`);
  return threads.map((count) => ({
    name,
    threads: count,
    about,
    command,
    settings: { threads: count, native: true },
  }));
}

/** The others. A library whose number of threads can be chosen has a contestant for each of `threads`. */
export async function others(
  options: Options,
  folder: string,
  threads: readonly number[],
  cores: number,
): Promise<(Contestant | Absence)[]> {
  const pythons = new Map<string, Promise<Python | string>>();
  const python = (module: string) => {
    const found = pythons.get(module) ?? findPython(module, options.pythons);
    pythons.set(module, found);
    return found;
  };
  const found = await Promise.all(options.peers.map(async (peer) => {
    if (peer === "chainrule-native") return await native(folder, threads);
    const { name, file, module, dtype = "float32", backend = "", manyThreads } = LIBRARIES[peer];
    if (module === undefined) {
      const command = ["deno", "run", "--no-prompt", "--quiet", ...PEER_FLAGS, sibling(file)];
      return [{ name, threads: manyThreads ? cores : 1, about: "", command, settings: { backend } }];
    }
    const interpreter = await python(module);
    if (typeof interpreter === "string") return [{ name, reason: interpreter }];
    const { path, about, coreType } = interpreter;
    return (manyThreads ? threads : threads.slice(0, 1)).map((count) => ({
      name,
      threads: count,
      about,
      command: [path, "-B", sibling(file)],
      settings: { threads: count, dtype, coreType },
    }));
  }));
  return found.flat();
}

interface Library {
  name: string;
  file: string;
  /** The Python module that must be there; none: a package of npm. */
  module?: string;
  dtype?: Job["dtype"];
  backend?: string;
  /** Whether it uses several threads where it may. */
  manyThreads?: boolean;
}

const LIBRARIES: Record<Exclude<PeerName, "chainrule-native">, Library> = {
  "numpy": { name: "NumPy", file: "numpy_peer.py", module: "numpy", manyThreads: true },
  "numpy-float64": { name: "NumPy float64", file: "numpy_peer.py", module: "numpy", dtype: "float64" },
  "pytorch": { name: "PyTorch", file: "pytorch_peer.py", module: "torch", manyThreads: true },
  "jax-js": { name: "jax-js wasm", file: "jax_js.mjs", backend: "wasm", manyThreads: true },
  "tfjs-wasm": { name: "TensorFlow.js wasm", file: "tfjs.mjs", backend: "wasm" },
  "tfjs-cpu": { name: "TensorFlow.js cpu", file: "tfjs.mjs", backend: "cpu" },
};
