/**
 * Builds the WebAssembly kernels from `assembly/`: `deno task kernels` writes them, `deno task kernels --check` builds
 * them and compares with what is there, exit code 1 if they differ.
 *
 * Two builds of one source: `kernels.wasm` with relaxed SIMD, whose multiply-add is rounded once where the processor
 * has one, and `kernels_strict.wasm` for engines without it; and `exports.ts`, the types of what both export.
 */
import { compile } from "./compile.ts";
import { declareExports } from "./declare_exports.ts";

const relaxed = await compile(true), strict = await compile(false);
const files: Record<string, Uint8Array> = {
  "kernels.wasm": relaxed.wasm,
  "kernels_strict.wasm": strict.wasm,
  "exports.ts": new TextEncoder().encode(declareExports(relaxed.declarations)),
};

const check = Deno.args.includes("--check");
for (const [name, built] of Object.entries(files)) {
  const file = new URL(name, import.meta.url);
  if (!check) {
    await Deno.writeFile(file, built);
    console.log(`core/kernels/${name}: ${built.length} bytes`);
    continue;
  }
  const committed = await Deno.readFile(file);
  if (built.length !== committed.length || built.some((byte, i) => byte !== committed[i])) {
    console.error(`core/kernels/${name} is not what its source builds: run \`deno task kernels\``);
    Deno.exitCode = 1;
  }
}
