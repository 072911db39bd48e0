/**
 * Compiles the native kernels for this machine: `deno task native`. With `--sanitize` a library for tests, which finds faults when it runs.
 */
import { compileNative } from "./compile.ts";
import { declareSources } from "./declare_sources.ts";
import { NativeError } from "./errors.ts";
import { buildFolder } from "./folder.ts";

const sanitize = Deno.args.includes("--sanitize"), folder = buildFolder()!;
Deno.writeTextFileSync(new URL("sources.ts", import.meta.url), declareSources());
try {
  const start = performance.now(),
    path = await compileNative(sanitize ? `${folder}/sanitized` : folder, { sanitize });
  console.log(`${path}\n${((performance.now() - start) / 1000).toFixed(1)} s`);
} catch (error) {
  if (!(error instanceof NativeError)) throw error;
  console.error(error.message);
  Deno.exitCode = 1;
}
