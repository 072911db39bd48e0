/** Loads a library of native kernels.
 * @module
 */
import { memory } from "../../memory.ts";
import type { Exports } from "../exports.ts";
import { NativeError } from "./errors.ts";
import { buildFolder, isLibraryOf } from "./folder.ts";
import { SOURCES } from "./sources.ts";
import { SYMBOLS } from "./symbols.ts";

/** The functions of a library: those of the WebAssembly module, but for the life of a worker. */
export type NativeExports = Omit<Exports, "serve">;

/** A library that was loaded. */
export interface Library {
  /** Where it was found. */
  readonly path: string;
  /** Its functions, on the memory of this process. */
  readonly exports: NativeExports;
  /** Ends its threads. It stays loaded: tensors may still be waiting for it. */
  close(): void;
}

/** What is asked before anything else is called. */
const CHECKS = {
  sources: { name: "chainrule_sources", parameters: [], result: "u32" },
  runsHere: { name: "chainrule_runs_here", parameters: [], result: "i32" },
  attach: { name: "chainrule_attach", parameters: ["buffer"], result: "void" },
} as const satisfies Deno.ForeignLibraryInterface;

function refuse(why: string): never {
  throw new NativeError(`Cannot use native kernels: ${why}`);
}

/**
 * Loads the library at a path, or, if that is a folder, the one in it that fits: by default the folder of this checkout.
 *
 * @throws {NativeError} If there is none that fits, the permission is missing, or this is not Deno on Linux or macOS.
 */
export function loadNative(path: string | undefined = undefined): Library {
  if (typeof globalThis.Deno?.dlopen !== "function") refuse("this is not Deno, which alone can load them");
  if (Deno.build.os !== "linux" && Deno.build.os !== "darwin") {
    refuse(`the system is ${Deno.build.os}, want linux or darwin`);
  }
  const place = path ?? buildFolder() ?? refuse("no path was given, and there is no checkout of the package");
  // Asking first: to load without permission would prompt.
  if (Deno.permissions.querySync({ name: "ffi", path: place }).state !== "granted") {
    refuse(`permission is missing, want --allow-ffi=${place}`);
  }
  const found = librariesAt(place);
  if (found === undefined) return open(place);
  if (found.length === 0) {
    refuse(`there is no library of these sources in ${place}, want \`deno task native\``);
  }
  const reasons: string[] = [];
  for (const library of found) {
    try {
      return open(library);
    } catch (error) {
      if (!(error instanceof NativeError)) throw error;
      reasons.push(error.message);
    }
  }
  throw new NativeError(reasons[0]);
}

/** The libraries of these sources in a folder, the newest first; undefined if it is a file, or may not be looked at. */
function librariesAt(place: string): string[] | undefined {
  try {
    if (place.match(/\.(so|dylib)$/)) return undefined;
    const libraries = Array.from(Deno.readDirSync(place), ({ name }) => name).filter((name) =>
      isLibraryOf(SOURCES, name)
    );
    const age = (name: string) => Deno.statSync(`${place}/${name}`).mtime?.getTime() ?? 0;
    return libraries.sort((a, b) => age(b) - age(a)).map((name) => `${place}/${name}`);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    if (error instanceof Deno.errors.NotADirectory) return undefined;
    if (error instanceof Deno.errors.NotCapable) refuse(`permission is missing, want --allow-read=${place}`);
    throw error;
  }
}

function open(path: string): Library {
  const checks = dlopen(path, CHECKS).symbols;
  if (checks.sources() !== SOURCES) {
    refuse(`${path} was compiled from other sources, want \`deno task native\``);
  }
  if (!checks.runsHere()) refuse(`${path} was compiled for another processor, want \`deno task native\``);
  const { symbols } = dlopen(path, SYMBOLS);
  checks.attach(new Uint8Array(memory.buffer) as unknown as Uint8Array<ArrayBuffer>);
  return { path, exports: symbols, close: () => symbols.dismiss_helpers() };
}

function dlopen<S extends Deno.ForeignLibraryInterface>(path: string, symbols: S): Deno.DynamicLibrary<S> {
  try {
    return Deno.dlopen(path, symbols);
  } catch (error) {
    return refuse((error instanceof Error ? error.message : String(error)).split("\n")[0]);
  }
}
