/** Which sources a native library must be compiled from.
 * @module
 */

const folder = new URL("./", import.meta.url);

/** The files of the native library, relative to this folder: those that `index.c` includes, and all activations and losses that are there. */
export function nativeSources(): string[] {
  const inFolder = (name: string) =>
    Array.from(Deno.readDirSync(new URL(name, folder)), (file) => file.name)
      .filter((file) => /\.[ch]$/.test(file)).sort().map((file) => name + file);
  return ["./", "activations/", "losses/"].flatMap(inFolder).map((name) => name.replace("./", ""));
}

/** A number that changes with every byte of the sources: FNV-1a, 32 bits. */
export function hashSources(): number {
  let hash = 0x811c9dc5;
  for (const name of nativeSources()) {
    // The lines alone: a checkout may end them in its own way.
    const text = `${name}\n${Deno.readTextFileSync(new URL(name, folder)).replaceAll("\r", "")}`;
    for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  }
  return hash >>> 0;
}

/** The source of `sources.ts`. */
export function declareSources(): string {
  return `// Written by \`deno task kernels\` and \`deno task native\`.
/** The hash of the sources that a native library must be compiled from. */
export const SOURCES = 0x${hashSources().toString(16)};
`;
}
