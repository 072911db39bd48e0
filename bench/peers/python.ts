/** Python interpreters, and what they multiply matrices with.
 * @module
 */
import { sibling } from "./sibling.ts";

/** An interpreter that has a module. */
export interface Python {
  /** How it is called. */
  readonly path: string;
  /** The module's BLAS, with the processor that it takes this one for. */
  readonly about: string;
  /** What `OPENBLAS_CORETYPE` is to be, if it is to be set. */
  readonly coreType: string;
}

/** What `probe.py` prints. */
export interface Probe {
  /** The version of the interpreter. */
  readonly python: string;
  /** The BLAS, and the processor that OpenBLAS takes this one for. */
  readonly blas: { readonly name: string; readonly core: string };
  /** What else the module says of itself. */
  readonly extra: string;
  /** What `OPENBLAS_CORETYPE` was. */
  readonly inherited: string;
  /** Whether the processor has AVX-512. */
  readonly avx512: boolean;
}

/** The names under which OpenBLAS uses AVX-512. */
const AVX512_CORES = ["skylakex", "cooperlake", "sapphirerapids"];

/**
 * What to set `OPENBLAS_CORETYPE` to. OpenBLAS takes processors that are newer than itself for very old ones, and
 * then leaves AVX-512 unused: 0.3.21 takes a new Xeon for a Prescott.
 *
 * @param probe What was found with the variable unset.
 */
export function coreTypeFor({ blas, avx512 }: Pick<Probe, "blas" | "avx512">): string {
  const mistaken = blas.core !== "" && avx512 && !AVX512_CORES.includes(blas.core.toLowerCase());
  return mistaken ? "SKYLAKEX" : "";
}

/** What to tell about an interpreter. */
export function describe(path: string, probe: Probe, coreType: string): string {
  const blas = [probe.blas.name, probe.blas.core && `for ${probe.blas.core}`].filter(Boolean).join(" ");
  const variable = coreType
    ? `OPENBLAS_CORETYPE=${coreType}`
    : probe.inherited && probe.blas.core
    ? `OPENBLAS_CORETYPE=${probe.inherited} ignored`
    : "";
  return [`${path} ${probe.python}`, blas, variable, probe.extra].filter(Boolean).join(", ");
}

/** The first interpreter that has a module; else why there is none. */
export async function findPython(module: string, paths: readonly string[]): Promise<Python | string> {
  const reasons: string[] = [];
  for (const path of paths) {
    const first = await probe(path, module, "");
    if (typeof first === "string") {
      reasons.push(first);
      continue;
    }
    const coreType = coreTypeFor(first);
    const second = coreType ? await probe(path, module, coreType) : first;
    if (typeof second === "string") return second;
    return { path, coreType, about: describe(path, second, coreType) };
  }
  return reasons.join("; ");
}

async function probe(path: string, module: string, coreType: string): Promise<Probe | string> {
  try {
    const command = new Deno.Command(path, {
      args: ["-B", sibling("probe.py"), module, coreType],
      stdin: "null",
    });
    const { success, stdout, stderr } = await command.output();
    if (success) return JSON.parse(new TextDecoder().decode(stdout));
    const text = new TextDecoder().decode(stderr).trim();
    return text.includes("ModuleNotFoundError")
      ? `${path} has no ${module}`
      : `${path}: ${text.split("\n").pop() || "it failed"}`;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return `${path} is not there`;
    // Deno's message says which permission is missing, or which variable must be unset.
    if (error instanceof Deno.errors.NotCapable) return `${path}: ${error.message.split("\n")[0]}`;
    throw error;
  }
}
