/**
 * `deno task native:check`: tests with native libraries for vectors of 16, 32 and 64 bytes, whatever the processor has, and with one that finds
 * faults when it runs. All tests of kernels compare them with the reference and with WebAssembly; then those of layers, losses and optimizers, and
 * golden ones, run on them. `--quick` leaves it at the tests of native kernels, which compare all of them with WebAssembly. Where there is no C
 * compiler, one line says so.
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

const quick = Deno.args.includes("--quick");
const root = decodeURIComponent(new URL("../../../", import.meta.url).pathname);
const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

/** The files of this name in a folder. */
function* filesNamed(name: string, folder: string): Generator<string> {
  for (const entry of Deno.readDirSync(folder)) {
    if (entry.isDirectory) yield* filesNamed(name, `${folder}/${entry.name}`);
    else if (entry.name === name) yield `${folder}/${entry.name}`;
  }
}

/** The library that must be there before Deno's own memory is. */
async function sanitizer(): Promise<string> {
  const { stdout } = await new Deno.Command("cc", { args: ["-print-file-name=libasan.so"] }).output();
  return decode(stdout).trim();
}

/** Runs tests with the permission to load one variant. Returns whether they pass. */
async function test(folder: string, env: Record<string, string>, args: string[]): Promise<boolean> {
  const flags = [
    "--quiet",
    "--no-prompt",
    "--no-check",
    "--allow-read",
    "--allow-env=MNIST_DIR",
    `--allow-write=${folder}`,
  ];
  const command = new Deno.Command(Deno.execPath(), {
    args: ["test", ...flags, `--allow-ffi=${folder}`, ...args],
    env,
    cwd: root,
  });
  const { success, stdout, stderr } = await command.output(), text = decode(stdout);
  console.log(success ? text.trim().split("\n").at(-1) : text + decode(stderr));
  return success;
}

try {
  Deno.writeTextFileSync(new URL("sources.ts", import.meta.url), declareSources());
  const golden = [...filesNamed("golden_test.ts", `${root}experiments`)];
  for (const { name, ...options } of VARIANTS) {
    const folder = `${buildFolder()}/${name}`;
    console.log(await compileNative(folder, options));
    const env: Record<string, string> = options.sanitize
      ? { LD_PRELOAD: await sanitizer(), ASAN_OPTIONS: "detect_leaks=0" }
      : {};
    const preload = `--preload=${root}core/kernels/native/preload.ts`;
    const runs = quick
      ? [["core/kernels/native"]]
      : [["core/kernels"], [preload, "layers", "losses", "optim", ...golden]];
    for (const args of runs) {
      if (!await test(folder, env, args)) Deno.exitCode = 1;
    }
  }
} catch (error) {
  if (!(error instanceof NativeError)) throw error;
  console.log(error.message);
}
