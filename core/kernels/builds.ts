/** The builds of the kernels, loaded.
 * @module
 */
import type { Exports } from "./exports.ts";
import { instantiate, loadModule, relaxed } from "./wasm.ts";

/** A build of the kernels. */
export interface Build {
  /** What helpers load. */
  readonly module: WebAssembly.Module;
  /** The functions, as the main thread calls them. */
  readonly wasm: Exports;
}

function load(relaxed: boolean): Build {
  const module = loadModule(relaxed);
  return { module, wasm: instantiate(module) };
}

/** The build that this engine runs fastest. */
export const fast: Build = load(relaxed);

let loaded: Build | undefined = relaxed ? undefined : fast;

/** The build that rounds the same everywhere. */
export function strict(): Build {
  return loaded ??= load(false);
}
