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

/** The slowest first. */
const VARIANTS = [
  { name: "sanitized", sanitize: true },
  { name: "16", vectorBytes: 16 },
  { name: "32", vectorBytes: 32 },
  { name: "64", vectorBytes: 64 },
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

/** The arguments of the tests that are run with each variant. */
const RUNS = quick ? [["core/kernels/native"]] : [
  ["core/kernels"],
  [
    `--preload=${root}core/kernels/native/preload.ts`,
    "layers",
    "losses",
    "optim",
    ...filesNamed("golden_test.ts", `${root}experiments`),
  ],
];

/** The library that must be there before Deno's own memory is. */
async function sanitizer(): Promise<string> {
  const { stdout } = await new Deno.Command("cc", { args: ["-print-file-name=libasan.so"] }).output();
  return decode(stdout).trim();
}

/** Runs tests with the permission to load one variant. Returns whether they pass, and what to print. */
async function test(folder: string, env: Record<string, string>, args: string[]) {
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
  return { success, text: success ? text.trim().split("\n").at(-1)! : text + decode(stderr) };
}

/** Compiles a variant and runs the tests with it; what is printed about it stands together. */
async function check({ name, ...options }: typeof VARIANTS[number]): Promise<void> {
  const folder = `${buildFolder()}/${name}`, lines = [await compileNative(folder, options)];
  const env: Record<string, string> = options.sanitize
    ? { LD_PRELOAD: await sanitizer(), ASAN_OPTIONS: "detect_leaks=0" }
    : {};
  for (const args of RUNS) {
    const { success, text } = await test(folder, env, args);
    lines.push(text);
    if (!success) Deno.exitCode = 1;
  }
  console.log(lines.join("\n"));
}

try {
  Deno.writeTextFileSync(new URL("sources.ts", import.meta.url), declareSources());
  // Two at a time: the compiler and most tests keep one core busy.
  const waiting = VARIANTS.values();
  const worker = async () => {
    for (const variant of waiting) await check(variant);
  };
  await Promise.all([worker(), worker()]);
} catch (error) {
  if (!(error instanceof NativeError)) throw error;
  console.log(error.message);
}
