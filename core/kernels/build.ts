/**
 * Builds the WebAssembly kernels from `assembly/`: `deno task kernels` writes them, `deno task kernels --check` builds
 * them and compares with what is there, exit code 1 if they differ.
 *
 * Two builds of one source: `kernels.wasm` with relaxed SIMD, whose multiply-add is rounded once where the processor
 * has one, and `kernels_strict.wasm` for engines without it.
 */
// The compiler is no dependency of the package: only who rebuilds the kernels downloads it.
import { KERNEL_BYTES, MEMORY_PAGES } from "../memory.ts";

/** The compiler, as much of it as is used. */
interface Asc {
  main(options: string[], io: {
    readFile(name: string): string | null;
    writeFile(name: string, contents: unknown): void;
    listFiles(): string[];
  }): Promise<{ error: Error | null; stderr: { toString(): string } }>;
}

// Not named in the import itself: what checks or tests the workspace would download the compiler too.
const COMPILER = "npm:assemblyscript@0.28.8/asc";
const { default: asc } = await import(COMPILER) as { default: Asc };

const here = new URL("./", import.meta.url);

/**
 * Compiles the source in memory. Binaryen's higher levels reorder the multiply-adds of the tiles: level 1. Constants may take
 * half of the bytes that belong to the kernels; see `assembly/layout.ts`.
 */
async function compile(relaxed: boolean): Promise<Uint8Array<ArrayBuffer>> {
  const written: Record<string, unknown> = {};
  const { error, stderr } = await asc.main([
    ...["index.ts", "--outFile", "out.wasm", "-O1", "--runtime", "stub", "--importMemory", "--sharedMemory"],
    ...["--initialMemory", `${MEMORY_PAGES}`, "--maximumMemory", `${MEMORY_PAGES}`, "--memoryBase", "1024"],
    ...["--enable", relaxed ? "simd,relaxed-simd,threads,bulk-memory" : "simd,threads,bulk-memory"],
    ...["--noExportMemory", "--noAssert", "--lowMemoryLimit", `${KERNEL_BYTES / 2}`],
  ], {
    readFile: (name: string) => {
      try {
        return Deno.readTextFileSync(new URL(`assembly/${name}`, here));
      } catch {
        return null;
      }
    },
    writeFile: (name: string, contents: unknown) => {
      written[name] = contents;
    },
    listFiles: () => [],
  });
  if (error) {
    console.error(stderr.toString());
    throw error;
  }
  return new Uint8Array(written["out.wasm"] as Uint8Array);
}

const check = Deno.args.includes("--check");
for (const [name, relaxed] of [["kernels.wasm", true], ["kernels_strict.wasm", false]] as const) {
  const built = await compile(relaxed);
  const file = new URL(name, here);
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
