/**
 * `deno task native:check`: all tests of kernels with native libraries for vectors of 16, 32 and 64 bytes, whatever the processor has, and with one
 * that finds faults when it runs. Where there is no C compiler, one line says so.
 */
import { compileNative } from "./compile.ts";
import { declareSources } from "./declare_sources.ts";
import { NativeError } from "./errors.ts";
import { buildFolder } from "./folder.ts";

const VARIANTS = [
  { name: "16", vectorBytes: 16 },
  { name: "32", vectorBytes: 32 },
  { name: "64", vectorBytes: 64 },
  { name: "sanitized", sanitize: true },
];

/** The library that must be there before Deno's own memory is: GCC and Clang know where theirs is. */
async function sanitizer(): Promise<string> {
  const { stdout } = await new Deno.Command("cc", { args: ["-print-file-name=libasan.so"] }).output();
  return new TextDecoder().decode(stdout).trim();
}

/** Runs the tests with the permission to load one variant. Returns whether they pass. */
async function test(folder: string, env: Record<string, string>): Promise<boolean> {
  const flags = [
    "--quiet",
    "--no-prompt",
    "--no-check",
    "--allow-read",
    `--allow-write=${folder}`,
    `--allow-ffi=${folder}`,
  ];
  const { success } = await new Deno.Command("deno", { args: ["test", ...flags, "core/kernels"], env })
    .output().then(
      ({ success, stdout, stderr }) => {
        const text = new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
        console.log(text.trim().split("\n").at(-1));
        if (!success) console.log(text);
        if (!/the native build|native: /.test(text)) {
          throw new Error("Cannot check the native kernels: no test used them");
        }
        return { success };
      },
    );
  return success;
}

try {
  Deno.writeTextFileSync(new URL("sources.ts", import.meta.url), declareSources());
  for (const { name, ...options } of VARIANTS) {
    const folder = `${buildFolder()}/${name}`;
    console.log(await compileNative(folder, options));
    const env: Record<string, string> = options.sanitize
      ? { LD_PRELOAD: await sanitizer(), ASAN_OPTIONS: "detect_leaks=0" }
      : {};
    if (!await test(folder, env)) Deno.exitCode = 1;
  }
} catch (error) {
  if (!(error instanceof NativeError)) throw error;
  console.log(error.message);
}
