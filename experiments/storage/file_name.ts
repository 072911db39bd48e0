/** What a file or folder is called after a name, on any system. */
export function fileName(name: string): string {
  return name.replace(/[^\w.@=+-]+/g, "_");
}

/** The last part of a path. */
export function baseName(path: string): string {
  return path.replace(/[/\\]+$/, "").split(/[/\\]/).at(-1) || ".";
}
