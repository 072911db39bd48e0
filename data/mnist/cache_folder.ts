/** Where downloads are kept.
 * @module
 */
import { readVariable } from "./permissions.ts";

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
