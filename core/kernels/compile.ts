/** Compiles the kernels from `assembly/`.
 * @module
 */
// The compiler is no dependency of the package: only who rebuilds the kernels downloads it.
import { KERNEL_BYTES } from "../memory.ts";
import { BUILT_PAGES } from "../shared_memory.ts";

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

const folder = new URL("assembly/", import.meta.url);

/** What the compiler makes of the kernels. */
export interface Compiled {
  /** The module. */
  readonly wasm: Uint8Array<ArrayBuffer>;
  /** Its exports as TypeScript declarations, with the file of each. */
  readonly declarations: string;
}

/** The files whose exports are those of the module: `index.ts`, and all activations and losses that are there. */
function entries(): string[] {
  const kernels = ["activations", "losses"].flatMap((kind) =>
    Array.from(Deno.readDirSync(new URL(kind, folder)), ({ name }) => `${kind}/${name}`)
  );
  return ["index.ts", ...kernels.sort()];
}

/**
 * Compiles the source in memory. Binaryen's higher levels reorder the multiply-adds of the tiles: level 1. Constants may take
 * half of the bytes that belong to the kernels; see `assembly/layout.ts`.
 *
 * @param relaxed Whether to use relaxed SIMD, whose multiply-add is rounded once where the processor has one.
 * @param edit What to make of the source of a file, for experiments.
 */
export async function compile(
  relaxed: boolean,
  edit: (source: string, name: string) => string = (source) => source,
): Promise<Compiled> {
  const { default: asc } = await import(COMPILER) as { default: Asc };
  const written: Record<string, unknown> = {}, features = "simd,threads,bulk-memory";
  // deno-fmt-ignore: an option and its value a line.
  const options = [
    "--outFile", "out.wasm",
    "--bindings", "raw",
    "-O1",
    "--runtime", "stub",
    "--importMemory", "--sharedMemory", "--noExportMemory",
    "--initialMemory", `${BUILT_PAGES}`,
    "--maximumMemory", `${BUILT_PAGES}`,
    "--memoryBase", "1024",
    "--lowMemoryLimit", `${KERNEL_BYTES / 2}`,
    "--enable", relaxed ? `${features},relaxed-simd` : features,
    "--noAssert",
  ];
  const { error, stderr } = await asc.main([...entries(), ...options], {
    readFile: (name: string) => {
      try {
        return edit(Deno.readTextFileSync(new URL(name, folder)), name);
      } catch (error) {
        if (error instanceof Deno.errors.NotFound) return null;
        throw error;
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
  return {
    wasm: new Uint8Array(written["out.wasm"] as Uint8Array),
    declarations: written["out.d.ts"] as string,
  };
}
