/** What the program may do and where it keeps things, asked without a prompt.
 * @module
 */

/** Whether a permission was granted; one that Deno would have to ask for counts as not granted. */
export function isGranted(descriptor: Deno.PermissionDescriptor): boolean {
  return Deno.permissions.querySync(descriptor).state === "granted";
}

/** An environment variable; one that may not be read, or is empty, counts as unset. */
export function readVariable(variable: string): string | undefined {
  return isGranted({ name: "env", variable }) ? Deno.env.get(variable) || undefined : undefined;
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
  os: string = Deno.build.os,
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
