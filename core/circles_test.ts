/** No file of this package imports itself by way of others, for types neither; nor do those of the kernels' source. */
import { assert, assertEquals } from "@std/assert";

/** Files that each file imports. */
type Imports = ReadonlyMap<string, readonly string[]>;

/** A circle, from a file back to itself; empty if there is none. */
function findCircle(imports: Imports): string[] {
  const done = new Set<string>(), path: string[] = [];
  const visit = (file: string): string[] => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return [];
    path.push(file);
    for (const imported of imports.get(file) ?? []) {
      const circle = visit(imported);
      if (circle.length > 0) return circle;
    }
    path.pop();
    done.add(file);
    return [];
  };
  for (const file of imports.keys()) {
    const circle = visit(file);
    if (circle.length > 0) return circle;
  }
  return [];
}

/** All TypeScript files in a folder and what they import of each other. AssemblyScript leaves out the extension. */
async function readImports(folder: URL, imports = new Map<string, string[]>()): Promise<Imports> {
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (isDirectory) await readImports(new URL(`${name}/`, folder), imports);
    if (!name.endsWith(".ts")) continue;
    const file = new URL(name, folder), source = await Deno.readTextFile(file);
    const found = source.matchAll(/^(?:import|export)\b[^"';()]*["'](\.[^"']+)["']/gm);
    imports.set(
      file.pathname,
      Array.from(found, ([, path]) => new URL(path.endsWith(".ts") ? path : `${path}.ts`, file).pathname),
    );
  }
  return imports;
}

Deno.test("circles: there is none in this package", async () => {
  const imports = await readImports(new URL("./", import.meta.url));
  for (const [file, imported] of imports) {
    for (const other of imported) assert(imports.has(other), `${file} imports ${other}, which was not found`);
  }
  assert(imports.get(new URL("./kernels/assembly/sgd.ts", import.meta.url).pathname)?.length === 3);
  assertEquals(findCircle(imports), []);
});

Deno.test("circles: one is found", () => {
  const imports = new Map([["a", ["b", "c"]], ["b", []], ["c", ["b", "d"]], ["d", ["c"]]]);
  assertEquals(findCircle(imports), ["c", "d", "c"]);
  assertEquals(findCircle(new Map([["a", ["a"]]])), ["a", "a"]);
});
