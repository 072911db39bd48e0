/**
 * Builds the WebAssembly kernels from `assembly/`: `deno task kernels` writes them, `deno task kernels --check` builds
 * them and compares with what is there, exit code 1 if they differ.
 *
 * Two builds of one source, as bytes within a module of TypeScript, which every runtime and bundler can load:
 * `wasm_relaxed.ts` with relaxed SIMD, whose multiply-add is rounded once where the processor has one, and `wasm_strict.ts`,
 * which rounds the same everywhere; `exports.ts`, the types of what both export; and what the native library has in common with
 * them: `native/symbols.ts`, and `native/sources.ts`, which tells one of other sources.
 */
import { compile } from "./compile.ts";
import { declareExports } from "./declare_exports.ts";
import { declareSymbols } from "./declare_symbols.ts";
import { embed } from "./embed.ts";
import { declareSources } from "./native/declare_sources.ts";

const relaxed = await compile(true), strict = await compile(false);
const files: Record<string, string> = {
  "wasm_relaxed.ts": embed("The kernels with relaxed SIMD", relaxed.wasm),
  "wasm_strict.ts": embed("The kernels without relaxed SIMD", strict.wasm),
  "exports.ts": declareExports(relaxed.declarations),
  "native/symbols.ts": declareSymbols(relaxed.declarations),
  "native/sources.ts": declareSources(),
};

const check = Deno.args.includes("--check");
for (const [name, built] of Object.entries(files)) {
  const file = new URL(name, import.meta.url);
  if (!check) {
    await Deno.writeTextFile(file, built);
    console.log(`core/kernels/${name}: ${built.length} characters`);
  } else if (await Deno.readTextFile(file) !== built) {
    console.error(`core/kernels/${name} is not what its source builds: run \`deno task kernels\``);
    Deno.exitCode = 1;
  }
}
