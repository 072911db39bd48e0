/** Compiles the native kernels with the C compiler of the machine.
 * @module
 */
import { hashSources, nativeSources } from "./declare_sources.ts";
import { NativeError } from "./errors.ts";
import { libraryName } from "./folder.ts";

const folder = decodeURIComponent(new URL(".", import.meta.url).pathname);

/** Those that are tried, in this order. */
const COMPILERS = ["cc", "gcc", "clang"];

/** How compilers are told to use all that this processor has: older ones for ARM know only the second. */
const PROCESSORS = ["-march=native", "-mcpu=native"];

// deno-fmt-ignore: options that belong together on a line.
/**
 * No multiply-adds but those that are written, for only these are rounded as in WebAssembly; square roots without `errno`, which are one
 * instruction.
 */
const FLAGS = [
  "-std=gnu11", "-O3", "-ffp-contract=off", "-fno-math-errno", "-Wall", "-Wextra", "-Wno-psabi",
  "-fvisibility=hidden", "-fPIC", "-pthread",
];

/** They find what is read or written outside of anything, and what C does not define. */
const SANITIZERS = [
  "-fsanitize=address,undefined",
  "-fno-sanitize-recover=undefined",
  "-fno-omit-frame-pointer",
  "-g",
  "-O1",
];

/** How to compile. */
export interface CompileOptions {
  /** The compiler: the first of `cc`, `gcc` and `clang` that is there, unless given. */
  compiler?: string;
  /** Whether the library shall find faults when it runs. */
  sanitize?: boolean;
  /** Bytes of a vector: those of the processor unless given. */
  vectorBytes?: number;
}

/** Runs a compiler in this folder. Undefined if it is not there. */
async function run(
  compiler: string,
  args: string[],
  input: string,
): Promise<{ success: boolean; stdout: string; stderr: string } | undefined> {
  let child: Deno.ChildProcess;
  try {
    child = new Deno.Command(compiler, {
      args,
      cwd: folder,
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
  const writer = child.stdin.getWriter();
  // A compiler that refuses its options does not read.
  await writer.write(new TextEncoder().encode(input)).then(() => writer.close()).catch(() => {});
  const { success, stdout, stderr } = await child.output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { success, stdout: text(stdout), stderr: text(stderr) };
}

/** What a compiler makes of this processor: its version and all macros that it defines. */
async function describe(compiler: string): Promise<{ processor: string; macros: string } | undefined> {
  for (const processor of PROCESSORS) {
    const found = await run(compiler, [processor, "-dM", "-E", "-x", "c", "-"], "");
    if (found === undefined) return undefined;
    if (found.success) return { processor, macros: found.stdout };
  }
  throw new NativeError(
    `Cannot compile the native kernels: ${compiler} knows none of ${PROCESSORS.join(", ")}`,
  );
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}

/**
 * Compiles the library, unless it is there already, and returns its path. Its name is made of the sources, the compiler and the processor.
 *
 * @param into The folder that it is written to.
 * @throws {NativeError} If there is no compiler, it fails, or the system is none of Linux and macOS.
 */
export async function compileNative(into: string, options: CompileOptions = {}): Promise<string> {
  const refuse = (why: string): never => {
    throw new NativeError(`Cannot compile the native kernels: ${why}`);
  };
  const { sanitize = false, vectorBytes } = options, sources = hashSources();
  const candidates = options.compiler === undefined ? COMPILERS : [options.compiler];
  for (const compiler of candidates) {
    const target = await describe(compiler);
    if (target === undefined) continue;
    const flags = [...FLAGS, target.processor, `-DSOURCES=0x${sources.toString(16)}u`];
    if (sanitize) flags.push(...SANITIZERS);
    if (vectorBytes !== undefined) flags.push(`-DVECTOR_BYTES=${vectorBytes}`);
    const name = libraryName(sources, hash([...flags, target.macros].join("\n"))) ??
      refuse(`the system is ${Deno.build.os}, want linux or darwin`);
    const path = `${into}/${name}`, unfinished = `${path}.${Deno.pid}`;
    try {
      if (Deno.statSync(path).isFile) return path;
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
    Deno.mkdirSync(into, { recursive: true });
    const all = nativeSources().filter((file) =>
      file === "index.c" || /^(activations|losses)\/.*\.c$/.test(file)
    );
    const input = all.map((file) => `#include "${file}"\n`).join("");
    const found = await run(
      compiler,
      [...flags, "-shared", "-I.", "-x", "c", "-", "-o", unfinished, "-lm"],
      input,
    );
    if (!found?.success) {
      refuse(
        `${compiler} says ${
          found?.stderr.trim().split("\n").find((line) => line.includes("error")) ?? "nothing"
        }`,
      );
    }
    // Renamed when it is whole: nobody loads a part of it.
    Deno.renameSync(unfinished, path);
    return path;
  }
  return refuse(`found none of ${candidates.join(", ")}, want a C compiler, such as gcc or clang`);
}
