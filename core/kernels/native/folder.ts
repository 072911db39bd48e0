/** Where compiled libraries are, and what they are called.
 * @module
 */

/** The end of a library's name on the systems that have one. */
const EXTENSIONS: Readonly<Record<string, string>> = { linux: "so", darwin: "dylib" };

/** The folder of this checkout in which `deno task native` leaves libraries; undefined where the package comes from elsewhere. */
export function buildFolder(): string | undefined {
  const url = new URL("build", import.meta.url);
  return url.protocol === "file:" ? decodeURIComponent(url.pathname) : undefined;
}

/** What a library of these sources is called: by their hash, and by that of the compiler and the processor. Undefined on other systems. */
export function libraryName(sources: number, target: number): string | undefined {
  const extension = EXTENSIONS[Deno.build.os];
  return extension && `${prefixOf(sources)}${hex(target)}.${extension}`;
}

/** Whether a file is named as a library of these sources. */
export function isLibraryOf(sources: number, name: string): boolean {
  return name.startsWith(prefixOf(sources)) && name.endsWith(`.${EXTENSIONS[Deno.build.os]}`);
}

function prefixOf(sources: number): string {
  return `chainrule-${hex(sources)}-`;
}

function hex(hash: number): string {
  return hash.toString(16).padStart(8, "0");
}
