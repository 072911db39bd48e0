/** The sources of the repository, for tests of its structure.
 * @module
 */

/** The folder that everything is in. */
export const ROOT = new URL("../", import.meta.url);

/** What a source imports, statically, dynamically or for its types. */
export function specifiers(source: string): string[] {
  const found: string[] = [];
  // Examples in doc comments import the package itself; they are no part of it.
  const code = source.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "");
  const statics = /^\s*(?:import|export)\b(?:[^"'`;]*?\bfrom)?\s*["']([^"']+)["']/gm;
  const dynamic = /\bimport(?:\.source|\.defer)?\s*\(\s*["'`]([^"'`]+)["'`]/g;
  for (const pattern of [statics, dynamic]) {
    for (const [, specifier] of code.matchAll(pattern)) found.push(specifier);
  }
  return found;
}

/** The paths of the sources in a folder, from {@linkcode ROOT} on. */
export async function* sourceFiles(path: string): AsyncGenerator<string> {
  for await (const { name, isDirectory } of Deno.readDir(new URL(path, ROOT))) {
    const inside = `${path}/${name}`;
    if (isDirectory && name !== "node_modules") yield* sourceFiles(inside);
    // That file is full of imports that are not allowed, in quotes.
    else if (name.endsWith(".ts") && name !== "imports_test.ts") yield inside;
  }
}
