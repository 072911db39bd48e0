/** What there is around the program, and what it may do, asked without a prompt: in Deno, Node.js, Bun or a browser.
 * @module
 */

/** A permission of Deno. */
export type Permission =
  | { readonly name: "env"; readonly variable: string }
  | { readonly name: "net"; readonly host: string }
  | { readonly name: "read" | "write"; readonly path: string };

/** What is used of a file system, in Deno's words. */
export interface FileSystem {
  stat(path: string): Promise<{ readonly size: number; readonly isFile: boolean }>;
  readFile(path: string): Promise<Uint8Array<ArrayBuffer>>;
  writeFile(path: string, bytes: Uint8Array, options: { createNew: true }): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  remove(path: string): Promise<void>;
  mkdir(path: string, options: { recursive: true }): Promise<unknown>;
}

/** What is used of Deno. */
interface DenoGlobal extends FileSystem {
  readonly permissions: { querySync(permission: Permission): { readonly state: string } };
  readonly env: { get(variable: string): string | undefined };
  readonly build: { readonly os: string };
}

/** What is used of Node.js and Bun. */
interface ProcessGlobal {
  readonly platform: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  getBuiltinModule(name: "node:fs/promises"): NodeFiles;
}

/** What is used of `node:fs/promises`. */
export interface NodeFiles extends Omit<FileSystem, "stat" | "writeFile" | "remove"> {
  stat(path: string): Promise<{ readonly size: number; isFile(): boolean }>;
  writeFile(path: string, bytes: Uint8Array, options: { flag: "wx" }): Promise<void>;
  unlink(path: string): Promise<void>;
}

// Neither is imported, for bundlers that make a page of this would stop at it. And where there is Deno nobody asks for `process`: Deno
// takes 40 ms to make it.
const deno = (globalThis as { Deno?: DenoGlobal }).Deno;
const process = deno ? undefined : (globalThis as { process?: Partial<ProcessGlobal> }).process;

/** Whether a permission was granted; one that Deno would have to ask for counts as not granted. Elsewhere all are. */
export function isGranted(permission: Permission): boolean {
  return deno === undefined || deno.permissions.querySync(permission).state === "granted";
}

/** An environment variable; one that may not be read, or is empty, counts as unset. */
export function readVariable(variable: string): string | undefined {
  if (!isGranted({ name: "env", variable })) return undefined;
  return (deno ? deno.env.get(variable) : process?.env?.[variable]) || undefined;
}

/** The files of the system; undefined in a browser. */
export function fileSystem(): FileSystem | undefined {
  if (deno) return deno;
  const files = process?.getBuiltinModule?.("node:fs/promises");
  return files && inWordsOfDeno(files);
}

/** The file system of Node.js, in Deno's words. */
export function inWordsOfDeno({ stat, readFile, writeFile, rename, unlink, mkdir }: NodeFiles): FileSystem {
  const createNew = (path: string, bytes: Uint8Array) => writeFile(path, bytes, { flag: "wx" });
  const look = async (path: string) => {
    const found = await stat(path);
    return { size: found.size, isFile: found.isFile() };
  };
  return { stat: look, readFile, writeFile: createNew, rename, remove: unlink, mkdir };
}

/** The operating system, as `Deno.build.os` names it. */
function operatingSystem(): string | undefined {
  return deno?.build.os ?? process?.platform?.replace("win32", "windows");
}

/**
 * The folder of a dataset within the user's cache, as the system has it. Undefined where the environment
 * variables that tell it are not set or may not be read.
 *
 * @param dataset The name of the dataset.
 * @param os The operating system, as `Deno.build.os`.
 * @param variable Reads an environment variable.
 */
export function cacheFolder(
  dataset: string,
  os: string | undefined = operatingSystem(),
  variable: (name: string) => string | undefined = readVariable,
): string | undefined {
  const below = (folder: string | undefined, path: string) =>
    folder && `${folder}${path}/chainrule/${dataset}`;
  if (os === "windows") {
    return below(variable("LOCALAPPDATA"), "") ?? below(variable("USERPROFILE"), "/AppData/Local");
  }
  if (os === "darwin") return below(variable("HOME"), "/Library/Caches");
  const named = variable("XDG_CACHE_HOME");
  // The XDG specification: a path that is not absolute is to be ignored.
  return named?.startsWith("/") ? below(named, "") : below(variable("HOME"), "/.cache");
}
